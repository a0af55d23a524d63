package org.homeward;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The queries of {@code invariants.sql}: whatever a test did, none of them may find a row afterwards. */
public final class Invariants {

    private static final String NAME = "-- name: ";
    private static final Map<String, String> QUERIES = read();

    private Invariants() {}

    /** Fails with every row that breaks an invariant. */
    public static void hold(JdbcClient jdbc, Instant now) {
        SoftAssertions all = new SoftAssertions();
        QUERIES.keySet()
                .forEach(name ->
                        all.assertThat(broken(jdbc, name, now)).as("%s", name).isEmpty());
        all.assertAll();
    }

    public static List<Map<String, Object>> broken(JdbcClient jdbc, String name, Instant now) {
        String sql = QUERIES.get(name);
        if (sql == null) {
            throw new IllegalArgumentException("No invariant is called " + name);
        }
        JdbcClient.StatementSpec query = jdbc.sql(sql);
        return (sql.contains(":now") ? query.param("now", LocalDateTime.ofInstant(now, ZoneOffset.UTC)) : query)
                .query()
                .listOfRows();
    }

    public static List<String> names() {
        return List.copyOf(QUERIES.keySet());
    }

    private static Map<String, String> read() {
        Map<String, String> queries = new LinkedHashMap<>();
        try {
            String file = new ClassPathResource("invariants.sql").getContentAsString(StandardCharsets.UTF_8);
            for (String part : file.substring(file.indexOf(NAME)).split(NAME)) {
                if (!part.isBlank()) {
                    String[] nameAndQuery = part.split("\n", 2);
                    queries.put(nameAndQuery[0].strip(), nameAndQuery[1].strip().replaceAll(";$", ""));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return queries;
    }
}

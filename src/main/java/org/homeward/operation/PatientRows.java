package org.homeward.operation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.homeward.patient.AtRest;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Finds what every table holds of one patient by its columns and foreign keys, so that a module that comes tomorrow is not
 * forgotten. Like the invariants it looks across modules, and writes nothing.
 */
@Component
class PatientRows {

    private static final Set<String> SEALED =
            Set.of("inbox_message.raw", "inbox_correction.raw", "patient_identifier.sealed_value");

    private final JdbcClient jdbc;
    private final AtRest atRest;

    PatientRows(JdbcClient jdbc, AtRest atRest) {
        this.jdbc = jdbc;
        this.atRest = atRest;
    }

    private record Column(String table, String name) {}

    private record Reference(String table, String column, String of, String ofColumn) {}

    /**
     * What is no text: a file of its own beside the tables.
     *
     * @param path below the export's root: table, row, name
     */
    record File(String path, byte[] content) {

        /** In a row stands where the file is. */
        @JsonValue
        String inRow() {
            return path;
        }
    }

    /** Rows by table, each row's columns by name; sealed values opened, and a {@link File} for what is no text. */
    @Transactional(readOnly = true)
    Map<String, List<Map<String, Object>>> of(UUID patientId) {
        List<Column> columns = columns();
        List<Reference> references = references();
        Map<String, Map<String, Map<String, Object>>> found = new TreeMap<>();
        Deque<Map.Entry<String, Map<String, Object>>> toFollow = new ArrayDeque<>();
        take("patient", "id", List.of(patientId.toString()), found, toFollow);
        while (!toFollow.isEmpty()) {
            Map.Entry<String, Map<String, Object>> next = toFollow.poll();
            String id = text(next.getValue().get("id"));
            if (id != null) {
                for (Column column : columns) {
                    if (refersTo(next.getKey(), column.name()) || column.name().equals("subject_id")) {
                        take(column.table(), column.name(), List.of(id), found, toFollow);
                    }
                }
            }
            for (Reference reference : references) {
                if (reference.of().equals(next.getKey())) {
                    String value = text(next.getValue().get(reference.ofColumn()));
                    if (value != null) {
                        take(reference.table(), reference.column(), List.of(value), found, toFollow);
                    }
                }
            }
        }
        Map<String, List<Map<String, Object>>> rows = new LinkedHashMap<>();
        found.forEach((table, byKey) -> rows.put(table, new ArrayList<>(byKey.values())));
        trail(found).forEach(rows::put);
        return rows;
    }

    /** A row of {@code inbox_message} is referred to as {@code inbox_message_id} or {@code message_id}. */
    private static boolean refersTo(String table, String column) {
        return (table + "_id").endsWith(column)
                && (table.length() + 3 == column.length() || table.charAt(table.length() + 2 - column.length()) == '_');
    }

    private void take(
            String table,
            String column,
            Collection<String> values,
            Map<String, Map<String, Map<String, Object>>> found,
            Deque<Map.Entry<String, Map<String, Object>>> toFollow) {
        for (Map<String, Object> row : jdbc.sql("select * from `" + table + "` where `" + column + "` in (:values)")
                .param("values", values)
                .query()
                .listOfRows()) {
            Map<String, Object> shown = shown(table, row);
            String key = Objects.requireNonNullElse(text(row.get("id")), shown.toString());
            if (found.computeIfAbsent(table, name -> new LinkedHashMap<>()).putIfAbsent(key, shown) == null) {
                toFollow.add(Map.entry(table, shown));
            }
        }
    }

    private Map<String, Object> shown(String table, Map<String, Object> row) {
        Map<String, Object> shown = new LinkedHashMap<>();
        row.forEach((name, value) -> {
            if (value instanceof byte[] bytes) {
                shown.put(
                        name,
                        SEALED.contains(table + "." + name)
                                ? new String(bytes.length > 0 ? atRest.open(bytes) : bytes, StandardCharsets.UTF_8)
                                : new File(path(table, row, name), bytes));
            } else if (value instanceof LocalDateTime || value instanceof java.util.Date) {
                shown.put(name, value.toString());
            } else if (value != null) {
                shown.put(name, value);
            }
        });
        return shown;
    }

    /** A name that came from outside leads nowhere but below the table's own folder. */
    private static String path(String table, Map<String, Object> row, String column) {
        String called =
                Objects.requireNonNullElse(text(row.get("name")), column).replaceAll("[^A-Za-z0-9._ -]+", "_");
        return table + "/" + row.get("id") + "/" + called.replaceAll("^[. ]+", "_");
    }

    /** What the trail says of the patient and of the patient's episodes, without its macs. */
    private Map<String, List<Map<String, Object>>> trail(Map<String, Map<String, Map<String, Object>>> found) {
        Set<String> ids = new LinkedHashSet<>();
        for (String table : List.of("patient", "episode", "inbox_message")) {
            ids.addAll(found.getOrDefault(table, Map.of()).keySet());
        }
        return Map.of(
                "audit_event",
                jdbc
                        .sql(
                                "select id, at, actor, action, object_type, object_id, team_id, outcome, details from audit_event"
                                        + " where object_id in (:ids) and object_type in ('patient', 'episode', 'message')"
                                        + " order by id")
                        .param("ids", ids)
                        .query()
                        .listOfRows()
                        .stream()
                        .map(row -> shown("audit_event", row))
                        .toList());
    }

    private List<Column> columns() {
        return jdbc.sql("select c.table_name as t, c.column_name as c from information_schema.columns c"
                        + " join information_schema.tables t on t.table_schema = c.table_schema"
                        + " and t.table_name = c.table_name and t.table_type = 'BASE TABLE'"
                        + " where c.table_schema = database() and c.column_name like '%\\_id'"
                        + " and c.table_name not like 'ACT\\_%' and c.table_name not like 'audit\\_%'")
                .query((row, i) ->
                        new Column(row.getString("t"), row.getString("c").toLowerCase(Locale.ROOT)))
                .list();
    }

    private List<Reference> references() {
        return jdbc.sql("select table_name, column_name, referenced_table_name, referenced_column_name"
                        + " from information_schema.key_column_usage where table_schema = database()"
                        + " and referenced_table_name is not null and table_name not like 'ACT\\_%'")
                .query((row, i) ->
                        new Reference(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
                .list();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}

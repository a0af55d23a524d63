package org.homeward.intake;

import java.util.List;
import org.homeward.patient.AtRest;
import org.homeward.patient.SealedRows;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Raw messages, or their corrections, under the newest key. */
public class SealedMessages implements SealedRows {

    @Configuration(proxyBeanMethods = false)
    static class Places {

        @Bean
        SealedMessages sealedRawMessages(JdbcClient jdbc, AtRest atRest) {
            return of("inbox_message", jdbc, atRest);
        }

        @Bean
        SealedMessages sealedCorrections(JdbcClient jdbc, AtRest atRest) {
            return of("inbox_correction", jdbc, atRest);
        }
    }

    private final String what;
    private final String table;
    private final JdbcClient jdbc;
    private final AtRest atRest;

    /** Those of one table: {@code inbox_message} or {@code inbox_correction}. */
    public static SealedMessages of(String table, JdbcClient jdbc, AtRest atRest) {
        return new SealedMessages(
                table.equals("inbox_message") ? "raw messages" : "corrected messages", table, jdbc, atRest);
    }

    SealedMessages(String what, String table, JdbcClient jdbc, AtRest atRest) {
        this.what = what;
        this.table = table;
        this.jdbc = jdbc;
        this.atRest = atRest;
    }

    private record Row(String id, byte[] raw) {}

    @Override
    public String what() {
        return what;
    }

    @Override
    public long count() {
        return jdbc.sql("select count(*) from " + table + " where length(raw) > 0")
                .query(Long.class)
                .single();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Step reseal(@Nullable String after, int most) {
        List<Row> rows = jdbc.sql("select id, raw from " + table
                        + " where length(raw) > 0 and id > ? order by id limit " + most + " for update")
                .param(after == null ? "" : after)
                .query((row, i) -> new Row(row.getString(1), row.getBytes(2)))
                .list();
        int changed = 0;
        for (Row row : rows) {
            if (!atRest.isNewest(row.raw())) {
                changed += jdbc.sql("update " + table + " set raw = ? where id = ?")
                        .params(atRest.seal(atRest.open(row.raw())), row.id())
                        .update();
            }
        }
        return new Step(rows.isEmpty() ? null : rows.get(rows.size() - 1).id(), changed);
    }
}

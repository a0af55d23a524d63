package org.homeward.patient;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** National identifiers under the newest key, the hash by which they are found included. */
@Component
class SealedIdentifiers implements SealedRows {

    private final JdbcClient jdbc;
    private final AtRest atRest;

    SealedIdentifiers(JdbcClient jdbc, AtRest atRest) {
        this.jdbc = jdbc;
        this.atRest = atRest;
    }

    private record Row(String id, byte[] sealed, String lookup) {}

    @Override
    public String what() {
        return "national identifiers";
    }

    @Override
    public long count() {
        return jdbc.sql("select count(*) from patient_identifier where sealed_value is not null")
                .query(Long.class)
                .single();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Step reseal(@Nullable String after, int most) {
        List<Row> rows = jdbc.sql("select id, sealed_value, value_lookup from patient_identifier"
                        + " where sealed_value is not null and id > ? order by id limit " + most + " for update")
                .param(after == null ? "" : after)
                .query((row, i) -> new Row(row.getString(1), row.getBytes(2), row.getString(3)))
                .list();
        int changed = 0;
        for (Row row : rows) {
            String value = new String(atRest.open(row.sealed()), StandardCharsets.UTF_8);
            if (!atRest.isNewest(row.sealed()) || !atRest.lookup(value).equals(row.lookup())) {
                changed += jdbc.sql("update patient_identifier set sealed_value = ?, value_lookup = ? where id = ?")
                        .params(atRest.seal(value.getBytes(StandardCharsets.UTF_8)), atRest.lookup(value), row.id())
                        .update();
            }
        }
        return new Step(rows.isEmpty() ? null : rows.get(rows.size() - 1).id(), changed);
    }
}

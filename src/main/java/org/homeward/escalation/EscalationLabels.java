package org.homeward.escalation;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.homeward.worklist.SubjectLabels;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which step was missed. */
@Component
class EscalationLabels implements SubjectLabels {

    private final JdbcClient jdbc;

    EscalationLabels(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Map<UUID, String> of(Collection<UUID> subjectIds) {
        Map<UUID, String> labels = new HashMap<>();
        jdbc.sql("select id, step_title from escalation where id in (:ids)")
                .param("ids", subjectIds.stream().map(UUID::toString).toList())
                .query(row -> {
                    labels.put(UUID.fromString(row.getString(1)), row.getString(2));
                });
        return labels;
    }
}

package org.homeward.outreach;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.homeward.episode.AnchorSource;
import org.springframework.stereotype.Component;

/** Lets clocks run from the time of the next call. */
@Component
class OutreachAnchors implements AnchorSource {

    private final OutreachRows rows;

    OutreachAnchors(OutreachRows rows) {
        this.rows = rows;
    }

    @Override
    public String subjectKind() {
        return "outreach";
    }

    @Override
    public Map<String, Instant> anchorsOf(UUID subjectId) {
        return rows.findById(subjectId)
                .map(Outreach::nextAttemptAt)
                .map(at -> Map.of("attempt", at))
                .orElse(Map.of());
    }
}

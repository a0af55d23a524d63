package org.homeward.episode;

import com.github.f4b6a3.uuid.UuidCreator;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.homeward.episode.Verdict.Decision;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Account for every accepted discharge, also for those that start nothing. */
@Component
public class DispositionDecisions {

    private final JdbcClient jdbc;

    DispositionDecisions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional(readOnly = true)
    public Optional<DispositionDecision> inForce(VisitKey visit) {
        return of(visit).stream()
                .filter(decision -> decision.supersededAt() == null)
                .findFirst();
    }

    /** The newest first. */
    @Transactional(readOnly = true)
    public List<DispositionDecision> of(VisitKey visit) {
        return jdbc.sql("""
                        SELECT id, decision, reason, rule, source, flags, episode_id, decided_at, superseded_at
                        FROM disposition_decision
                        WHERE source_facility = ? AND visit_number = ? ORDER BY id DESC
                        """)
                .params(visit.sourceFacility(), visit.visitNumber())
                .query((row, number) -> {
                    var episodeId = row.getString("episode_id");
                    var superseded = row.getObject("superseded_at", Timestamp.class);
                    return new DispositionDecision(
                            UUID.fromString(row.getString("id")),
                            visit,
                            new Verdict(
                                    Decision.valueOf(row.getString("decision")),
                                    row.getString("reason"),
                                    row.getString("rule"),
                                    row.getString("source"),
                                    row.getString("flags")),
                            episodeId == null ? null : UUID.fromString(episodeId),
                            row.getObject("decided_at", Timestamp.class).toInstant(),
                            superseded == null ? null : superseded.toInstant());
                })
                .list();
    }

    /** Puts a decision in force; the same one again changes nothing. */
    @Transactional(propagation = Propagation.MANDATORY)
    void record(VisitKey visit, Verdict verdict, @Nullable UUID episodeId, Instant now) {
        var before = inForce(visit).orElse(null);
        if (before != null && before.verdict().equals(verdict) && Objects.equals(before.episodeId(), episodeId)) {
            return;
        }
        if (before != null) {
            jdbc.sql("UPDATE disposition_decision SET in_force = NULL, superseded_at = ? WHERE id = ?")
                    .params(Timestamp.from(now), before.id().toString())
                    .update();
        }
        jdbc.sql("""
                        INSERT INTO disposition_decision (id, source_facility, visit_number, decision, reason, rule,
                            source, flags, episode_id, decided_at, in_force)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
                        """)
                .params(
                        UuidCreator.getTimeOrderedEpoch().toString(),
                        visit.sourceFacility(),
                        visit.visitNumber(),
                        verdict.decision().name(),
                        verdict.reason(),
                        verdict.rule(),
                        verdict.source(),
                        verdict.flags(),
                        episodeId == null ? null : episodeId.toString(),
                        Timestamp.from(now))
                .update();
    }
}

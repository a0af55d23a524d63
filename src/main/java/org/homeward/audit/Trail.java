package org.homeward.audit;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Tell how the trail stands, and check all of it. */
@Service
public class Trail {

    /** The action of the event by which the chain says that it was broken. */
    static final String BROKEN = "trail.broken";

    /** The chain does not hold; {@code what} is a code, never a patient. */
    public record Broken(String what) {}

    /**
     * @param waiting events that are not sealed yet
     * @param sealed the last seal's number
     * @param accountMayChangeIt whether the application's own account has more than SELECT and INSERT on it
     * @param publicKeys of the checkpoints' signatures, by their id
     */
    public record State(
            long waiting,
            @Nullable Instant oldestWaiting,
            long sealed,
            @Nullable Instant lastCheckpoint,
            boolean anchored,
            boolean accountMayChangeIt,
            Map<String, String> publicKeys) {}

    /** How a check ended that is over. */
    public record Checked(
            Instant at,
            String by,
            long tookMillis,
            long sealed,
            long found,
            @Nullable String first) {}

    /** Hears how far a check is. */
    public interface Progress {
        void reached(long seal, long of);
    }

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final VerifyTrail verify;
    private final AnchorFile anchor;
    private final TrailKeys keys;
    private final AccountRights.Check rights;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Trail(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            VerifyTrail verify,
            AnchorFile anchor,
            TrailKeys keys,
            AccountRights.Check rights,
            Audit audit,
            ApplicationEventPublisher events,
            @Qualifier("systemClock") Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.verify = verify;
        this.anchor = anchor;
        this.keys = keys;
        this.rights = rights;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    public State state() {
        return jdbc.sql("""
                        select h.seq, h.checkpoint_at, count(w.event_id) as waiting, min(w.event_at) as oldest
                        from (select 1) one left join trail_head h on h.id = 1 left join trail_waiting w on 1 = 1
                        group by h.seq, h.checkpoint_at""")
                .query((row, i) -> new State(
                        row.getLong("waiting"),
                        instant(row.getObject("oldest", LocalDateTime.class)),
                        row.getLong("seq"),
                        instant(row.getObject("checkpoint_at", LocalDateTime.class)),
                        anchor.isKept(),
                        rights.mayChangeTheTrail(),
                        keys.publicKeys()))
                .single();
    }

    /**
     * Checks every seal, event, checkpoint and line kept outside, and records that it was done. Takes about a minute for
     * a million rows; holds one connection and no lock.
     */
    public Verification verify(String by, Progress progress) {
        Verification verification = verify.verify(progress);
        String first = verification.findings().stream()
                .findFirst()
                .map(finding -> finding.kind() + " " + finding.row())
                .orElse(null);
        transactions.executeWithoutResult(status -> {
            jdbc.sql("""
                    insert into trail_verification
                        (id, at, checked_by, took_ms, sealed, unsealed, findings, first_finding)
                    values (:id, :at, :by, :took, :sealed, :unsealed, :found, :first)""")
                    .param("id", UuidCreator.getTimeOrderedEpoch().toString())
                    .param("at", LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                    .param("by", by)
                    .param("took", verification.took().toMillis())
                    .param("sealed", verification.sealed())
                    .param("unsealed", verification.unsealed())
                    .param("found", verification.found())
                    .param("first", first)
                    .update();
            audit.record(
                    by, "trail.verified", "trail", "all", null, Map.of("found", Long.toString(verification.found())));
        });
        if (!verification.isIntact()) {
            events.publishEvent(new Broken("found"));
        }
        return verification;
    }

    /** The time by which the trail writes. */
    public Instant now() {
        return clock.instant();
    }

    public Optional<Checked> lastChecked() {
        return recentlyChecked(1).stream().findFirst();
    }

    public List<Checked> recentlyChecked(int most) {
        return jdbc.sql("select * from trail_verification order by id desc limit " + most)
                .query((row, i) -> new Checked(
                        row.getObject("at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                        row.getString("checked_by"),
                        row.getLong("took_ms"),
                        row.getLong("sealed"),
                        row.getLong("findings"),
                        row.getString("first_finding")))
                .list();
    }

    private static @Nullable Instant instant(@Nullable LocalDateTime utc) {
        return utc == null ? null : utc.toInstant(ZoneOffset.UTC);
    }
}

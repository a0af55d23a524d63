package org.homeward.escalation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.homeward.calendar.Deadline;
import org.homeward.calendar.Deadlines;
import org.homeward.notification.Alarms;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Find what a timer missed, each minute, by the business clock. It escalates as the timer would have, exactly once
 * whoever is first, and raises an alarm: a timer that was late or lost is itself something operators must know.
 *
 * <p>Each miss is a transaction of its own, so that one that cannot be escalated holds up no other; several nodes may
 * sweep at once, the row of the deadline decides who is first.
 */
@Component
public class SweepMissedSteps {

    /** The engine's timer still waits, but should have fired. */
    static final String TIMER_LATE = "TIMER_LATE";

    /** No timer waits any more, and none has fired. */
    static final String TIMER_LOST = "TIMER_LOST";

    static final String FAILED = "ESCALATION_FAILED";

    /** What a timer may be late without anybody being told: acquisition, and a job of a node that just died. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private static final int CLIMBED_AT_ONCE = 200;
    private static final Logger log = LoggerFactory.getLogger(SweepMissedSteps.class);

    private final Deadlines deadlines;
    private final EscalationRows rows;
    private final LadderEngine engine;
    private final Alarms alarms;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SweepMissedSteps(
            Deadlines deadlines,
            EscalationRows rows,
            LadderEngine engine,
            Alarms alarms,
            TransactionTemplate transaction,
            Clock clock) {
        this.deadlines = deadlines;
        this.rows = rows;
        this.engine = engine;
        this.alarms = alarms;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Sweeps once; scheduled by {@code homeward.escalation.sweep-every}. */
    @Scheduled(
            initialDelayString = "${homeward.escalation.sweep-every:PT1M}",
            fixedDelayString = "${homeward.escalation.sweep-every:PT1M}")
    public void sweep() {
        Instant before = clock.instant().minus(GRACE);
        for (Deadline deadline : deadlines.overdue(before)) {
            guarded("deadline", deadline.id(), deadline.teamId(), () -> escalate(deadline));
        }
        Iterable<Escalation> late = transaction.execute(status -> rows.overdue(before, CLIMBED_AT_ONCE));
        if (late != null) {
            for (Escalation escalation : late) {
                guarded(
                        "escalation",
                        escalation.id(),
                        escalation.missed().teamId(),
                        () -> climb(escalation.id(), before));
            }
        }
    }

    private void escalate(Deadline deadline) {
        if (EscalationIds.mayBe(deadline.subjectId())) {
            // a ladder's own clock: below, the ladder climbs; what a closed one left behind is not owed
            transaction.executeWithoutResult(status -> {
                if (rows.find(deadline.subjectId()).filter(Escalation::open).isEmpty()) {
                    deadlines.voidOne(deadline.id(), "The escalation is closed");
                }
            });
            return;
        }
        boolean modelled = deadline.processInstanceId() != null && deadline.executionId() != null;
        boolean waits = modelled && timerWaits(deadline.processInstanceId(), deadline.executionId());
        if (deadlines.miss(deadline.id()).isPresent() && modelled) {
            alarms.raise(
                    waits ? TIMER_LATE : TIMER_LOST, "deadline", deadline.id().toString(), deadline.teamId());
        }
    }

    private boolean timerWaits(@Nullable String instance, @Nullable String execution) {
        return instance != null && execution != null && engine.timerWaits(instance, execution);
    }

    private void climb(UUID id, Instant before) {
        Boolean climbed = transaction.execute(status -> {
            Escalation escalation = rows.lock(id).orElseThrow();
            String instance = escalation.processInstanceId();
            Instant at = escalation.nextRungAt();
            if (instance == null || at == null || !at.isBefore(before)) {
                return false;
            }
            if (!engine.climb(instance)) {
                throw new IllegalStateException("The ladder of escalation " + id + " does not wait where it should");
            }
            return true;
        });
        if (Boolean.TRUE.equals(climbed)) {
            alarms.raise(TIMER_LATE, "escalation", id.toString(), null);
        }
    }

    private void guarded(String type, UUID id, String teamId, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException failed) {
            // the class only: a message may quote what was being written
            log.error("Sweep failed at {} {}: {}", type, id, failed.getClass().getName());
            alarms.raise(FAILED, type, id.toString(), teamId);
        }
    }
}

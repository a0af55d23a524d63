package org.homeward.escalation;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.homeward.audit.Audit;
import org.homeward.calendar.Deadline;
import org.homeward.calendar.Deadlines;
import org.homeward.engine.Refused;
import org.homeward.worklist.WorkContexts;
import org.homeward.worklist.WorkItem;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Raise, answer and close escalations.
 *
 * <p>The deadline is marked missed, the escalation raised, its ladder started, the first people written to the outbox:
 * one transaction. Whoever finds a miss first, a timer or a sweep on any node, does all of it; whoever comes second
 * finds the deadline marked, and if it did not, the ledger's unique keys would refuse it.
 */
@Service
public class Escalations {

    private final EscalationRows rows;
    private final Ladder ladder;
    private final LadderEngine engine;
    private final Deadlines deadlines;
    private final MissedWork work;
    private final WorkContexts contexts;
    private final Audit audit;
    private final Clock clock;

    Escalations(
            EscalationRows rows,
            Ladder ladder,
            LadderEngine engine,
            Deadlines deadlines,
            MissedWork work,
            WorkContexts contexts,
            Audit audit,
            Clock clock) {
        this.rows = rows;
        this.ladder = ladder;
        this.engine = engine;
        this.deadlines = deadlines;
        this.work = work;
        this.contexts = contexts;
        this.audit = audit;
        this.clock = clock;
    }

    /** Escalates what is overdue in a process instance: the step behind its timers. */
    @Transactional
    public void escalateMissedSteps(String processInstanceId) {
        // marking a deadline missed raises its escalation, in this transaction
        deadlines.missIn(processInstanceId);
    }

    /** Raises the escalation of a missed deadline and starts its ladder; one that is raised already is no error. */
    @Transactional
    public void raise(Deadline deadline) {
        if (EscalationIds.mayBe(deadline.subjectId())
                && rows.find(deadline.subjectId()).isPresent()) {
            // a ladder's own clock: missing it makes the ladder climb, not another ladder begin
            return;
        }
        Optional<WorkItem> step = work.of(
                deadline.episodeId(), deadline.subjectId(), deadline.processInstanceId(), deadline.executionId());
        Escalation escalation =
                Escalation.raised(EscalationIds.next(), missed(deadline, step), rows.nextRound(deadline.id()), now());
        if (!rows.addUnlessThere(escalation)) {
            return;
        }
        audit.record(
                Audit.ITSELF,
                "escalation.raised",
                "escalation",
                escalation.id().toString(),
                deadline.teamId(),
                Map.of(
                        "deadline", deadline.id().toString(),
                        "rule", deadline.rule(),
                        "round", String.valueOf(escalation.round())));
        step.ifPresent(item -> ladder.remind(escalation, item));
        engine.start(escalation.id(), deadline.teamId());
    }

    /** Ends the escalation of a deadline that is met, not owed any more, stopped, or in the future again. */
    @Transactional
    public void deadlineClosed(UUID deadlineId) {
        rows.lockOpenOf(deadlineId).ifPresent(escalation -> {
            String instance = escalation.processInstanceId();
            if (instance == null || !engine.deadlineClosed(instance)) {
                standDown(escalation.id());
            }
        });
    }

    /** Closes it because of what became of its deadline; one that is closed stays as it is. */
    @Transactional
    public void standDown(UUID id) {
        Escalation escalation = rows.lock(id).orElseThrow();
        if (!escalation.open()) {
            return;
        }
        ladder.forgetClocks(id, "The escalation stood down");
        String reason = deadlines
                .find(escalation.missed().deadlineId())
                .map(deadline -> switch (deadline.state()) {
                    case MET -> "DEADLINE_MET";
                    case VOID -> "DEADLINE_VOID";
                    case STOPPED -> "CLOCK_STOPPED";
                    case OPEN -> "DEADLINE_MOVED";
                })
                .orElse("DEADLINE_VOID");
        rows.update(escalation.closed(Escalation.State.STOOD_DOWN, Audit.ITSELF, reason, now()));
        record(Audit.ITSELF, "escalation.stoodDown", escalation, Map.of("reason", reason));
    }

    /** Somebody sees to it: the ladder waits for them. */
    @Transactional
    public void acknowledge(UUID id, String personId) {
        answer(id, personId, Escalation.State.ACKNOWLEDGED, "escalation.acknowledged");
    }

    /**
     * Somebody does the step themselves: they get its task, from whoever has it.
     *
     * @throws Refused when there is no such task, or their roles may not take it
     */
    @Transactional
    public void takeOver(UUID id, String personId) {
        Escalation escalation = answer(id, personId, Escalation.State.TAKEN_OVER, "escalation.takenOver");
        WorkItem step = work.of(escalation.missed())
                .orElseThrow(() -> new Refused(Refused.Kind.CONFLICT, "The step itself is not open any more."));
        if (!personId.equals(step.assignee())) {
            engine.assign(step.taskId(), personId);
        }
    }

    /**
     * Closes it with what a person says became of it. The step itself is still open, or the escalation would have stood
     * down: it is watched again from a time that they name, and escalates anew when it is missed then.
     */
    @Transactional
    public void resolve(UUID id, String personId, String reason, Instant lookAgainAt) {
        Escalation escalation = rows.lock(id).orElseThrow();
        deadlines.meet(id, Ladder.RESOLVE, now());
        rows.update(escalation.closed(Escalation.State.RESOLVED, personId, reason, now()));
        record(personId, "escalation.resolved", escalation, Map.of("reason", reason));
        // last: a deadline that is in the future again would stand down an escalation that is still open
        deadlines
                .find(escalation.missed().deadlineId())
                .filter(deadline -> deadline.state() == Deadline.State.OPEN)
                .ifPresent(deadline -> deadlines.watchAgain(
                        deadline.id(), lookAgainAt, "Looked at again after an escalation, as agreed"));
    }

    private Escalation answer(UUID id, String personId, Escalation.State how, String action) {
        Escalation escalation = rows.lock(id).orElseThrow();
        Instant now = now();
        Escalation answered = escalation.answered(how, personId, now);
        rows.update(answered);
        rows.answered(id, escalation.level(), personId, now);
        deadlines.meet(id, Ladder.ACKNOWLEDGE, now);
        String instance = escalation.processInstanceId();
        if (instance != null) {
            answered = answered.climbingAt(ladder.awaitResolution(answered, instance));
            rows.update(answered);
        }
        record(personId, action, escalation, Map.of("level", String.valueOf(escalation.level())));
        return answered;
    }

    private void record(String actor, String action, Escalation escalation, Map<String, String> details) {
        audit.record(
                actor,
                action,
                "escalation",
                escalation.id().toString(),
                escalation.missed().teamId(),
                details);
    }

    private MissedStep missed(Deadline deadline, Optional<WorkItem> step) {
        WorkContexts.WorkContext context = contexts.of(
                deadline.subjectId(),
                step.map(WorkItem::role).orElse("care-manager"),
                Optional.ofNullable(deadline.processInstanceId()).orElse(""));
        return new MissedStep(
                deadline.id(),
                deadline.subjectId(),
                deadline.episodeId(),
                context.patientId(),
                context.organizationId(),
                deadline.teamId(),
                deadline.rule(),
                step.map(WorkItem::title).or(() -> rows.titleOf(deadline.id())).orElseGet(() -> words(deadline.rule())),
                deadline.terms().stepClass(),
                context.riskTier(),
                deadline.workBy(),
                deadline.due(),
                deadline.processInstanceId(),
                deadline.executionId());
    }

    private static String words(String rule) {
        String words = rule.replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}

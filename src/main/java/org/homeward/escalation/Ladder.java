package org.homeward.escalation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.homeward.audit.Audit;
import org.homeward.calendar.Deadline;
import org.homeward.calendar.DeadlineRequest;
import org.homeward.calendar.Deadlines;
import org.homeward.calendar.RuleTerms;
import org.homeward.calendar.RuleTerms.StepClass;
import org.homeward.engine.Decisions;
import org.homeward.notification.Alarms;
import org.homeward.notification.Notice;
import org.homeward.notification.Notifications;
import org.homeward.worklist.WorkItem;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Climb. Each rung is one row, told to at least one named person and written to the outbox in the same transaction; the
 * table {@code escalation-ladder} says who and after how long. The last rung repeats until somebody answers.
 */
@Service
public class Ladder {

    static final String ACKNOWLEDGE = "escalation-acknowledge";
    static final String RESOLVE = "escalation-resolve";
    static final String NOBODY = "NOBODY_TO_TELL";
    private static final String TABLE = "escalation-ladder";

    /** A row of the table. */
    private record Row(String role, int afterMinutes, boolean staffedHoursOnly, boolean last, String rule) {}

    /** The rung that was reached. */
    public record Reached(int level, boolean last) {}

    private final EscalationRows rows;
    private final Responders responders;
    private final StaffedTime staffed;
    private final Decisions decisions;
    private final Deadlines deadlines;
    private final Notifications notifications;
    private final Alarms alarms;
    private final Audit audit;
    private final Clock clock;

    Ladder(
            EscalationRows rows,
            Responders responders,
            StaffedTime staffed,
            Decisions decisions,
            Deadlines deadlines,
            Notifications notifications,
            Alarms alarms,
            Audit audit,
            Clock clock) {
        this.rows = rows;
        this.responders = responders;
        this.staffed = staffed;
        this.decisions = decisions;
        this.deadlines = deadlines;
        this.notifications = notifications;
        this.alarms = alarms;
        this.audit = audit;
        this.clock = clock;
    }

    /** Rung 0: whoever has the step, or else would take it, is reminded. */
    @Transactional
    public void remind(Escalation escalation, WorkItem step) {
        Instant now = now();
        String team = escalation.missed().teamId();
        Set<String> people = new LinkedHashSet<>();
        if (step.assignee() != null) {
            people.add(step.assignee());
        } else {
            responders.of(team, step.role(), now).ifPresent(found -> found.people()
                    .forEach(person -> people.add(person.id())));
        }
        if (people.isEmpty()) {
            return;
        }
        rows.addRung(
                escalation.id(),
                new Escalation.Rung(
                        0,
                        step.role(),
                        step.role(),
                        people.iterator().next(),
                        "reminder",
                        0,
                        false,
                        now,
                        now,
                        null,
                        null,
                        null));
        tell(escalation, 0, EscalationNotices.REMINDER, people, Duration.ZERO);
    }

    /** Reaches the next rung and decides who is on it. */
    @Transactional
    public Reached nextRung(UUID id, String processInstanceId) {
        Escalation escalation = rows.lock(id).orElseThrow();
        forgetClocks(id, "The ladder climbs");
        MissedStep missed = escalation.missed();
        int level = escalation.level() + 1;
        Row row = row(missed, level);
        Row after = row(missed, level + 1);
        Instant now = now();
        Instant tellAt = waits(missed, row) ? staffed.from(missed.teamId(), now) : now;
        Instant answerBy = tellAt.plus(after.afterMinutes(), ChronoUnit.MINUTES);
        // it does not climb into an empty office
        Instant climbsAt = waits(missed, after) ? staffed.from(missed.teamId(), answerBy) : answerBy;
        Optional<Responders.Responsible> found = responders.of(missed.teamId(), row.role(), tellAt);
        rows.addRung(
                id,
                new Escalation.Rung(
                        level,
                        found.map(responsible -> responsible.role().code()).orElse(row.role()),
                        row.role(),
                        found.map(responsible -> responsible.people().get(0).id())
                                .orElse(null),
                        row.rule(),
                        Math.max(1, (int) Duration.between(tellAt, climbsAt).toMinutes()),
                        row.last(),
                        now,
                        tellAt,
                        null,
                        null,
                        null));
        rows.update(escalation.climbed(processInstanceId));
        audit.record(
                Audit.ITSELF,
                "escalation.climbed",
                "escalation",
                id.toString(),
                missed.teamId(),
                Map.of("level", String.valueOf(level), "role", row.role(), "rule", row.rule()));
        return new Reached(level, row.last());
    }

    /** Tells the people of the current rung, and sets the clock for their answer. */
    @Transactional
    public void notifyRung(UUID id, String processInstanceId) {
        Escalation escalation = rows.lock(id).orElseThrow();
        MissedStep missed = escalation.missed();
        Escalation.Rung rung = rows.rung(id, escalation.level()).orElseThrow();
        Set<String> people = new LinkedHashSet<>();
        responders.of(missed.teamId(), rung.ladderRole(), rung.tellAt()).ifPresent(found -> found.people()
                .forEach(person -> people.add(person.id())));
        if (people.isEmpty()) {
            alarms.raise(NOBODY, "escalation", id.toString(), missed.teamId());
        }
        tell(escalation, rung.level(), EscalationNotices.RAISED, people, Duration.between(now(), rung.tellAt()));
        Deadline answer = deadlines.open(new DeadlineRequest(id, ACKNOWLEDGE, processInstanceId, null));
        Instant climbsAt = ownTime(
                answer,
                rung.answerMinutes(),
                "The ladder waits " + rung.answerMinutes() + " minutes on rung " + rung.level());
        rows.update(escalation.climbingAt(climbsAt));
    }

    /** Sets the clock for what somebody who answered has to do; answers when the ladder climbs on. */
    Instant awaitResolution(Escalation escalation, String processInstanceId) {
        MissedStep missed = escalation.missed();
        Deadline resolve = deadlines.open(new DeadlineRequest(escalation.id(), RESOLVE, processInstanceId, null));
        Instant until = waits(missed, row(missed, escalation.level() + 1))
                ? staffed.from(missed.teamId(), resolve.due())
                : resolve.due();
        return ownTime(
                resolve,
                Math.max(1, (int) Duration.between(resolve.anchorAt(), until).toMinutes()),
                "The ladder's hours, not the step's, decide when it climbs");
    }

    /** Closes the clocks of the ladder itself. */
    void forgetClocks(UUID id, String why) {
        for (String rule : List.of(ACKNOWLEDGE, RESOLVE)) {
            deadlines.find(id, rule).ifPresent(clock -> deadlines.voidOne(clock.id(), why));
        }
    }

    /**
     * The ladder's own time in place of the rule's. Exact: a step's clock ends early to leave staffed time for acting,
     * but here time to answer is what the table gives, staffed hours already thought of.
     */
    private Instant ownTime(Deadline clock, int minutes, String why) {
        RuleTerms terms = clock.terms();
        RuleTerms own = new RuleTerms(
                terms.rule(),
                terms.anchor(),
                minutes,
                RuleTerms.Unit.MINUTES,
                false,
                terms.anchorDay(),
                false,
                Duration.ZERO,
                StepClass.RED,
                terms.kind(),
                terms.source(),
                terms.verified(),
                terms.decisionVersion());
        return deadlines.move(clock.id(), own, why).workBy();
    }

    private void tell(Escalation escalation, int level, String template, Set<String> people, Duration after) {
        for (String person : people) {
            notifications.tell(new Notice(
                    "escalation:" + escalation.id() + ":" + level + ":" + person,
                    person,
                    template,
                    escalation.id(),
                    escalation.missed().stepClass() == StepClass.RED,
                    after.isNegative() ? Duration.ZERO : after));
        }
        rows.addTold(escalation.id(), level, people, now());
    }

    private static boolean waits(MissedStep missed, Row row) {
        return row.staffedHoursOnly() && missed.stepClass() != StepClass.RED;
    }

    private Row row(MissedStep missed, int level) {
        Map<String, Object> row = decisions
                .evaluate(
                        TABLE,
                        Map.of(
                                "stepClass", missed.stepClass().name(),
                                "level", level,
                                "asOf",
                                        now().atZone(ZoneId.of("UTC"))
                                                .toLocalDate()
                                                .toString()))
                .stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "The table " + TABLE + " has no rung " + level + " for " + missed.stepClass()));
        return new Row(
                String.valueOf(row.get("role")),
                ((Number) Objects.requireNonNull(row.get("afterMinutes"))).intValue(),
                Boolean.TRUE.equals(row.get("staffedHoursOnly")),
                Boolean.TRUE.equals(row.get("last")),
                String.valueOf(row.get("rule")));
    }

    /** Whole seconds, as the calendar and the engine count. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}

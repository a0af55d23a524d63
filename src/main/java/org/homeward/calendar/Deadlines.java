package org.homeward.calendar;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Set, move and close deadlines.
 *
 * <p>A subject has at most one deadline under a rule that is open or stopped. Moves happen here only, so that row, task
 * due date and engine timer never differ. Events are published inside the transaction that causes them.
 */
@Service("deadlineService")
public class Deadlines {

    private static final int SWEPT_AT_ONCE = 500;

    private final DeadlineRows rows;
    private final TeamCalendars teams;
    private final BusinessClock clock;
    private final ApplicationEventPublisher events;
    // Looked up when needed: their modules are built on this one, and the engine asks it while it starts.
    private final ObjectProvider<ClockSubjects> subjects;
    private final ObjectProvider<DeadlineTerms> terms;
    private final ObjectProvider<EngineTimers> timers;
    private final SeenDeadlines seen = new SeenDeadlines();

    Deadlines(
            DeadlineRows rows,
            TeamCalendars teams,
            BusinessClock clock,
            ApplicationEventPublisher events,
            ObjectProvider<ClockSubjects> subjects,
            ObjectProvider<DeadlineTerms> terms,
            ObjectProvider<EngineTimers> timers) {
        this.rows = rows;
        this.teams = teams;
        this.clock = clock;
        this.events = events;
        this.subjects = subjects;
        this.terms = terms;
        this.timers = timers;
    }

    /**
     * Gets or sets the deadline and answers its {@code workBy}.
     *
     * <p>A stopped deadline is resumed on its own clock: {@code due} and {@code workBy} stay what they were.
     */
    @Transactional
    public Instant at(DeadlineRequest request) {
        return open(request).workBy();
    }

    /** Gets or sets the deadline, as {@link #at} does. */
    @Transactional
    public Deadline open(DeadlineRequest request) {
        Optional<Deadline> known = seen.find(request.subjectId(), request.rule());
        if (known.isPresent()) {
            return taken(known.get(), request);
        }
        Deadline fresh = compute(request);
        if (rows.addUnlessOpen(fresh)) {
            seen.remember(fresh);
            return fresh;
        }
        // Not locked: those who lost the race above share a lock already, and would deadlock over an exclusive one.
        Deadline existing = rows.findStillOpen(request.subjectId(), request.rule())
                .orElseThrow(() -> new IllegalStateException(
                        "The deadline " + request.rule() + " of " + request.subjectId() + " was closed meanwhile"));
        return taken(existing, request);
    }

    /** The deadline of a subject under a rule, if one is open or stopped. */
    @Transactional(readOnly = true)
    public Optional<Deadline> find(UUID subjectId, String rule) {
        return rows.findStillOpen(subjectId, rule);
    }

    @Transactional(readOnly = true)
    public Optional<Deadline> find(UUID id) {
        return rows.find(id);
    }

    /** The open deadline that an engine scope waits on, for the task that stands there. */
    @Transactional(readOnly = true)
    public Optional<Deadline> ofExecution(String executionId) {
        Optional<Deadline> known = seen.waitedOnBy(executionId);
        return known.isPresent() ? known : rows.findOpenOfExecution(executionId);
    }

    /** Every deadline of an episode, closed ones too, by {@code workBy}. */
    @Transactional(readOnly = true)
    public List<Deadline> ofEpisode(UUID episodeId) {
        return rows.ofEpisode(episodeId);
    }

    @Transactional(readOnly = true)
    public List<Deadline.Move> moves(UUID deadlineId) {
        return rows.moves(deadlineId);
    }

    /** Closes the deadline as met at that time; empty when none is open or stopped. */
    @Transactional
    public Optional<Deadline> meet(UUID subjectId, String rule, Instant at) {
        return rows.lockStillOpen(subjectId, rule).map(deadline -> close(deadline.met(wholeSeconds(at), now())));
    }

    /** Closes it as no longer owed; empty when it is closed already. */
    @Transactional
    public Optional<Deadline> voidOne(UUID id, String reason) {
        return rows.lock(id).filter(Deadlines::stillOpen).map(deadline -> close(deadline.voided(now(), reason)));
    }

    /** Closes as no longer owed what the episode still has open or stopped. */
    @Transactional
    public List<Deadline> voidAll(UUID episodeId, String reason) {
        return rows.lockStillOpenOfEpisode(episodeId).stream()
                .map(deadline -> close(deadline.voided(now(), reason)))
                .toList();
    }

    /**
     * Closes what waits in an engine scope that ends. A stopped deadline stays stopped: its scope was withdrawn, the
     * duty was not.
     *
     * @param outcome MET or VOID
     */
    @Transactional
    public List<Deadline> closeForExecution(String executionId, Deadline.State outcome, @Nullable String reason) {
        if (outcome != Deadline.State.MET && outcome != Deadline.State.VOID) {
            throw new IllegalArgumentException("A deadline is closed as met or void, not " + outcome);
        }
        Instant now = now();
        return rows.lockOpenOfExecution(executionId).stream()
                .map(deadline -> close(
                        outcome == Deadline.State.MET
                                ? deadline.met(now, now)
                                : deadline.voided(now, Objects.requireNonNullElse(reason, "The step was withdrawn"))))
                .toList();
    }

    /** Stops the open clocks of a parked episode; call it before its scopes are withdrawn. */
    @Transactional
    public List<Deadline> stop(UUID episodeId, String reason) {
        Instant now = now();
        return rows.lockStillOpenOfEpisode(episodeId).stream()
                .filter(deadline -> deadline.state() == Deadline.State.OPEN)
                .map(deadline -> {
                    Deadline stopped = write(deadline.stopped(now, reason));
                    events.publishEvent(new Deadline.Stopped(stopped));
                    return stopped;
                })
                .toList();
    }

    /** Resumes the stopped clocks of an episode where they were; those whose steps come back resume by themselves. */
    @Transactional
    public List<Deadline> resume(UUID episodeId) {
        return rows.lockStillOpenOfEpisode(episodeId).stream()
                .filter(deadline -> deadline.state() == Deadline.State.STOPPED)
                .map(deadline -> resumed(deadline, deadline.processInstanceId(), deadline.executionId()))
                .toList();
    }

    /** Moves one deadline to another anchor; with the one it has, it is computed again. */
    @Transactional
    public Deadline move(UUID id, Instant anchorAt, String reason) {
        Deadline deadline = lockStillOpen(id);
        return moved(deadline, anchorAt, deadline.terms(), reason);
    }

    /** Moves one deadline to other terms of its rule, counted from the anchor that they name. */
    @Transactional
    public Deadline move(UUID id, RuleTerms newTerms, String reason) {
        Deadline deadline = lockStillOpen(id);
        if (!newTerms.rule().equals(deadline.rule())) {
            throw new IllegalArgumentException(
                    "A deadline keeps its rule: " + deadline.rule() + ", not " + newTerms.rule());
        }
        Instant anchorAt = newTerms.anchor().equals(deadline.terms().anchor())
                ? deadline.anchorAt()
                : anchor(subjects.getObject().of(deadline.subjectId()), newTerms);
        return moved(deadline, anchorAt, newTerms, reason);
    }

    /** Moves what the episode has open or stopped and counts from that anchor. */
    @Transactional
    public List<Deadline> reanchor(UUID episodeId, String anchor, Instant anchorAt, String reason) {
        return rows.lockStillOpenOfEpisode(episodeId).stream()
                .filter(deadline -> deadline.terms().anchor().equals(anchor))
                .map(deadline -> moved(deadline, anchorAt, deadline.terms(), reason))
                .toList();
    }

    /** Reads the terms of the episode's rules again, after its risk tier changed, and moves what differs. */
    @Transactional
    public List<Deadline> applyTermsAgain(UUID episodeId, String reason) {
        List<Deadline> changed = new ArrayList<>();
        for (Deadline deadline : rows.lockStillOpenOfEpisode(episodeId)) {
            ClockSubject subject = subjects.getObject().of(deadline.subjectId());
            RuleTerms fresh = terms.getObject().termsFor(deadline.rule(), subject.riskTier(), now());
            if (!fresh.equals(deadline.terms())) {
                Instant anchorAt =
                        fresh.anchor().equals(deadline.terms().anchor()) ? deadline.anchorAt() : anchor(subject, fresh);
                changed.add(moved(deadline, anchorAt, fresh, reason));
            }
        }
        return changed;
    }

    /** Lets the open deadlines of a team follow its changed calendar. */
    @EventListener
    @Transactional
    public void on(TeamCalendar.Changed change) {
        List<String> affected =
                TeamCalendars.SITE.equals(change.teamId()) ? rows.teamsWithOpen() : List.of(change.teamId());
        for (String team : affected) {
            for (Deadline deadline : rows.lockStillOpenOfTeam(team)) {
                moved(deadline, deadline.anchorAt(), deadline.terms(), "The calendar changed: " + change.reason());
            }
        }
    }

    /** Duties whose {@code workBy} passed and that nobody has marked missed yet, the oldest first; 500 at most. */
    @Transactional(readOnly = true)
    public List<Deadline> overdue(Instant now) {
        return rows.overdue(now, SWEPT_AT_ONCE);
    }

    /**
     * Marks the duty missed and publishes {@link Deadline.Missed}, once whoever calls, until it moves ahead again;
     * empty when it was marked before, is closed, stopped or moved on.
     */
    @Transactional
    public Optional<Deadline> miss(UUID id) {
        if (!rows.markMissed(id, now())) {
            return Optional.empty();
        }
        Optional<Deadline> missed = rows.find(id);
        missed.ifPresent(deadline -> {
            seen.forget(deadline);
            events.publishEvent(new Deadline.Missed(deadline));
        });
        return missed;
    }

    /** Marks what is overdue in one process instance, for the step behind its timers. */
    @Transactional
    public List<Deadline> missIn(String processInstanceId) {
        return rows.overdueIn(processInstanceId, now()).stream()
                .flatMap(deadline -> miss(deadline.id()).stream())
                .toList();
    }

    private Deadline compute(DeadlineRequest request) {
        Instant now = now();
        ClockSubject subject = subjects.getObject().of(request.subjectId());
        RuleTerms rule = terms.getObject().termsFor(request.rule(), subject.riskTier(), now);
        if (!rule.rule().equals(request.rule())) {
            throw new IllegalStateException("Asked for the terms of " + request.rule() + ", got " + rule.rule());
        }
        Instant anchorAt = anchor(subject, rule);
        ComputedDeadline computed =
                DeadlineCalculator.compute(rule, anchorAt, now, subject.patientZone(), teams.of(subject.teamId()));
        return new Deadline(
                UuidCreator.getTimeOrderedEpoch(),
                request.subjectId(),
                subject.episodeId(),
                subject.teamId(),
                request.processInstanceId(),
                request.executionId(),
                rule,
                subject.patientZone(),
                anchorAt,
                computed.due(),
                computed.workBy(),
                computed.reason(),
                Deadline.State.OPEN,
                now,
                null,
                null,
                null,
                null,
                null,
                null,
                0);
    }

    private Instant anchor(ClockSubject subject, RuleTerms rule) {
        Instant anchorAt = subject.anchors().get(rule.anchor());
        if (anchorAt == null && rule.anchor().equals(RuleTerms.NOW)) {
            return now();
        }
        if (anchorAt == null) {
            throw new IllegalStateException("The rule " + rule.rule() + " counts from '" + rule.anchor() + "', which "
                    + subject.subjectId() + " does not have");
        }
        return wholeSeconds(anchorAt);
    }

    /** An open row taken over by the scope that asks, when that is another than before. */
    private Deadline taken(Deadline deadline, DeadlineRequest request) {
        boolean sameScope =
                request.executionId() == null || request.executionId().equals(deadline.executionId());
        Deadline result = deadline;
        if (deadline.state() == Deadline.State.STOPPED) {
            result = sameScope
                    ? resumed(deadline, deadline.processInstanceId(), deadline.executionId())
                    : resumed(deadline, request.processInstanceId(), request.executionId());
        } else if (!sameScope) {
            result = write(deadline.waitedOnBy(request.processInstanceId(), request.executionId()));
        }
        seen.remember(result);
        return result;
    }

    /**
     * Where it was, unless another team owns the episode by now: then by that team's hours. Told only when all of it is
     * written, for whoever hears of it asks which step waits.
     */
    private Deadline resumed(Deadline deadline, @Nullable String processInstanceId, @Nullable String executionId) {
        ClockSubject subject = subjects.getObject().of(deadline.subjectId());
        Deadline resumed = write(deadline.resumedBy(subject.teamId(), processInstanceId, executionId));
        if (!subject.teamId().equals(deadline.teamId())) {
            resumed = handedOver(resumed, subject);
        }
        events.publishEvent(new Deadline.Resumed(resumed));
        return resumed;
    }

    /** No alarm to move: the step that asks for the time is only just setting its own. */
    private Deadline handedOver(Deadline before, ClockSubject subject) {
        ComputedDeadline computed = DeadlineCalculator.compute(
                before.terms(),
                before.anchorAt(),
                before.openedAt(),
                subject.patientZone(),
                teams.of(subject.teamId()));
        if (computed.equals(new ComputedDeadline(before.due(), before.workBy(), before.reason()))) {
            return before;
        }
        Instant now = now();
        Deadline after = write(before.moved(computed, before.anchorAt(), before.terms(), subject.patientZone(), now));
        rows.addMove(before, after, now, false, "Handed to another team");
        return after;
    }

    /**
     * Watches a missed deadline again from a later time that people agreed on; what the rule demands stays as it is.
     *
     * @throws IllegalStateException when it is closed, or the time is not to come
     */
    @Transactional
    public Deadline watchAgain(UUID id, Instant at, String why) {
        Deadline before = lockStillOpen(id);
        Instant now = now();
        if (!at.isAfter(now)) {
            throw new IllegalStateException("A deadline is watched from a time that is to come");
        }
        ComputedDeadline later = new ComputedDeadline(before.due(), wholeSeconds(at), before.reason());
        Deadline after = write(before.moved(later, before.anchorAt(), before.terms(), before.patientZone(), now));
        boolean timerMoved = moveAlarm(before, after);
        rows.addMove(before, after, now, timerMoved, why);
        events.publishEvent(new Deadline.Moved(before, after, why, timerMoved));
        return after;
    }

    private Deadline close(Deadline closed) {
        write(closed);
        events.publishEvent(
                closed.state() == Deadline.State.MET ? new Deadline.Met(closed) : new Deadline.Voided(closed));
        return closed;
    }

    private Deadline moved(Deadline before, Instant to, RuleTerms newTerms, String reason) {
        Instant now = now();
        Instant anchorAt = wholeSeconds(to);
        ClockSubject subject = subjects.getObject().of(before.subjectId());
        ComputedDeadline computed = DeadlineCalculator.compute(
                newTerms, anchorAt, before.openedAt(), subject.patientZone(), teams.of(before.teamId()));
        boolean asBefore = computed.equals(new ComputedDeadline(before.due(), before.workBy(), before.reason()))
                && anchorAt.equals(before.anchorAt())
                && newTerms.equals(before.terms());
        if (asBefore) {
            return before;
        }
        Deadline after = write(before.moved(computed, anchorAt, newTerms, subject.patientZone(), now));
        boolean timerMoved = moveAlarm(before, after);
        rows.addMove(before, after, now, timerMoved, reason);
        events.publishEvent(new Deadline.Moved(before, after, reason, timerMoved));
        return after;
    }

    private boolean moveAlarm(Deadline before, Deadline after) {
        return after.state() == Deadline.State.OPEN
                && after.executionId() != null
                && timers.getObject().move(after.executionId(), before.workBy(), after.workBy());
    }

    private Deadline lockStillOpen(UUID id) {
        return rows.lock(id)
                .filter(Deadlines::stillOpen)
                .orElseThrow(() -> new IllegalStateException("Deadline " + id + " is closed or does not exist"));
    }

    private static boolean stillOpen(Deadline deadline) {
        return deadline.closedAt() == null;
    }

    private Deadline write(Deadline deadline) {
        rows.update(deadline);
        seen.forget(deadline);
        return deadline;
    }

    private Instant now() {
        return wholeSeconds(clock.instant());
    }

    /** The engine stores whole seconds and rounds others up or down: a timer must not fire before its deadline. */
    private static Instant wholeSeconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }
}

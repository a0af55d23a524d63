package org.homeward.console;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.homeward.appointment.Appointment;
import org.homeward.appointment.Appointments;
import org.homeward.calendar.Deadline;
import org.homeward.calendar.Deadlines;
import org.homeward.calendar.RuleTerms;
import org.homeward.episode.Duties;
import org.homeward.episode.Duty;
import org.homeward.episode.Episode;
import org.homeward.episode.EpisodeTimeline;
import org.homeward.episode.VisitFact;
import org.homeward.episode.VisitFacts;
import org.homeward.escalation.EscalationBoard;
import org.homeward.outreach.ContactAttempt;
import org.homeward.outreach.Outreach;
import org.homeward.outreach.Outreaches;
import org.homeward.referral.Referrals;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Team;
import org.homeward.worklist.WorkItem;
import org.homeward.worklist.Worklist;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Gathers what a patient's page says of one episode, in words. */
@Component
class EpisodeViews {

    static final String LADDER = "escalation";
    private static final int SOON_HOURS = 4;

    record TaskRow(
            String id,
            String title,
            String about,
            String left,
            String state,
            Instant workBy,
            String workByWords,
            @Nullable String assignee,
            String role,
            boolean mine,
            boolean claimable) {}

    record MoveRow(String at, String what, String why) {}

    /** @param note what people must know about the rule: not verified, stopped, met late */
    record ClockRow(
            String label,
            String about,
            String state,
            String stateWords,
            @Nullable Instant workBy,
            String dueWords,
            String workByWords,
            String reason,
            String source,
            boolean verified,
            String note,
            List<MoveRow> moves) {}

    record DutyRow(
            UUID id,
            String kind,
            String description,
            String wanted,
            String status,
            String statusTag,
            String outcome,
            String closed,
            boolean planned) {}

    record AttemptRow(String at, String what, String who, String detail, boolean reached) {}

    record AppointmentRow(String label, String status, String statusTag, String when, String detail) {}

    record EventRow(String at, String words, String who, String mark) {}

    record ReportRow(String at, String words, String source) {}

    record EscalationRow(UUID id, String title, String since, String words, boolean answered) {}

    record View(
            UUID id,
            UUID patientId,
            String state,
            String stateTag,
            String reason,
            boolean ended,
            boolean mayResume,
            String team,
            String zone,
            List<TaskRow> tasks,
            List<ClockRow> clocks,
            List<ClockRow> openings,
            List<ClockRow> closedClocks,
            List<DutyRow> duties,
            long openDuties,
            List<AttemptRow> attempts,
            String contact,
            List<AppointmentRow> appointments,
            List<EventRow> timeline,
            List<ReportRow> reports,
            List<EscalationRow> escalations) {}

    private final Worklist worklist;
    private final Deadlines deadlines;
    private final Duties duties;
    private final Outreaches outreaches;
    private final Appointments appointments;
    private final EpisodeTimeline timeline;
    private final VisitFacts facts;
    private final EscalationBoard escalations;
    private final Referrals referrals;
    private final People people;

    EpisodeViews(
            Worklist worklist,
            Deadlines deadlines,
            Duties duties,
            Outreaches outreaches,
            Appointments appointments,
            EpisodeTimeline timeline,
            VisitFacts facts,
            EscalationBoard escalations,
            Referrals referrals,
            People people) {
        this.worklist = worklist;
        this.deadlines = deadlines;
        this.duties = duties;
        this.outreaches = outreaches;
        this.appointments = appointments;
        this.timeline = timeline;
        this.facts = facts;
        this.escalations = escalations;
        this.referrals = referrals;
        this.people = people;
    }

    /** The caller has checked the wall. */
    @Transactional(readOnly = true)
    public View of(Episode episode, Person person, Moments when) {
        UUID id = episode.id();
        // of what tells of treatment for substance use, whoever may not know sees neither step nor clock nor word
        Set<UUID> hidden = referrals.hiddenFrom(person, id);
        List<WorkItem> items = worklist.ofEpisode(id).stream()
                .filter(item -> !hidden.contains(item.subjectId()))
                .toList();
        List<Deadline> clocks = deadlines.ofEpisode(id).stream()
                .filter(clock -> !hidden.contains(clock.subjectId()))
                .toList();
        List<Duty> ordered = duties.of(id).stream()
                .filter(duty -> !hidden.contains(duty.id()))
                .toList();
        Outreach outreach = outreaches.ofEpisode(id).orElse(null);
        List<ContactAttempt> attempts = outreach == null ? List.of() : outreaches.attempts(outreach.id());
        List<Appointment> visits = appointments.of(id);
        List<EpisodeTimeline.Entry> entries = timeline.of(id).stream()
                .filter(entry -> !entry.tellsOfAny(hidden))
                .toList();
        List<VisitFact> told = facts.of(episode.visit());

        List<@Nullable String> ids = new ArrayList<>();
        items.forEach(item -> ids.add(item.assignee()));
        ordered.forEach(duty -> ids.add(duty.closedBy()));
        attempts.forEach(attempt -> ids.add(attempt.madeBy()));
        entries.forEach(entry -> ids.add(entry.actor()));
        told.forEach(fact ->
                ids.add(fact.source().startsWith("person:") ? fact.source().substring("person:".length()) : null));
        Names names = Names.of(people, ids);
        Map<UUID, String> about = about(ordered, visits);

        List<ClockRow> running = new ArrayList<>();
        List<ClockRow> openings = new ArrayList<>();
        List<ClockRow> closed = new ArrayList<>();
        clocks.stream()
                .filter(clock -> !clock.rule().startsWith("escalation-"))
                .sorted(Comparator.comparing(Deadline::workBy))
                .forEach(clock -> {
                    ClockRow row = clock(clock, about, when);
                    if (clock.closedAt() != null) {
                        closed.add(row);
                    } else if (clock.terms().kind() == RuleTerms.Kind.OPENING) {
                        openings.add(row);
                    } else {
                        running.add(row);
                    }
                });
        List<EventRow> events = new ArrayList<>(
                entries.stream().map(entry -> event(entry, names, when)).toList());
        java.util.Collections.reverse(events);
        return new View(
                id,
                episode.patientId(),
                StageWords.of(episode),
                StageWords.tag(episode),
                episode.reason(),
                episode.isEnded(),
                ReportFactPage.mayResume(episode),
                people.team(episode.teamId()).map(Team::name).orElse(episode.teamId()),
                when.zoneName(),
                items.stream()
                        .filter(item -> !item.processKey().equals(LADDER))
                        .map(item -> task(item, person, about, names, when))
                        .toList(),
                running,
                openings,
                closed,
                ordered.stream().map(duty -> duty(duty, names, when)).toList(),
                ordered.stream().filter(Duty::isOpen).count(),
                attempts.stream()
                        .sorted(Comparator.comparing(ContactAttempt::at).reversed())
                        .map(attempt -> attempt(attempt, names, when))
                        .toList(),
                contact(outreach, when),
                visits.stream().map(visit -> appointment(visit, when)).toList(),
                events,
                told.stream().map(fact -> report(fact, names, when)).toList(),
                escalations.ofEpisode(id).stream()
                        .filter(line -> line.escalation().open())
                        .map(line -> escalation(line, hidden, when))
                        .toList());
    }

    private TaskRow task(WorkItem item, Person person, Map<UUID, String> about, Names names, Moments when) {
        boolean late = when.past(item.workBy());
        boolean soon = !late && when.now().plusSeconds(SOON_HOURS * 3600L).isAfter(item.workBy());
        return new TaskRow(
                item.taskId(),
                item.title(),
                about.getOrDefault(item.subjectId(), ""),
                when.left(item.workBy()),
                late ? "overdue" : soon ? "soon" : "later",
                item.workBy(),
                when.inSentence(item.workBy()),
                item.assignee() == null ? null : names.of(item.assignee()),
                Names.role(item.role()),
                person.id().equals(item.assignee()),
                item.assignee() == null
                        && person.memberships().stream()
                                .anyMatch(membership -> membership.group().equals(item.role() + "@" + item.teamId())));
    }

    private ClockRow clock(Deadline clock, Map<UUID, String> about, Moments when) {
        boolean open = clock.state() == Deadline.State.OPEN;
        boolean duty = clock.terms().kind() == RuleTerms.Kind.DUTY;
        boolean late = open && duty && when.past(clock.workBy());
        boolean soon = open
                && duty
                && !late
                && when.now().plusSeconds(SOON_HOURS * 3600L).isAfter(clock.workBy());
        String words =
                switch (clock.state()) {
                    case OPEN ->
                        duty ? when.left(clock.workBy()) : when.past(clock.due()) ? "reached" : when.left(clock.due());
                    case STOPPED -> "stopped";
                    case MET -> clock.metLate() ? "met late" : "met";
                    case VOID -> "no longer owed";
                };
        String note =
                switch (clock.state()) {
                    case OPEN -> "";
                    case STOPPED -> Objects.toString(clock.stoppedReason(), "");
                    case MET -> clock.metAt() == null ? "" : "Met " + when.at(clock.metAt());
                    case VOID -> Objects.toString(clock.closedReason(), "");
                };
        return new ClockRow(
                RuleWords.label(clock.rule()),
                about.getOrDefault(clock.subjectId(), ""),
                late ? "overdue" : soon ? "soon" : "later",
                words,
                open && duty ? clock.workBy() : null,
                when.due(clock.due(), clock.patientZone()),
                when.due(clock.workBy(), clock.patientZone()),
                clock.reason(),
                clock.terms().source(),
                clock.terms().verified(),
                note,
                deadlines.moves(clock.id()).stream()
                        .map(move -> new MoveRow(
                                when.at(move.movedAt()),
                                when.due(move.fromDue(), clock.patientZone()) + " → "
                                        + when.due(move.toDue(), clock.patientZone()),
                                move.why()))
                        .toList());
    }

    private static DutyRow duty(Duty duty, Names names, Moments when) {
        String status =
                switch (duty.status()) {
                    case OPEN -> "Open";
                    case DONE -> "Done";
                    case HANDED_OFF -> "Handed over";
                    case DECLINED -> "Declined";
                    case WITHDRAWN -> "Withdrawn";
                };
        String tag =
                switch (duty.status()) {
                    case OPEN -> "tag--accent";
                    case DONE, HANDED_OFF -> "tag--done";
                    case DECLINED, WITHDRAWN -> "tag--unknown";
                };
        List<String> wanted = new ArrayList<>();
        if (duty.dueBy() != null) {
            wanted.add("by " + when.day(duty.dueBy()));
        }
        if (duty.withWhom() != null) {
            wanted.add("with " + duty.withWhom());
        }
        String outcome = Objects.toString(duty.outcome(), "");
        String receiver = duty.receiver();
        if (receiver != null) {
            outcome += (outcome.isEmpty() ? "" : ". ") + "Received by "
                    + (receiver.startsWith("episode:") ? "the next episode" : receiver);
        }
        return new DutyRow(
                duty.id(),
                DutyWords.kind(duty.kind()),
                duty.description(),
                String.join(", ", wanted),
                status,
                tag,
                outcome,
                duty.closedAt() == null ? "" : when.at(duty.closedAt()) + ", " + names.of(duty.closedBy()),
                duty.isPlanned());
    }

    private static AttemptRow attempt(ContactAttempt attempt, Names names, Moments when) {
        String channel = words(attempt.channel());
        boolean reached = attempt.outcome() == ContactAttempt.Outcome.REACHED;
        String what = attempt.direction() == ContactAttempt.Direction.INCOMING
                ? "The patient called"
                        + (reached ? "" : ": " + attempt.outcome().words())
                : capitalised(channel) + ": " + attempt.outcome().words();
        List<String> detail = new ArrayList<>();
        if (attempt.withWhom() != null && !attempt.withWhom().equals("PATIENT")) {
            detail.add("with " + attempt.withWhom());
        }
        if (attempt.reachedAt() != null) {
            detail.add("at " + attempt.reachedAt());
        }
        if (attempt.urgency() != null) {
            detail.add("warning signs: " + attempt.urgency().name().toLowerCase(Locale.ROOT));
        }
        return new AttemptRow(
                when.at(attempt.at()), what, names.of(attempt.madeBy()), String.join(", ", detail), reached);
    }

    static String words(ContactAttempt.Channel channel) {
        return channel.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String contact(@Nullable Outreach outreach, Moments when) {
        if (outreach == null) {
            return "";
        }
        String first = outreach.firstContact() == null
                ? ""
                : switch (outreach.firstContact()) {
                    case REACHED -> "First contact made in time. ";
                    case ATTEMPTED -> "First contact attempted in time, not reached. ";
                    case MISSED -> "First contact missed. ";
                };
        Instant next = outreach.nextAttemptAt();
        return first
                + (outreach.isConcluded() || next == null || outreach.status() != Outreach.Status.OPEN
                        ? ""
                        : "Next try from " + when.inSentence(next) + ".");
    }

    private static AppointmentRow appointment(Appointment visit, Moments when) {
        String tag =
                switch (visit.status()) {
                    case PROPOSED -> "tag--unknown";
                    case BOOKED -> "tag--accent";
                    case FULFILLED -> "tag--done";
                    case NOSHOW, CANCELLED -> "tag--moderate";
                };
        String status =
                switch (visit.status()) {
                    case PROPOSED -> visit.isConcluded() ? "No longer wanted" : "To be booked";
                    case BOOKED -> "Booked";
                    case FULFILLED -> "Took place";
                    case NOSHOW -> "Missed";
                    case CANCELLED -> visit.isConcluded() ? "Not wanted" : "Cancelled, to be booked again";
                };
        ZoneId zone = visit.zone();
        Instant startsAt = visit.startsAt();
        String at = "";
        if (visit.attendedOn() != null) {
            at = when.day(visit.attendedOn());
        } else if (startsAt != null) {
            at = (zone == null ? when : new Moments(zone, when.now())).at(startsAt);
        } else if (visit.orderedBy() != null) {
            at = "wanted by " + when.day(visit.orderedBy());
        }
        List<String> detail = new ArrayList<>();
        String with = visit.withWhom() == null ? visit.orderedWith() : visit.withWhom();
        if (with != null && !visit.label().contains(with)) {
            detail.add(with);
        }
        if (visit.place() != null) {
            detail.add(visit.place());
        }
        if (visit.seenBy() != null) {
            detail.add("seen by " + visit.seenBy());
        }
        if (visit.timesMissed() > 0) {
            detail.add("missed " + (visit.timesMissed() == 1 ? "once" : visit.timesMissed() + " times"));
        }
        if (visit.said() != null) {
            detail.add("the patient said: " + visit.said());
        }
        return new AppointmentRow(visit.label(), status, tag, at, String.join(", ", detail));
    }

    private static EventRow event(EpisodeTimeline.Entry entry, Names names, Moments when) {
        String kind = entry.kind();
        boolean alarm = kind.contains("missed")
                || kind.contains("escalat")
                || kind.contains("death")
                || kind.contains("red-flag")
                || kind.endsWith("noshow");
        boolean key = kind.startsWith("episode") || kind.contains("reached") || kind.endsWith("fulfilled");
        return new EventRow(
                when.at(entry.at()),
                entry.words(),
                names.of(entry.actor()),
                alarm ? "timeline__alarm" : key ? "timeline__key" : "");
    }

    private static ReportRow report(VisitFact fact, Names names, Moments when) {
        return new ReportRow(
                when.at(fact.occurredAt()), FactWords.of(fact, when::inSentence), names.ofSource(fact.source()));
    }

    private static EscalationRow escalation(EscalationBoard.Line line, Set<UUID> hidden, Moments when) {
        String words = line.acknowledgedBy() != null
                ? line.acknowledgedBy().name() + " sees to it"
                : line.rungs().isEmpty()
                        ? "Nobody has been told yet"
                        : "Told: "
                                + line.rungs().get(line.rungs().size() - 1).told().stream()
                                        .map(EscalationBoard.Who::name)
                                        .reduce((one, other) -> one + ", " + other)
                                        .orElse("nobody yet");
        return new EscalationRow(
                line.escalation().id(),
                // somebody must answer for it all the same
                hidden.contains(line.escalation().missed().subjectId())
                        ? "A step of this team"
                        : line.escalation().missed().title(),
                when.span(line.late()) + " late",
                words,
                line.escalation().answered());
    }

    private static Map<UUID, String> about(List<Duty> duties, List<Appointment> visits) {
        Map<UUID, String> about = new HashMap<>();
        duties.stream()
                .filter(duty -> switch (duty.kind()) {
                    case APPOINTMENT, REFERRAL, PENDING_RESULT, SERVICE, ADDED_ORDER, URGENT_ORDER -> true;
                    default -> false;
                })
                .forEach(duty -> about.put(duty.id(), duty.description()));
        visits.forEach(visit -> about.put(visit.id(), visit.label()));
        return about;
    }

    private static String capitalised(String words) {
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}

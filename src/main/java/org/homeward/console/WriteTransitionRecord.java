package org.homeward.console;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.homeward.appointment.Appointment;
import org.homeward.appointment.Appointment.DecisionMaking;
import org.homeward.appointment.AppointmentEvent;
import org.homeward.appointment.Appointments;
import org.homeward.calendar.Deadline;
import org.homeward.calendar.Deadlines;
import org.homeward.console.TransitionRecord.Evidence;
import org.homeward.console.TransitionRecord.Line;
import org.homeward.console.TransitionRecord.Section;
import org.homeward.episode.DischargeDetails;
import org.homeward.episode.Disposition;
import org.homeward.episode.Duties;
import org.homeward.episode.Duty;
import org.homeward.episode.Episode;
import org.homeward.episode.VisitFact;
import org.homeward.episode.VisitFacts;
import org.homeward.medication.MedicationItem;
import org.homeward.medication.Reconciliation;
import org.homeward.medication.Reconciliations;
import org.homeward.outreach.ContactAttempt;
import org.homeward.outreach.FirstContact;
import org.homeward.outreach.Outreach;
import org.homeward.outreach.Outreaches;
import org.homeward.referral.Referrals;
import org.homeward.risk.AssessRisk;
import org.homeward.risk.RiskAssessment;
import org.homeward.risk.RiskScore;
import org.homeward.security.Fields;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Team;
import org.homeward.worklist.Submissions;
import org.homeward.worklist.Submissions.Submission;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes the transition record from what is kept. It says what happened on which day and computes no measure. */
@Component
class WriteTransitionRecord {

    // CMS Transitional Care Management: what the day of the visit and its complexity are compared with
    private static final int SOONER_VISIT_DAYS = 7;
    private static final int LATER_VISIT_DAYS = 14;

    private final VisitFacts facts;
    private final Duties duties;
    private final Deadlines deadlines;
    private final Outreaches outreaches;
    private final Appointments appointments;
    private final Reconciliations reconciliations;
    private final Referrals referrals;
    private final AssessRisk risk;
    /** What an answer of the call sheet needs before it, to be understood without its question. */
    private static final Map<String, String> LEADS = Map.of(
            "redFlags", "danger signs: ",
            "emergencyAdvised", "advised: ",
            "handedOverTo", "handed over to ",
            "handedOverAt", "at ",
            "condition", "since the discharge: ",
            "medicinesObtained", "medicines obtained: ",
            "medicinesTaken", "taken: ");

    private final Submissions submissions;
    private final FormAnswers answers;
    private final People people;

    WriteTransitionRecord(
            VisitFacts facts,
            Duties duties,
            Deadlines deadlines,
            Outreaches outreaches,
            Appointments appointments,
            Reconciliations reconciliations,
            Referrals referrals,
            AssessRisk risk,
            Submissions submissions,
            FormAnswers answers,
            People people) {
        this.facts = facts;
        this.duties = duties;
        this.deadlines = deadlines;
        this.outreaches = outreaches;
        this.appointments = appointments;
        this.reconciliations = reconciliations;
        this.referrals = referrals;
        this.risk = risk;
        this.submissions = submissions;
        this.answers = answers;
        this.people = people;
    }

    /** The caller has checked the wall. */
    @Transactional(readOnly = true)
    public TransitionRecord of(Walls.Seen seen, Episode episode, Person reader, Moments when) {
        return new Writing(seen, episode, reader, when).write();
    }

    private final class Writing {

        private final Walls.Seen seen;
        private final Episode episode;
        private final Person reader;
        private final Moments when;
        private final List<VisitFact> told;
        private final List<Duty> ordered;
        private final List<Submission> forms;
        private final List<Appointment> visits;
        private final @Nullable Outreach outreach;
        private final List<ContactAttempt> attempts;
        private final Names names;
        private final Map<String, Evidence> evidence = new LinkedHashMap<>();

        Writing(Walls.Seen seen, Episode episode, Person reader, Moments when) {
            this.seen = seen;
            this.episode = episode;
            this.reader = reader;
            this.when = when;
            told = facts.of(episode.visit());
            Set<UUID> hidden = referrals.hiddenFrom(reader, episode.id());
            ordered = duties.of(episode.id()).stream()
                    .filter(duty -> !hidden.contains(duty.id()))
                    .toList();
            forms = submissions.ofEpisode(episode.id());
            visits = appointments.of(episode.id());
            outreach = outreaches.ofEpisode(episode.id()).orElse(null);
            attempts = outreach == null ? List.of() : outreaches.attempts(outreach.id());
            List<@Nullable String> ids = new ArrayList<>();
            ids.add(episode.careManager());
            told.forEach(fact -> ids.add(fact.source().replaceFirst("^person:", "")));
            ordered.forEach(duty -> ids.add(duty.closedBy()));
            forms.forEach(form -> ids.add(form.submittedBy()));
            attempts.forEach(attempt -> ids.add(attempt.madeBy()));
            names = Names.of(people, ids);
        }

        TransitionRecord write() {
            List<Section> sections = new ArrayList<>();
            sections.add(discharge());
            sections.add(firstContact());
            sections.add(visit());
            if (Fields.MEDICATION.visibleTo(reader, episode.teamId())) {
                sections.add(medicines());
            }
            sections.add(duties());
            sections.add(risk());
            sections.add(end());
            return new TransitionRecord(
                    episode.id(),
                    episode.patientId(),
                    PatientBanners.spoken(seen.patient()),
                    seen.patient().details().birthDate() == null
                            ? "Not known"
                            : when.date(seen.patient().details().birthDate()),
                    PatientBanners.identifiers(seen.patient().details()),
                    when.exact(episode.dischargedAt()),
                    StageWords.of(episode),
                    people.team(episode.teamId()).map(Team::name).orElse(episode.teamId()),
                    episode.careManager() == null ? "Not named" : names.of(episode.careManager()),
                    when.zoneName(),
                    when.exact(when.now()),
                    reader.displayName(),
                    sections,
                    List.copyOf(evidence.values()));
        }

        private Section discharge() {
            List<Line> lines = new ArrayList<>();
            List<Integer> refs = told.stream()
                    .filter(fact -> switch (fact.type()) {
                        case DISCHARGED, DISCHARGE_CHANGED -> true;
                        default -> false;
                    })
                    .map(this::ref)
                    .toList();
            lines.add(new Line("Discharged", when.exact(episode.dischargedAt()), refs));
            lines.add(new Line(
                    "From",
                    episode.visit().sourceFacility() + ", visit "
                            + episode.visit().visitNumber(),
                    List.of()));
            DischargeDetails details = facts.stateOf(episode.visit()).details();
            if (details != null) {
                if (details.admittedAt() != null) {
                    lines.add(new Line("Admitted", when.exact(details.admittedAt()), List.of()));
                }
                if (details.patientClass() != null) {
                    lines.add(new Line(
                            "Stay",
                            details.patientClass()
                                            .name()
                                            .toLowerCase(Locale.ROOT)
                                            .replace('_', ' ')
                                    + (details.service() == null
                                            ? ""
                                            : ", " + details.service().replace('-', ' ')),
                            List.of()));
                }
                if (details.disposition() != null) {
                    lines.add(new Line("Went to", wentTo(details.disposition()), List.of()));
                }
            }
            lines.add(new Line(
                    "Decision",
                    episode.verdict().reason() + " (rule " + episode.verdict().rule() + ")",
                    List.of()));
            lines.add(new Line("Message received", when.exact(episode.receivedAt()), List.of()));
            return new Section("Discharge", null, lines);
        }

        /** As received is "system | code | words": the words, with the code as it was understood. */
        private static String wentTo(Disposition disposition) {
            String received = Objects.requireNonNullElse(disposition.received(), "");
            String words = received.substring(received.lastIndexOf('|') + 1).strip();
            String code = disposition.code() == null ? "not understood" : disposition.code();
            return words.isEmpty() ? code : words + " (" + code + ")";
        }

        private Section firstContact() {
            List<Line> lines = new ArrayList<>();
            Deadline window = outreach == null
                    ? null
                    : deadlines.ofEpisode(episode.id()).stream()
                            .filter(clock -> clock.rule().equals("first-contact"))
                            .findFirst()
                            .orElse(null);
            if (window != null) {
                lines.add(new Line(
                        "Owed by",
                        when.exactDue(window.due(), window.patientZone()) + " (" + window.reason() + ")",
                        List.of()));
            }
            FirstContact judged = outreach == null ? null : outreach.firstContact();
            lines.add(new Line("Within 2 business days", outcome(judged), List.of()));
            for (ContactAttempt attempt : attempts) {
                String with = attempt.withWhom() == null || attempt.withWhom().equals("PATIENT")
                        ? ""
                        : " with " + attempt.withWhom();
                String how = attempt.direction() == ContactAttempt.Direction.INCOMING
                        ? "the patient called"
                        : EpisodeViews.words(attempt.channel());
                lines.add(new Line(
                        when.exact(attempt.at()),
                        how + ": " + attempt.outcome().words() + with + told(attempt) + ", "
                                + Math.round(attempt.hoursSinceDischarge())
                                + " h after the discharge",
                        List.of(ref(attempt))));
            }
            if (attempts.isEmpty()) {
                lines.add(new Line("Attempts", "None recorded", List.of()));
            }
            return new Section("First contact", "Attempts count when they are documented; a letter is none.", lines);
        }

        private String outcome(@Nullable FirstContact judged) {
            if (outreach == null) {
                return "Not asked for";
            }
            if (judged == null) {
                return outreach.status() == Outreach.Status.DECLINED ? "The patient wants no calls" : "Still open";
            }
            return switch (judged) {
                case REACHED -> "Reached";
                case ATTEMPTED -> "Attempted: two or more separate tries in time, not reached";
                case MISSED -> "Missed";
            };
        }

        private Section visit() {
            List<Line> lines = new ArrayList<>();
            LocalDate left = episode.dischargedAt().atZone(episode.zone()).toLocalDate();
            for (Appointment visit : visits) {
                List<Integer> refs = appointments.history(visit.id()).stream()
                        .map(step -> ref(step, visit))
                        .toList();
                LocalDate on = visit.attendedOn();
                if (on == null) {
                    lines.add(new Line(visit.label(), planned(visit), refs));
                    continue;
                }
                long day = ChronoUnit.DAYS.between(left, on);
                String words = when.date(on) + ", day " + day + " after the discharge"
                        + (visit.seenBy() == null ? "" : ", seen by " + visit.seenBy());
                lines.add(new Line(visit.label(), words, refs));
                if (visit.kind() == Appointment.Kind.VISIT) {
                    DecisionMaking complexity = visit.decisionMaking();
                    lines.add(new Line(
                            "Medical decision making",
                            complexity == null
                                    ? "Not recorded"
                                    : complexity.name().toLowerCase(Locale.ROOT) + ". " + supports(day, complexity),
                            refs.isEmpty() ? List.of() : List.of(refs.get(refs.size() - 1))));
                }
            }
            if (visits.isEmpty()) {
                lines.add(new Line("Visits", "None ordered", List.of()));
            }
            return new Section("Follow-up visits and tests", null, lines);
        }

        private String planned(Appointment visit) {
            return switch (visit.status()) {
                case PROPOSED -> "Not booked";
                case BOOKED -> "Booked" + (visit.startsAt() == null ? "" : " for " + when.exact(visit.startsAt()));
                case NOSHOW -> "Missed";
                case FULFILLED -> "Took place, day not recorded";
                case CANCELLED -> visit.isConcluded() ? "Not wanted or no longer needed" : "Cancelled";
            };
        }

        /** Numbers of codes only: their descriptions belong to the AMA. */
        private static String supports(long day, DecisionMaking complexity) {
            if (day >= 0 && day <= SOONER_VISIT_DAYS && complexity == DecisionMaking.HIGH) {
                return "Day and complexity fit TCM code 99496.";
            }
            boolean moderate = complexity == DecisionMaking.HIGH || complexity == DecisionMaking.MODERATE;
            return day >= 0 && day <= LATER_VISIT_DAYS && moderate
                    ? "Day and complexity fit TCM code 99495."
                    : "Day and complexity fit no TCM code.";
        }

        private Section medicines() {
            List<Line> lines = new ArrayList<>();
            Reconciliation reconciliation =
                    reconciliations.ofEpisode(episode.id()).orElse(null);
            LocalDate on = reconciliation == null ? null : reconciliation.reconciledOn();
            if (reconciliation == null || on == null) {
                return new Section(
                        "Medication reconciliation",
                        null,
                        List.of(new Line("Reconciliation", "Not recorded", List.of())));
            }
            List<MedicationItem> items = reconciliations.items(reconciliation.id());
            List<Integer> refs = refsOf(reconciliation.id(), "reconcile-medications");
            lines.add(new Line("Reconciled on", when.date(on) + " (" + on + ")", refs));
            lines.add(new Line(
                    "By",
                    Names.of(people, Collections.singletonList(reconciliation.signedBy()))
                                    .of(reconciliation.signedBy()) + ", as "
                            + MedicationWords.signature(reconciliation.signedAs()),
                    refs));
            lines.add(new Line("Evidence", MedicationWords.evidence(reconciliation.evidenceKind()), refs));
            long decided = items.stream()
                    .filter(item -> item.status() == MedicationItem.Status.DECIDED)
                    .count();
            lines.add(new Line(
                    "Differences",
                    decided == 0 ? "None found" : decided + " found, each decided with who and why",
                    items.stream()
                            .flatMap(item -> refsOf(item.id(), null).stream())
                            .toList()));
            lines.add(new Line(
                    "The new list was told",
                    reconciliation.toldAt() == null ? "Not yet" : when.exact(reconciliation.toldAt()),
                    refsOf(reconciliation.id(), "tell-medication-list")));
            return new Section("Medication reconciliation", null, lines);
        }

        private List<Integer> refsOf(java.util.UUID subject, @Nullable String form) {
            return forms.stream()
                    .filter(one -> one.subjectId().equals(subject))
                    .filter(one -> form == null || one.form().equals(form))
                    .map(this::ref)
                    .toList();
        }

        private Line line(String label, Submission form, String key, int ref) {
            return new Line(label, answers.word(form.form(), form.data(), key), List.of(ref));
        }

        private Section duties() {
            List<Line> lines = new ArrayList<>();
            for (Duty duty : ordered) {
                String status =
                        switch (duty.status()) {
                            case OPEN -> "Open";
                            case DONE -> "Done";
                            case HANDED_OFF -> "Handed over to " + receiver(duty);
                            case DECLINED -> "Declined";
                            case WITHDRAWN -> "Withdrawn";
                        };
                String closed = duty.closedAt() == null
                        ? ""
                        : " (" + when.exact(duty.closedAt()) + ", " + names.of(duty.closedBy()) + ")";
                String outcome = duty.outcome() == null || duty.outcome().isBlank() ? "" : ": " + duty.outcome();
                lines.add(new Line(duty.description(), status + outcome + closed, refsOf(duty)));
            }
            return new Section("What the discharge asked for", null, lines);
        }

        private String receiver(Duty duty) {
            String receiver = Objects.toString(duty.receiver(), "");
            return receiver.startsWith("episode:") ? "the next episode" : receiver;
        }

        private List<Integer> refsOf(Duty duty) {
            // a reconciliation is worked under an id of its own
            UUID works =
                    reconciliations.ofDuty(duty.id()).map(Reconciliation::id).orElse(duty.id());
            return forms.stream()
                    .filter(form -> form.subjectId().equals(works))
                    .map(this::ref)
                    .toList();
        }

        private Section risk() {
            List<Line> lines = new ArrayList<>();
            RiskAssessment newest = risk.newest(episode.id()).orElse(null);
            if (newest == null) {
                return new Section("Risk", null, List.of(new Line("Risk", "Not assessed", List.of())));
            }
            RiskScore score = risk.score(newest);
            lines.add(new Line(
                    "Tier",
                    MyWorkPage.riskWords(newest.effectiveTier().name())
                            + (newest.complete() ? "" : ", incomplete: the upper end of what is possible"),
                    List.of()));
            if (newest.raisedTo() != null && newest.raisedAt() != null) {
                lines.add(new Line(
                        "Set by a person",
                        Names.of(people, Collections.singletonList(newest.raisedBy()))
                                        .of(newest.raisedBy()) + ", " + when.exact(newest.raisedAt()) + ": "
                                + newest.raiseReason(),
                        List.of()));
            }
            lines.add(new Line("LACE", score.lace() + parts(score, "LACE"), List.of()));
            lines.add(new Line("HOSPITAL", score.hospital() + parts(score, "HOSPITAL"), List.of()));
            if (!score.missing().isEmpty()) {
                lines.add(new Line(
                        "Not known",
                        score.missing().stream()
                                .map(org.homeward.risk.RiskInput::words)
                                .reduce((one, other) -> one + ", " + other)
                                .orElse(""),
                        List.of()));
            }
            return new Section(
                    "Risk",
                    score.unverifiedSources().isEmpty()
                            ? null
                            : "Some rules of these scores are not clinically verified.",
                    lines);
        }

        private static String parts(RiskScore score, String which) {
            return score.lines().stream()
                    .filter(line -> line.score().equals(which))
                    .map(org.homeward.risk.ScoreLine::text)
                    .reduce((one, other) -> one + "; " + other)
                    .map(parts -> " (" + parts + ")")
                    .orElse("");
        }

        private Section end() {
            List<Line> lines = new ArrayList<>();
            lines.add(new Line("State", StageWords.of(episode) + ". " + episode.reason(), List.of()));
            if (episode.endedAt() != null) {
                lines.add(new Line("Ended", when.exact(episode.endedAt()), List.of()));
            }
            for (VisitFact fact : told) {
                switch (fact.type()) {
                    case DISCHARGED, ADMITTED -> {
                        // in the first section
                    }
                    default ->
                        lines.add(new Line(
                                when.exact(fact.occurredAt()), FactWords.of(fact, when::exact), List.of(ref(fact))));
                }
            }
            long open = ordered.stream().filter(Duty::isOpen).count();
            lines.add(new Line(
                    "Open items",
                    open == 0
                            ? "None: each has an outcome, a receiver or a reason"
                            : open + " still open, listed above",
                    List.of()));
            forms.stream().filter(form -> form.form().equals("close-episode")).forEach(form -> {
                int ref = ref(form);
                lines.add(line("Looked after from here on by", form, "ongoingCare", ref));
                if (form.data().get("ongoingCareName") != null) {
                    lines.add(line("Name and office", form, "ongoingCareName", ref));
                }
                lines.add(line("The patient knows", form, "patientInformed", ref));
            });
            return new Section("Where it ended", null, lines);
        }

        private int ref(VisitFact fact) {
            return ref(
                    fact.id().toString(),
                    "Fact",
                    FactWords.of(fact, when::exact),
                    when.exact(fact.recordedAt()),
                    fact.source().startsWith("person:") ? names.ofSource(fact.source()) : fact.source(),
                    null);
        }

        /** What the call found and what was done about it at once, in the words of its sheet. */
        private String told(ContactAttempt attempt) {
            Map<String, Object> sheet = outreaches.sheetOf(attempt);
            List<String> words = new ArrayList<>();
            for (String key : List.of(
                    "redFlags",
                    "emergencyAdvised",
                    "handedOverTo",
                    "handedOverAt",
                    "concerns",
                    "notAsked",
                    "concernWords",
                    "condition",
                    "medicinesObtained",
                    "medicinesTaken")) {
                String said = answers.word("call-patient", sheet, key);
                if (!said.isBlank()) {
                    words.add(LEADS.getOrDefault(key, "") + said);
                }
            }
            return words.isEmpty() ? "" : " (" + String.join("; ", words) + ")";
        }

        private int ref(ContactAttempt attempt) {
            return ref(
                    attempt.id().toString(),
                    "Contact",
                    EpisodeViews.words(attempt.channel()) + ": "
                            + attempt.outcome().words(),
                    when.exact(attempt.at()),
                    names.of(attempt.madeBy()),
                    null);
        }

        private int ref(AppointmentEvent step, Appointment visit) {
            return ref(
                    step.id().toString(),
                    "Appointment",
                    visit.label() + ": " + step.words(),
                    when.exact(step.at()),
                    Names.of(people, List.of(step.actor())).of(step.actor()),
                    null);
        }

        private int ref(Submission form) {
            return ref(
                    form.taskId(),
                    "Form",
                    form.title(),
                    when.exact(form.submittedAt()),
                    names.of(form.submittedBy()),
                    seen.readOnly(episode)
                            ? null
                            : "/patients/" + episode.patientId() + "/episodes/" + episode.id() + "/submissions/"
                                    + form.taskId());
        }

        private int ref(String id, String kind, String what, String at, String who, @Nullable String link) {
            return evidence.computeIfAbsent(id, key -> new Evidence(evidence.size() + 1, kind, what, at, who, id, link))
                    .number();
        }
    }
}

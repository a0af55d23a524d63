package org.homeward.medication;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.homeward.calendar.TeamCalendars;
import org.homeward.engine.Refused;
import org.homeward.episode.CarryOutEpisode;
import org.homeward.episode.Duties;
import org.homeward.episode.Duty;
import org.homeward.episode.DutyHints;
import org.homeward.episode.EpisodeContext;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.medication.MedicationItem.Answerer;
import org.homeward.medication.MedicationItem.Decision;
import org.homeward.medication.Reconciliation.Evidence;
import org.homeward.medication.Reconciliation.Signature;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.worklist.FormTimes;
import org.homeward.worklist.TaskForm;
import org.homeward.worklist.WorkItem;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What people fill in while medicines are reconciled: gathered, decided, asked, signed, told. */
final class MedicationForms {

    private static final String ASK = "ASK_PRESCRIBER";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private MedicationForms() {}

    /** What the patient really takes: each listed medicine is asked for by name, and then whatever else there is. */
    @Component
    static final class GatherMedicationsForm implements TaskForm {

        private static final int OTHERS = 100;

        private final Reconciliations reconciliations;
        private final Duties duties;
        private final ObjectProvider<DutyHints> hints;

        GatherMedicationsForm(Reconciliations reconciliations, Duties duties, ObjectProvider<DutyHints> hints) {
            this.reconciliations = reconciliations;
            this.duties = duties;
            this.hints = hints;
        }

        @Override
        public String form() {
            return "gather-medications";
        }

        /** A row for each medicine that a list says is to be taken, and what the patient said in a call. */
        @Override
        public Map<String, Object> prefill(WorkItem item) {
            Map<String, Object> data = new HashMap<>();
            Duty duty = duties.get(reconciliations.get(item.subjectId()).dutyId());
            hints.orderedStream().forEach(source -> data.putAll(source.of(duty)));
            List<Map<String, Object>> rows = new ArrayList<>();
            Set<String> stopped = new LinkedHashSet<>();
            listed(item.subjectId(), stopped).forEach((id, entry) -> {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("id", id);
                row.put(
                        "label",
                        ItemWords.shortened(ListEntries.line(entry), 300)
                                + (stopped.contains(id) ? " (stopped at discharge)" : ""));
                rows.add(row);
            });
            data.put("medicines", rows);
            return data;
        }

        /**
         * The newest word on each line: the discharge's, where it says something, else the one from before. A stopped
         * medicine is asked for too, by what it was before: it may still be taken.
         */
        private Map<String, MedicationEntry> listed(UUID id, Set<String> stopped) {
            Map<String, MedicationEntry> listed = new LinkedHashMap<>();
            for (ComparisonLine line : reconciliations.comparison(id).lines()) {
                List<NormalisedMedication> active =
                        line.discharge().stream().filter(one -> !one.stopped()).toList();
                boolean stop = active.isEmpty() && !line.discharge().isEmpty();
                List<NormalisedMedication> asked = !active.isEmpty()
                        ? active
                        : line.beforeAdmission().isEmpty() ? line.discharge() : line.beforeAdmission();
                for (NormalisedMedication one : asked) {
                    listed.put(one.entry().id(), one.entry());
                    if (stop) {
                        stopped.add(one.entry().id());
                    }
                }
            }
            return listed;
        }

        @Override
        public List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
            Map<String, MedicationEntry> listed = listed(item.subjectId(), new LinkedHashSet<>());
            Set<String> answered = new LinkedHashSet<>();
            List<Refused.Field> problems = new ArrayList<>();
            List<Map<?, ?>> rows = rows(data, "medicines");
            for (int i = 0; i < rows.size(); i++) {
                String id = text(rows.get(i), "id");
                if (id == null || !listed.containsKey(id) || !answered.add(id)) {
                    problems.add(new Refused.Field(
                            "medicines[" + i + "].taken", "The list has changed meanwhile. Open the form again."));
                }
            }
            if (problems.isEmpty() && !answered.equals(listed.keySet())) {
                problems.add(new Refused.Field("medicines", "Say for each listed medicine whether it is taken."));
            }
            if (others(data).size() > OTHERS) {
                problems.add(new Refused.Field("others", "Write at most " + OTHERS + " other medicines."));
            }
            return problems;
        }

        @Override
        public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
            Map<String, MedicationEntry> listed = listed(item.subjectId(), new LinkedHashSet<>());
            List<Map<String, Object>> taken = new ArrayList<>();
            for (Map<?, ?> row : rows(data, "medicines")) {
                MedicationEntry entry = Objects.requireNonNull(listed.get(text(row, "id")));
                String answer = text(row, "taken");
                if ("AS_LISTED".equals(answer)) {
                    taken.add(ListEntries.taken(entry, entry.dose(), entry.frequency()));
                } else if ("OTHERWISE".equals(answer)) {
                    taken.add(said(ListEntries.taken(entry, text(row, "dose"), text(row, "frequency")), row));
                }
            }
            for (String other : others(data)) {
                taken.add(new LinkedHashMap<>(Map.of("text", other)));
            }
            reconciliations.gathered(item.subjectId(), taken, personId);
            return Map.of();
        }

        private static Map<String, Object> said(Map<String, Object> entry, Map<?, ?> row) {
            String words = text(row, "words");
            if (words != null) {
                entry.put("said", words);
            }
            return entry;
        }

        private static List<String> others(Map<String, Object> data) {
            String others = text(data, "others");
            return others == null
                    ? List.of()
                    : others.lines()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty())
                            .toList();
        }
    }

    /** Whoever owns an item decides, or asks. */
    @Component
    static final class DecideMedicationItemForm implements TaskForm {

        private final Reconciliations reconciliations;

        DecideMedicationItemForm(Reconciliations reconciliations) {
            this.reconciliations = reconciliations;
        }

        @Override
        public String form() {
            return "decide-medication-item";
        }

        @Override
        public List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
            return ASK.equals(data.get("decision"))
                    ? List.of()
                    : problems(reconciliations, reconciliations.item(item.subjectId()), data);
        }

        @Override
        public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
            if (ASK.equals(data.get("decision"))) {
                reconciliations.ask(
                        item.subjectId(),
                        Answerer.valueOf(String.valueOf(data.get("answerer"))),
                        Objects.requireNonNull(text(data, "askedWhom")),
                        Objects.requireNonNull(text(data, "question")),
                        personId);
                return Map.of("decision", "ASK");
            }
            Decision decision = Decision.valueOf(String.valueOf(data.get("decision")));
            String readAs = decision == Decision.READ_AS ? text(data, "readAs") : null;
            MedicationItem decided = reconciliations.decide(
                    item.subjectId(), decision, readAs == null ? how(data) : readAs, text(data, "reason"), personId);
            if (readAs != null) {
                reconciliations.readItem(decided, readAs, personId);
            }
            return decided(decision);
        }
    }

    /** The prescriber's answer, from the prescriber or from whoever obtained it. */
    @Component
    static final class AnswerMedicationQuestionForm implements TaskForm {

        private final Reconciliations reconciliations;
        private final TeamCalendars calendars;
        private final People people;
        private final Clock clock;

        AnswerMedicationQuestionForm(
                Reconciliations reconciliations, TeamCalendars calendars, People people, Clock clock) {
            this.reconciliations = reconciliations;
            this.calendars = calendars;
            this.people = people;
            this.clock = clock;
        }

        @Override
        public String form() {
            return "answer-medication-question";
        }

        @Override
        public Map<String, Object> prefill(WorkItem task) {
            MedicationItem item = reconciliations.item(task.subjectId());
            String whom = item.askedOf() == Answerer.TEAM
                    ? Optional.ofNullable(task.assignee())
                            .flatMap(people::find)
                            .map(Person::displayName)
                            .orElse(null)
                    : item.askedWhom();
            Map<String, Object> data = new HashMap<>();
            if (whom != null) {
                data.put("answeredBy", whom);
            }
            return data;
        }

        @Override
        public List<Refused.Field> validate(WorkItem task, Map<String, Object> data) {
            MedicationItem item = reconciliations.item(task.subjectId());
            List<Refused.Field> problems = new ArrayList<>(problems(reconciliations, item, data));
            ZoneId zone = calendars.of(task.teamId()).zone();
            Instant asked = Objects.requireNonNull(item.askedAt());
            boolean possible = FormTimes.instant(data.get("answeredAt"), zone)
                    .filter(at -> !at.isAfter(clock.instant().plus(TOLERANCE)) && !at.isBefore(asked.minus(TOLERANCE)))
                    .isPresent();
            if (!possible) {
                problems.add(new Refused.Field(
                        "answeredAt", "Fill in when the answer came: after the question, and not to come."));
            }
            return problems;
        }

        @Override
        public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
            Decision decision = Decision.valueOf(String.valueOf(data.get("decision")));
            reconciliations.answered(
                    item.subjectId(),
                    decision,
                    how(data),
                    text(data, "reason"),
                    Objects.requireNonNull(text(data, "answeredBy")),
                    personId);
            return decided(decision);
        }
    }

    /** A high-alert medicine was explained and taught back. */
    @Component
    static final class TeachBackMedicationForm implements TaskForm {

        private final Reconciliations reconciliations;
        private final CarryOutEpisode carryOut;
        private final EpisodeDirectory directory;
        private final Clock clock;

        TeachBackMedicationForm(
                Reconciliations reconciliations, CarryOutEpisode carryOut, EpisodeDirectory directory, Clock clock) {
            this.reconciliations = reconciliations;
            this.carryOut = carryOut;
            this.directory = directory;
            this.clock = clock;
        }

        @Override
        public String form() {
            return "teach-back-medication";
        }

        @Override
        public List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
            EpisodeContext episode = directory.contextOf(item.subjectId());
            return FormTimes.instant(data.get("taughtAt"), episode.zone())
                            .filter(at -> !at.isAfter(clock.instant().plus(TOLERANCE))
                                    && !at.isBefore(episode.dischargedAt()))
                            .isPresent()
                    ? List.of()
                    : List.of(new Refused.Field(
                            "taughtAt", "Fill in when you spoke: after the discharge, and not to come."));
        }

        @Override
        public Map<String, Object> apply(WorkItem task, Map<String, Object> data, String personId) {
            boolean passed = "PASSED".equals(data.get("teachBack"));
            MedicationItem item = reconciliations.item(task.subjectId());
            String note = text(data, "words");
            reconciliations.decide(
                    task.subjectId(),
                    Decision.NOTHING_TO_CHANGE,
                    null,
                    (passed ? "Taught back with " : "Not yet understood by ")
                            + String.valueOf(data.get("withWhom")).toLowerCase(java.util.Locale.ROOT)
                            + (note == null ? "" : ": " + note),
                    personId);
            if (!passed) {
                carryOut.addOrder(
                        item.episodeId(),
                        Duty.Kind.ADDED_ORDER,
                        "teach-back:" + item.id(),
                        ItemWords.shortened("Teach back again: " + item.words(), 500));
            }
            return decided(Decision.NOTHING_TO_CHANGE);
        }
    }

    /**
     * The signature. Counts for the measure when given by a prescriber, clinical pharmacist, physician assistant or
     * registered nurse (HEDIS MRP); nobody signs as what they are not.
     */
    @Component
    static final class ReconcileMedicationsForm implements TaskForm {

        private static final Map<Signature, Role> MAY = Map.of(
                Signature.PRESCRIBER, Role.PRESCRIBER,
                Signature.PHYSICIAN_ASSISTANT, Role.PRESCRIBER,
                Signature.CLINICAL_PHARMACIST, Role.PHARMACIST,
                Signature.REGISTERED_NURSE, Role.NURSE);

        private final Reconciliations reconciliations;
        private final EpisodeDirectory directory;
        private final People people;
        private final Clock clock;

        ReconcileMedicationsForm(
                Reconciliations reconciliations, EpisodeDirectory directory, People people, Clock clock) {
            this.reconciliations = reconciliations;
            this.directory = directory;
            this.people = people;
            this.clock = clock;
        }

        @Override
        public String form() {
            return "reconcile-medications";
        }

        /** The final list as lists and decisions make it; what nobody has decided is left to whoever signs. */
        @Override
        public Map<String, Object> prefill(WorkItem item) {
            Map<String, Object> data = new HashMap<>();
            data.put("reconciledOn", today(item).toString());
            List<Map<String, Object>> rows = new ArrayList<>();
            for (FinalLine line : reconciliations.finalList(item.subjectId())) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("id", line.key());
                row.put("label", line.medicine());
                if (line.what() != null) {
                    row.put("what", line.what().name());
                }
                if (!line.how().isBlank()) {
                    row.put("how", line.how());
                }
                if (!line.why().isBlank()) {
                    row.put("why", line.why());
                }
                rows.add(row);
            }
            data.put("finalList", rows);
            if (rows.isEmpty()
                    && !reconciliations.comparison(item.subjectId()).missing().contains(ListKind.DISCHARGE)) {
                data.put("evidenceKind", Evidence.NO_MEDICINES.name());
            }
            return data;
        }

        @Override
        public List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
            mayTheySign(item, data);
            List<Refused.Field> problems = new ArrayList<>();
            LocalDate discharged = directory
                    .contextOf(item.subjectId())
                    .dischargedAt()
                    .atZone(directory.contextOf(item.subjectId()).zone())
                    .toLocalDate();
            if (FormTimes.date(data.get("reconciledOn"))
                    .filter(on -> !on.isAfter(today(item)) && !on.isBefore(discharged))
                    .isEmpty()) {
                problems.add(
                        new Refused.Field("reconciledOn", "Choose a day after the discharge that is not to come."));
            }
            Map<String, FinalLine> proposed = new LinkedHashMap<>();
            reconciliations.finalList(item.subjectId()).forEach(line -> proposed.put(line.key(), line));
            Set<String> expected = proposed.keySet();
            Set<String> given = new LinkedHashSet<>();
            boolean twice = false;
            List<Map<?, ?>> rows = rows(data, "finalList");
            for (int i = 0; i < rows.size(); i++) {
                Map<?, ?> row = rows.get(i);
                String key = Objects.toString(row.get("id"), "");
                twice |= !given.add(key);
                FinalLine line = proposed.get(key);
                if (line != null && departs(line, row) && text(row, "why") == null) {
                    problems.add(new Refused.Field(
                            "finalList[" + i + "].why",
                            "This is not what was decided or listed. Say why, in words for the patient."));
                }
            }
            if (reconciliations
                    .lastDecided(item.subjectId())
                    .map(at -> at.atZone(directory.contextOf(item.subjectId()).zone())
                            .toLocalDate())
                    .filter(decided -> FormTimes.date(data.get("reconciledOn"))
                            .filter(on -> on.isBefore(decided))
                            .isPresent())
                    .isPresent()) {
                problems.add(new Refused.Field(
                        "reconciledOn", "The last difference was decided later: choose that day or a later one."));
            }
            if (twice || !given.equals(expected)) {
                problems.add(new Refused.Field(
                        "finalList",
                        "Every medicine of the lists stands once in the final list. Open the form again."));
            }
            if (Evidence.NO_MEDICINES.name().equals(data.get("evidenceKind")) && !expected.isEmpty()) {
                problems.add(new Refused.Field(
                        "evidenceKind", "The lists name medicines: choose what the record shows of them."));
            }
            return problems;
        }

        private static boolean departs(FinalLine line, Map<?, ?> row) {
            return line.what() != null && !line.what().name().equals(row.get("what"));
        }

        /** Checked whatever the door: a role may have been taken away since the task was claimed. */
        private void mayTheySign(WorkItem item, Map<String, Object> data) {
            Signature as = Signature.valueOf(String.valueOf(data.get("reconciledBy")));
            boolean may = Optional.ofNullable(item.assignee())
                    .flatMap(people::find)
                    .filter(Person::active)
                    .filter(person -> person.has(Objects.requireNonNull(MAY.get(as)), item.teamId()))
                    .isPresent();
            if (!may) {
                throw new Refused(
                        Refused.Kind.FORBIDDEN,
                        "A " + as.words() + " of this team signs that. Sign as what you are, or give the task back.");
            }
        }

        @Override
        public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
            Map<String, String> names = new HashMap<>();
            reconciliations.finalList(item.subjectId()).forEach(line -> names.put(line.key(), line.medicine()));
            List<FinalLine> list = rows(data, "finalList").stream()
                    .map(row -> {
                        String key = Objects.requireNonNull(text(row, "id"));
                        FinalLine.What what = FinalLine.What.valueOf(String.valueOf(row.get("what")));
                        return new FinalLine(
                                key,
                                Objects.requireNonNull(names.get(key)),
                                what,
                                what == FinalLine.What.STOP ? "" : Objects.toString(text(row, "how"), ""),
                                Objects.toString(text(row, "why"), ""));
                    })
                    .toList();
            reconciliations.sign(
                    item.subjectId(),
                    FormTimes.date(data.get("reconciledOn")).orElseThrow(),
                    Signature.valueOf(String.valueOf(data.get("reconciledBy"))),
                    Evidence.valueOf(String.valueOf(data.get("evidenceKind"))),
                    list,
                    personId);
            return Map.of();
        }

        private LocalDate today(WorkItem item) {
            return clock.instant()
                    .atZone(directory.contextOf(item.subjectId()).zone())
                    .toLocalDate();
        }
    }

    /** The final list reached the patient, primary care and the pharmacy, or it is written down why not. */
    @Component
    static final class TellMedicationListForm implements TaskForm {

        private final Reconciliations reconciliations;
        private final EpisodeDirectory directory;
        private final Clock clock;

        TellMedicationListForm(Reconciliations reconciliations, EpisodeDirectory directory, Clock clock) {
            this.reconciliations = reconciliations;
            this.directory = directory;
            this.clock = clock;
        }

        @Override
        public String form() {
            return "tell-medication-list";
        }

        @Override
        public List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
            EpisodeContext episode = directory.contextOf(item.subjectId());
            LocalDate today = clock.instant().atZone(episode.zone()).toLocalDate();
            LocalDate signed =
                    Objects.requireNonNull(reconciliations.get(item.subjectId()).reconciledOn());
            return FormTimes.date(data.get("listSentOn"))
                            .filter(on -> !on.isAfter(today) && !on.isBefore(signed))
                            .isPresent()
                    ? List.of()
                    : List.of(new Refused.Field(
                            "listSentOn", "The new list goes out after the reconciliation, and not on a day to come."));
        }

        @Override
        public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
            String outcome = "list on " + data.get("listSentOn") + ": patient " + word(data, "patientTold") + ", PCP "
                    + word(data, "pcpTold") + ", pharmacy " + word(data, "pharmacyTold");
            reconciliations.told(item.subjectId(), outcome, personId, data);
            return Map.of("outcome", "DONE");
        }

        private static String word(Map<String, Object> data, String key) {
            return String.valueOf(data.get(key))
                    .toLowerCase(java.util.Locale.ROOT)
                    .replace('_', ' ');
        }
    }

    private static List<Refused.Field> problems(
            Reconciliations reconciliations, MedicationItem item, Map<String, Object> data) {
        List<Refused.Field> problems = new ArrayList<>();
        if (Decision.READ_AS.name().equals(data.get("decision"))) {
            String readAs = text(data, "readAs");
            if (item.category() != Category.UNCODED || item.detail() == Discrepancy.Detail.NOTATION) {
                problems.add(
                        new Refused.Field("decision", "It is clear which medicine is meant: choose what applies."));
            } else if (readAs != null) {
                reconciliations
                        .whyNotReadAs(item, readAs)
                        .ifPresent(why -> problems.add(new Refused.Field("readAs", why)));
            }
            return problems;
        }
        if (item.isReasonRequired() && text(data, "reason") == null) {
            problems.add(new Refused.Field("reason", "Say why: this decision carries its reason."));
        }
        if (Decision.AS_TAKEN.name().equals(data.get("decision"))
                && reconciliations.comparison(item.reconciliationId()).missing().contains(ListKind.TAKEN)) {
            problems.add(new Refused.Field(
                    "decision", "Nobody has asked yet what the patient takes: that is decided when it is known."));
        }
        return problems;
    }

    private static Map<String, Object> decided(Decision decision) {
        return decision == Decision.NOT_A_DIFFERENCE
                ? Map.of("decision", "NO_DIFFERENCE", "outcome", "DECIDED")
                : Map.of("decision", "DECIDED", "outcome", "DECIDED");
    }

    private static @Nullable String how(Map<String, Object> data) {
        return Decision.OTHERWISE.name().equals(data.get("decision")) ? text(data, "how") : null;
    }

    private static List<Map<?, ?>> rows(Map<String, Object> data, String key) {
        List<Map<?, ?>> rows = new ArrayList<>();
        if (data.get(key) instanceof List<?> list) {
            for (Object row : list) {
                if (row instanceof Map<?, ?> map) {
                    rows.add(map);
                }
            }
        }
        return rows;
    }

    private static @Nullable String text(Map<?, ?> data, String key) {
        return data.get(key) instanceof String text && !text.isBlank() ? text.strip() : null;
    }
}

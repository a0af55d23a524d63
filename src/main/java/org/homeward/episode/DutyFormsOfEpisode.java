package org.homeward.episode;

import static org.homeward.episode.DutyAnswers.is;
import static org.homeward.episode.DutyAnswers.text;
import static org.homeward.episode.DutyAnswers.words;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.homeward.engine.Refused;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.worklist.FormTimes;
import org.homeward.worklist.TaskForm;
import org.homeward.worklist.WorkItem;
import org.springframework.stereotype.Component;

/** What people decide about an episode as a whole: who answers for it, what it was, and that it may end. */
final class DutyFormsOfEpisode {

    private DutyFormsOfEpisode() {}

    @Component
    static final class NameCareManagerForm implements TaskForm {

        private final People people;
        private final CarryOutEpisode carryOut;
        private final EpisodeDirectory directory;
        private final DutyAnswers answers;

        NameCareManagerForm(People people, CarryOutEpisode carryOut, EpisodeDirectory directory, DutyAnswers answers) {
            this.people = people;
            this.carryOut = carryOut;
            this.directory = directory;
            this.answers = answers;
        }

        @Override
        public String form() {
            return "name-care-manager";
        }

        @Override
        public Map<String, Object> prefill(WorkItem item) {
            Map<String, Object> data = new HashMap<>();
            data.put(
                    "careManagers",
                    candidates(item).stream()
                            .map(person -> Map.of("label", person.displayName(), "value", person.id()))
                            .toList());
            String named = directory.contextOf(item.subjectId()).careManager();
            if (named != null) {
                data.put("careManagerId", named);
            }
            return data;
        }

        @Override
        public List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
            return candidates(item).stream().anyMatch(person -> is(data, "careManagerId", person.id()))
                    ? List.of()
                    : List.of(new Refused.Field("careManagerId", "Choose a care manager of the owning team."));
        }

        @Override
        public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
            String careManager = text(data, "careManagerId");
            carryOut.nameCareManager(directory.contextOf(item.subjectId()).episodeId(), careManager, personId);
            answers.done(
                    item,
                    "Care manager: "
                            + people.find(careManager).map(Person::displayName).orElse(careManager)
                            + (is(data, "accepted", "ACCEPTED") ? ", accepted" : ", assigned by the lead"),
                    data,
                    personId);
            return Map.of();
        }

        private List<Person> candidates(WorkItem item) {
            return people.holding(Role.CARE_MANAGER, item.teamId());
        }
    }

    @Component
    static final class CompleteRiskFactsForm implements TaskForm {

        private static final List<String> FACTS = List.of(
                "lengthOfStayDays",
                "acuteAdmission",
                "urgentAdmission",
                "procedure",
                "oncologyService",
                "emergencyVisits6Months",
                "admissions12Months",
                "hemoglobin",
                "sodium",
                "comorbiditiesKnown",
                "comorbidities");

        private final CarryOutEpisode carryOut;
        private final Episodes episodes;
        private final VisitFacts facts;
        private final EpisodeDirectory directory;
        private final DutyAnswers answers;

        CompleteRiskFactsForm(
                CarryOutEpisode carryOut,
                Episodes episodes,
                VisitFacts facts,
                EpisodeDirectory directory,
                DutyAnswers answers) {
            this.carryOut = carryOut;
            this.episodes = episodes;
            this.facts = facts;
            this.directory = directory;
            this.answers = answers;
        }

        @Override
        public String form() {
            return "complete-risk-facts";
        }

        @Override
        public Map<String, Object> prefill(WorkItem item) {
            Map<String, Object> known = new HashMap<>();
            told(item).forEach((key, value) -> {
                if (FACTS.contains(key)) {
                    known.put(key, value instanceof Boolean yes ? (yes ? "YES" : "NO") : value);
                }
            });
            return known;
        }

        /** Told as a fact like the sender's own, so that the same facts make the same score, whoever told them. */
        @Override
        public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
            UUID episodeId = directory.contextOf(item.subjectId()).episodeId();
            Map<String, Object> all = new HashMap<>(told(item));
            FACTS.stream().filter(data::containsKey).forEach(key -> all.put(key, data.get(key)));
            answers.done(
                    item,
                    (is(data, "completeness", "COMPLETE") ? "Complete" : "The rest cannot be found") + ", from "
                            + text(data, "source"),
                    data,
                    personId);
            carryOut.tell(
                    episodeId,
                    new FactPayload.DischargeChanged(
                            DischargeDetails.builder().riskFacts(all).build()),
                    personId);
            return Map.of();
        }

        private Map<String, Object> told(WorkItem item) {
            UUID episodeId = directory.contextOf(item.subjectId()).episodeId();
            Map<String, Object> told = episodes.findById(episodeId)
                    .map(episode -> facts.stateOf(episode.visit()).discharge().riskFacts())
                    .orElse(null);
            return told == null ? Map.of() : told;
        }
    }

    @Component
    static final class DecideDischargeForm implements TaskForm {

        private final CarryOutEpisode carryOut;

        DecideDischargeForm(CarryOutEpisode carryOut) {
            this.carryOut = carryOut;
        }

        @Override
        public String form() {
            return "decide-discharge";
        }

        @Override
        public List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
            boolean dead = is(data, "reason", "DIED");
            return dead && !is(data, "decision", "NONE")
                    ? List.of(new Refused.Field("decision", "For a patient who has died there is nothing to start."))
                    : List.of();
        }

        @Override
        public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
            Verdict.Decision decision = Verdict.Decision.valueOf(text(data, "decision"));
            carryOut.tell(
                    item.subjectId(),
                    new FactPayload.TriageDecided(
                            decision, personId, words(data, "reason") + ": " + text(data, "reasonWords"), false),
                    personId);
            return Map.of("outcome", decision.name());
        }
    }

    @Component
    static final class ConfirmDeathForm implements TaskForm {

        private final CarryOutEpisode carryOut;
        private final EpisodeDirectory directory;
        private final Clock clock;

        ConfirmDeathForm(CarryOutEpisode carryOut, EpisodeDirectory directory, Clock clock) {
            this.carryOut = carryOut;
            this.directory = directory;
            this.clock = clock;
        }

        @Override
        public String form() {
            return "confirm-death";
        }

        @Override
        public List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
            ZoneId zone = directory.contextOf(item.subjectId()).zone();
            LocalDate today = clock.instant().atZone(zone).toLocalDate();
            boolean confirmed = is(data, "deathOutcome", "CONFIRMED");
            List<Refused.Field> problems = new ArrayList<>();
            if (confirmed && is(data, "source", "PATIENT")) {
                problems.add(new Refused.Field("source", "A patient who answers is alive."));
            }
            if (confirmed
                    && data.get("diedOn") != null
                    && FormTimes.date(data.get("diedOn"))
                            .filter(day -> !day.isAfter(today))
                            .isEmpty()) {
                problems.add(new Refused.Field("diedOn", "Choose a day that is not to come."));
            }
            return problems;
        }

        @Override
        public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
            ZoneId zone = directory.contextOf(item.subjectId()).zone();
            Instant diedAt = FormTimes.date(data.get("diedOn"))
                    .map(day -> day.atStartOfDay(zone).toInstant())
                    .orElse(null);
            carryOut.tell(
                    item.subjectId(),
                    is(data, "deathOutcome", "CONFIRMED")
                            ? new FactPayload.DeathConfirmed(personId, diedAt)
                            : new FactPayload.DeathRefuted(
                                    personId, words(data, "source") + ": " + text(data, "confirmedBy")),
                    personId);
            return Map.of();
        }
    }

    /** Asks, week by week, after a patient who is away, so that nobody comes home unseen. */
    @Component
    static final class AskAfterPatientForm implements TaskForm {

        private final CarryOutEpisode carryOut;
        private final EpisodeDirectory directory;
        private final EpisodeTimeline timeline;
        private final DutyAnswers answers;

        AskAfterPatientForm(
                CarryOutEpisode carryOut, EpisodeDirectory directory, EpisodeTimeline timeline, DutyAnswers answers) {
            this.carryOut = carryOut;
            this.directory = directory;
            this.timeline = timeline;
            this.answers = answers;
        }

        @Override
        public String form() {
            return "ask-after-patient";
        }

        @Override
        public List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
            if (is(data, "whereNow", "DIED") && is(data, "source", "PATIENT")) {
                return List.of(new Refused.Field("source", "A patient who answers is alive."));
            }
            if (!is(data, "whereNow", "HOME")) {
                return List.of();
            }
            return answers.moment(item, data, "homeSince")
                            .filter(since -> since.isAfter(
                                    directory.contextOf(item.subjectId()).dischargedAt()))
                            .isPresent()
                    ? List.of()
                    : List.of(new Refused.Field(
                            "homeSince", "Say since when: after the discharge, and not in the future."));
        }

        @Override
        public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
            timeline.append(
                    item.subjectId(),
                    "asked-after-patient",
                    words(data, "whereNow") + ", says " + text(data, "toldBy") + " (" + words(data, "source") + ")",
                    personId,
                    item.taskId());
            switch (text(data, "whereNow")) {
                case "HOME" ->
                    carryOut.homeAgain(
                            item.subjectId(),
                            answers.moment(item, data, "homeSince").orElseThrow(),
                            personId);
                case "NEVER_AWAY" -> carryOut.neverAway(item.subjectId(), personId);
                case "STAYS" ->
                    carryOut.tell(
                            item.subjectId(),
                            new FactPayload.Transferred(null, "Stays there for good: " + text(data, "toldBy")),
                            personId);
                case "DIED" -> carryOut.tell(item.subjectId(), new FactPayload.Died(null), personId);
                default -> {
                    // still away: the next week's question follows by itself
                }
            }
            return Map.of();
        }
    }

    /** Calls off, in one step, what was promised outside for an episode that ended early. */
    @Component
    static final class CallOffPromisesForm implements TaskForm {

        private final CarryOutEpisode carryOut;
        private final EpisodeTimeline timeline;
        private final DutyAnswers answers;

        CallOffPromisesForm(CarryOutEpisode carryOut, EpisodeTimeline timeline, DutyAnswers answers) {
            this.carryOut = carryOut;
            this.timeline = timeline;
            this.answers = answers;
        }

        @Override
        public String form() {
            return "call-off-promises";
        }

        @Override
        public Map<String, Object> prefill(WorkItem item) {
            List<String> promised = carryOut.promised(item.subjectId());
            return Map.of(
                    "promises",
                    IntStream.range(0, promised.size())
                            .mapToObj(i -> Map.of("id", String.valueOf(i), "label", promised.get(i)))
                            .toList());
        }

        @Override
        public List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
            List<Refused.Field> problems = new ArrayList<>(answers.pastMoments(item, data, "doneAt"));
            Map<String, Map<?, ?>> rows = rows(data, "promises");
            List<String> promised = carryOut.promised(item.subjectId());
            for (int i = 0; i < promised.size(); i++) {
                Map<?, ?> row = rows.getOrDefault(String.valueOf(i), Map.of());
                if (row.get("status") == null) {
                    problems.add(new Refused.Field(
                            "promises[" + i + "].status", "Say for each promise whether it was called off."));
                } else if ("CALLED_OFF".equals(row.get("status")) && blank(row.get("toldWhom"))) {
                    problems.add(new Refused.Field("promises[" + i + "].toldWhom", "Fill in whom you told."));
                }
            }
            return problems;
        }

        @Override
        public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
            Map<String, Map<?, ?>> rows = rows(data, "promises");
            List<String> promised = carryOut.promised(item.subjectId());
            for (int i = 0; i < promised.size(); i++) {
                Map<?, ?> row = rows.getOrDefault(String.valueOf(i), Map.of());
                String how =
                        switch (String.valueOf(row.get("status"))) {
                            case "CALLED_OFF" -> "called off, told " + row.get("toldWhom");
                            case "KEPT" -> "goes on, on purpose";
                            default -> "already over";
                        };
                timeline.append(
                        item.subjectId(), "promise-called-off", promised.get(i) + ": " + how, personId, item.taskId());
            }
            return Map.of();
        }
    }

    /** Ends an episode: nothing is left without an outcome or somebody who has taken it over. */
    @Component
    static final class CloseEpisodeForm implements TaskForm {

        private final Duties duties;
        private final CarryOutEpisode carryOut;
        private final DutyAnswers answers;
        private final Clock clock;

        CloseEpisodeForm(Duties duties, CarryOutEpisode carryOut, DutyAnswers answers, Clock clock) {
            this.duties = duties;
            this.carryOut = carryOut;
            this.answers = answers;
            this.clock = clock;
        }

        @Override
        public String form() {
            return "close-episode";
        }

        @Override
        public Map<String, Object> prefill(WorkItem item) {
            return Map.of(
                    "openItems",
                    duties.open(item.subjectId()).stream()
                            .map(duty -> Map.of("id", duty.id().toString(), "label", duty.description()))
                            .toList());
        }

        @Override
        public List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
            Map<String, Map<?, ?>> rows = rows(data, "openItems");
            List<Refused.Field> problems = new ArrayList<>();
            List<Duty> open = duties.open(item.subjectId());
            for (int i = 0; i < open.size(); i++) {
                Map<?, ?> row = rows.getOrDefault(open.get(i).id().toString(), Map.of());
                String field = "openItems[" + i + "].";
                switch (String.valueOf(row.get("status"))) {
                    case "SETTLED", "NOT_NEEDED" -> {
                        if (blank(row.get("words"))) {
                            problems.add(new Refused.Field(
                                    field + "words", "Say what was settled, or why it is not needed."));
                        }
                    }
                    case "HANDED_OFF" -> {
                        if (blank(row.get("receiver"))) {
                            problems.add(new Refused.Field(
                                    field + "receiver", "Fill in who has taken over what is still open."));
                        }
                    }
                    default ->
                        problems.add(new Refused.Field(
                                field + "status",
                                "Everything still open needs an outcome or somebody who takes it over."));
                }
            }
            return problems;
        }

        @Override
        public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
            Map<String, Map<?, ?>> rows = rows(data, "openItems");
            for (Duty duty : duties.open(item.subjectId())) {
                Map<?, ?> row = rows.getOrDefault(duty.id().toString(), Map.of());
                String status = String.valueOf(row.get("status"));
                boolean handedOff = status.equals("HANDED_OFF");
                duties.complete(
                        duty.id(),
                        handedOff
                                ? "Handed off in the closing review"
                                : (status.equals("SETTLED") ? "Settled: " : "No longer needed: ") + row.get("words"),
                        handedOff ? String.valueOf(row.get("receiver")).strip() : null,
                        personId,
                        clock.instant(),
                        answers.write(plain(row)));
            }
            carryOut.tell(
                    item.subjectId(),
                    new FactPayload.EndedByReview(
                            personId,
                            "From here on: " + words(data, "ongoingCare") + " " + text(data, "ongoingCareName")),
                    personId);
            return Map.of();
        }

        private static Map<String, Object> plain(Map<?, ?> row) {
            Map<String, Object> plain = new LinkedHashMap<>();
            row.forEach((key, value) -> plain.put(String.valueOf(key), value));
            return plain;
        }
    }

    private static Map<String, Map<?, ?>> rows(Map<String, Object> data, String list) {
        return data.get(list) instanceof List<?> rows
                ? rows.stream()
                        .filter(Map.class::isInstance)
                        .map(row -> (Map<?, ?>) row)
                        .filter(row -> row.get("id") != null)
                        .collect(Collectors.toMap(
                                row -> String.valueOf(row.get("id")), row -> row, (first, again) -> again))
                : Map.of();
    }

    private static boolean blank(@org.jspecify.annotations.Nullable Object value) {
        return value == null || value.toString().isBlank();
    }
}

package org.homeward.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.homeward.calendar.BusinessClock;
import org.homeward.calendar.RuleTerms.StepClass;
import org.homeward.engine.Refused;
import org.homeward.escalation.Escalation;
import org.homeward.escalation.EscalationBoard;
import org.homeward.escalation.EscalationBoard.Line;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.SignedIn;
import org.homeward.security.Team;
import org.homeward.worklist.Drafts;
import org.homeward.worklist.FormSchemas;
import org.homeward.worklist.Labels;
import org.homeward.worklist.PatientCards;
import org.homeward.worklist.PatientCards.PatientCard;
import org.homeward.worklist.Tasks;
import org.homeward.worklist.WorkItem;
import org.homeward.worklist.Worklist;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What was missed in one's teams, who was told and who answered; answer it here. And who is on call. */
@Controller
@RequestMapping("/escalations")
class EscalationsPage {

    private static final String ACKNOWLEDGE = "acknowledge-escalation";
    private static final String RESOLVE = "resolve-escalation";

    private final EscalationBoard board;
    private final PatientCards patients;
    private final Worklist worklist;
    private final Tasks tasks;
    private final Labels labels;
    private final Drafts drafts;
    private final FormSchemas forms;
    private final People people;
    private final SignedIn signedIn;
    private final BusinessClock clock;

    EscalationsPage(
            EscalationBoard board,
            PatientCards patients,
            Worklist worklist,
            Tasks tasks,
            Labels labels,
            Drafts drafts,
            FormSchemas forms,
            People people,
            SignedIn signedIn,
            BusinessClock clock) {
        this.board = board;
        this.patients = patients;
        this.worklist = worklist;
        this.tasks = tasks;
        this.labels = labels;
        this.drafts = drafts;
        this.forms = forms;
        this.people = people;
        this.signedIn = signedIn;
        this.clock = clock;
    }

    record RungRow(String role, String told, String at, String answer, boolean last) {}

    record Row(
            UUID id,
            @Nullable UUID patientId,
            String patient,
            String title,
            String clock,
            String team,
            @Nullable String tier,
            String tierWords,
            String late,
            String raised,
            String missedAt,
            String due,
            String state,
            String stateTag,
            String next,
            List<RungRow> rungs,
            boolean mayAcknowledge,
            boolean mayResolve,
            @Nullable String stepTaskId) {}

    record Group(String heading, String explanation, List<Row> rows) {}

    record CoverRow(String role, String who, String until, boolean gap) {}

    record CoverGroup(String team, List<CoverRow> rows) {}

    record Choice(String code, String label) {}

    @GetMapping
    String page(Model model) {
        Person person = signedIn.person();
        List<Row> rows = new ArrayList<>();
        Map<StepClass, List<Row>> byClass = new LinkedHashMap<>();
        for (StepClass one : List.of(StepClass.RED, StepClass.CLINICAL, StepClass.ADMINISTRATIVE)) {
            byClass.put(one, new ArrayList<>());
        }
        List<Line> lines = board.open(person);
        Map<UUID, WorkItem> steps = steps(lines, person);
        Map<UUID, PatientCard> cards = patients.of(lines.stream()
                .map(line -> line.escalation().missed().patientId())
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        for (Line line : lines) {
            Row row = row(line, cards, steps, person);
            rows.add(row);
            Objects.requireNonNull(byClass.get(line.escalation().missed().stepClass()))
                    .add(row);
        }
        List<Group> groups = new ArrayList<>();
        byClass.forEach((stepClass, some) -> {
            if (!some.isEmpty()) {
                groups.add(new Group(heading(stepClass), explanation(stepClass), some));
            }
        });
        model.addAttribute("groups", groups);
        model.addAttribute("count", rows.size());
        model.addAttribute(
                "unanswered",
                lines.stream().filter(line -> !line.escalation().answered()).count());
        model.addAttribute("cover", cover(person));
        return "escalations";
    }

    @GetMapping("/{id}")
    String one(@PathVariable UUID id, Model model) {
        Person person = signedIn.person();
        Line line = board.find(id, person).orElseThrow(NotThere::new);
        UUID patientId = line.escalation().missed().patientId();
        model.addAttribute(
                "row",
                row(
                        line,
                        patientId == null ? Map.of() : patients.of(List.of(patientId)),
                        steps(List.of(line), person),
                        person));
        model.addAttribute("open", line.escalation().open());
        model.addAttribute("reasons", reasons());
        return "escalation";
    }

    @PostMapping("/{id}/acknowledge")
    String acknowledge(@PathVariable UUID id, @RequestParam(defaultValue = "") String note, RedirectAttributes flash) {
        return answer(id, ACKNOWLEDGE, filled("action", "ACKNOWLEDGE", "note", note), "You see to it.", flash);
    }

    @PostMapping("/{id}/take-over")
    String takeOver(@PathVariable UUID id, RedirectAttributes flash) {
        return answer(id, ACKNOWLEDGE, filled("action", "TAKE_OVER", "note", ""), "The step is yours now.", flash);
    }

    @PostMapping("/{id}/resolve")
    String resolve(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(defaultValue = "") String lookAgainAt,
            RedirectAttributes flash) {
        Map<String, Object> data = filled("reason", reason, "reasonWords", words);
        if (!lookAgainAt.isBlank()) {
            data.put("lookAgainAt", lookAgainAt);
        }
        return answer(id, RESOLVE, data, "The escalation is resolved; the step is watched again.", flash);
    }

    /** Does in one press what the task behind it asks: take it, fill it in, complete it. */
    private String answer(UUID id, String form, Map<String, Object> data, String done, RedirectAttributes flash) {
        Person person = signedIn.person();
        Line line = board.find(id, person).orElseThrow(NotThere::new);
        try {
            WorkItem task = task(line, person);
            if (task == null || !form.equals(task.form())) {
                throw new Refused(
                        Refused.Kind.CONFLICT, "This escalation has moved on meanwhile. Look at where it stands now.");
            }
            tasks.claim(task.taskId(), person);
            int revision = drafts.find(task.taskId(), person.id())
                    .map(Drafts.Draft::revision)
                    .orElse(0);
            drafts.save(task.taskId(), person.id(), revision, data);
            tasks.complete(task.taskId(), person);
            flash.addFlashAttribute("done", done);
        } catch (Refused refused) {
            flash.addFlashAttribute("refused", refused.getMessage());
            return "redirect:/escalations/" + id;
        }
        return "redirect:/escalations";
    }

    private @Nullable WorkItem task(Line line, Person person) {
        return steps(List.of(line), person).get(line.escalation().id());
    }

    /** The open task of each ladder by escalation, and of each missed step by its subject. */
    private Map<UUID, WorkItem> steps(List<Line> lines, Person person) {
        Map<UUID, WorkItem> items = new HashMap<>();
        lines.stream()
                .map(line -> line.escalation().missed().episodeId())
                .distinct()
                .forEach(episode ->
                        worklist.ofEpisode(episode, person).forEach(item -> items.putIfAbsent(item.subjectId(), item)));
        return items;
    }

    private Row row(Line line, Map<UUID, PatientCard> cards, Map<UUID, WorkItem> steps, Person person) {
        Escalation escalation = line.escalation();
        Team team = people.team(escalation.missed().teamId()).orElse(null);
        Moments when = new Moments(team == null ? java.time.ZoneOffset.UTC : team.timeZone(), clock.instant());
        UUID patientId = escalation.missed().patientId();
        PatientCard card = patientId == null ? null : cards.get(patientId);
        WorkItem ladder = steps.get(escalation.id());
        boolean may = ladder != null
                && (person.id().equals(ladder.assignee())
                        || ladder.assignee() == null
                                && person.memberships().stream()
                                        .anyMatch(membership ->
                                                membership.group().equals(ladder.role() + "@" + ladder.teamId())));
        WorkItem step = steps.get(escalation.missed().subjectId());
        String tier = escalation.missed().riskTier();
        String about = step == null ? "" : labels.of(List.of(step)).getOrDefault(step.subjectId(), "");
        return new Row(
                escalation.id(),
                patientId,
                card == null ? "Unknown patient" : card.name(),
                escalation.missed().title() + (about.isEmpty() ? "" : ": " + about),
                RuleWords.label(escalation.missed().rule()),
                team == null ? escalation.missed().teamId() : team.name(),
                tier,
                MyWorkPage.riskWords(tier),
                when.span(line.late()) + " late",
                when.at(escalation.raisedAt()),
                when.at(escalation.missed().workBy()),
                when.at(escalation.missed().due()),
                state(line, when),
                escalation.answered() ? "tag--accent" : escalation.open() ? "tag--high" : "tag--done",
                next(escalation, when),
                rungs(line.rungs(), when),
                may && ladder != null && ACKNOWLEDGE.equals(ladder.form()),
                may && ladder != null && RESOLVE.equals(ladder.form()),
                step != null && person.id().equals(step.assignee()) ? step.taskId() : null);
    }

    private static String state(Line line, Moments when) {
        Escalation escalation = line.escalation();
        String who = line.acknowledgedBy() == null
                ? "Somebody"
                : line.acknowledgedBy().name();
        return switch (escalation.state()) {
            case RAISED -> "Nobody has answered";
            case ACKNOWLEDGED -> who + " sees to it";
            case TAKEN_OVER -> who + " does it";
            case RESOLVED ->
                "Resolved by "
                        + (line.closedBy() == null
                                ? "somebody"
                                : line.closedBy().name()) + at(escalation.closedAt(), when);
            case STOOD_DOWN -> "Settled by itself" + at(escalation.closedAt(), when);
        };
    }

    private static String at(@Nullable Instant at, Moments when) {
        return at == null ? "" : ", " + when.at(at);
    }

    private static String next(Escalation escalation, Moments when) {
        Instant at = escalation.nextRungAt();
        if (!escalation.open() || at == null) {
            return "";
        }
        return escalation.answered()
                ? "Climbs on " + when.inSentence(at) + " unless it is resolved by then."
                : "The next rung is told " + when.inSentence(at) + " unless somebody answers.";
    }

    /** The last rung is told again and again: that is one line, with how often. */
    private static List<RungRow> rungs(List<EscalationBoard.Step> steps, Moments when) {
        List<RungRow> rows = new ArrayList<>();
        int times = 0;
        for (EscalationBoard.Step step : steps) {
            RungRow row = rung(step, when);
            RungRow before = rows.isEmpty() ? null : rows.get(rows.size() - 1);
            if (before != null
                    && before.role().equals(row.role())
                    && before.told().equals(row.told())) {
                times++;
                rows.set(
                        rows.size() - 1,
                        new RungRow(
                                row.role(),
                                row.told(),
                                "told " + times + " times, last " + when.inSentence(step.tellAt()),
                                row.answer().isEmpty() ? before.answer() : row.answer(),
                                row.last()));
            } else {
                times = 1;
                rows.add(row);
            }
        }
        return rows;
    }

    private static RungRow rung(EscalationBoard.Step rung, Moments when) {
        String told = rung.told().stream()
                .map(EscalationBoard.Who::name)
                .reduce((one, other) -> one + ", " + other)
                .orElse("nobody holds this role");
        String answer = rung.acknowledgedBy() == null
                ? ""
                : rung.acknowledgedBy().name() + " answered"
                        + (rung.acknowledgedAt() == null ? "" : " " + when.inSentence(rung.acknowledgedAt()));
        return new RungRow(
                rung.level() == 0 ? "Reminder" : capitalised(Names.role(rung.role())),
                told,
                rung.tellAt().isAfter(when.now())
                        ? "will be told " + when.inSentence(rung.tellAt())
                        : "told " + when.inSentence(rung.tellAt()),
                answer,
                rung.last());
    }

    private List<CoverGroup> cover(Person person) {
        Map<String, List<CoverRow>> byTeam = new LinkedHashMap<>();
        for (EscalationBoard.Cover cover : board.onCall(person)) {
            Moments when = new Moments(cover.team().timeZone(), clock.instant());
            String who = cover.people().stream()
                    .map(turn -> turn.who().name()
                            + (turn.duty() == org.homeward.calendar.Rosters.Duty.ON_CALL ? ", on call" : ", on duty"))
                    .distinct()
                    .reduce((one, other) -> one + "; " + other)
                    .orElse("");
            byTeam.computeIfAbsent(cover.team().name(), key -> new ArrayList<>())
                    .add(new CoverRow(
                            capitalised(Names.role(cover.role().code())),
                            cover.gap() ? "Nobody on the roster" : who,
                            cover.coveredUntil() == null
                                    ? holders(cover.holders())
                                    : "covered until " + when.inSentence(cover.coveredUntil()),
                            cover.gap()));
        }
        return byTeam.entrySet().stream()
                .map(team -> new CoverGroup(team.getKey(), team.getValue()))
                .toList();
    }

    /** Who is told where the roster has a gap. */
    private static String holders(int holders) {
        return switch (holders) {
            case 0 -> "and nobody holds this role: the team lead is told, then the supervisor";
            case 1 -> "the one who holds this role is told";
            default -> "all " + holders + " who hold this role are told";
        };
    }

    private List<Choice> reasons() {
        List<Choice> reasons = new ArrayList<>();
        forms.get(RESOLVE).json().findParents("key").stream()
                .filter(field -> field.path("key").asText().equals("reason"))
                .forEach(field -> field.path("values")
                        .forEach(value -> reasons.add(new Choice(
                                value.path("value").asText(),
                                value.path("label").asText()))));
        return reasons;
    }

    private static Map<String, Object> filled(String key, String value, String other, String words) {
        Map<String, Object> data = new HashMap<>();
        if (!value.isBlank()) {
            data.put(key, value);
        }
        if (!words.isBlank()) {
            data.put(other, words.strip());
        }
        return data;
    }

    private static String heading(StepClass stepClass) {
        return switch (stepClass) {
            case RED -> "Red: at once";
            case CLINICAL -> "Clinical";
            case ADMINISTRATIVE -> "Administrative";
        };
    }

    private static String explanation(StepClass stepClass) {
        return switch (stepClass) {
            case RED -> "Told round the clock, up to the on-call clinician.";
            case CLINICAL -> "Climbs to the on-call clinician.";
            case ADMINISTRATIVE -> "Climbs to the supervisor in staffed hours.";
        };
    }

    private static String capitalised(String words) {
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}

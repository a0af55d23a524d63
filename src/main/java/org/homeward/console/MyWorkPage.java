package org.homeward.console;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.homeward.engine.Refused;
import org.homeward.episode.Episodes;
import org.homeward.security.Fields;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.SignedIn;
import org.homeward.worklist.Labels;
import org.homeward.worklist.PatientCards;
import org.homeward.worklist.PatientCards.PatientCard;
import org.homeward.worklist.Submissions;
import org.homeward.worklist.Tasks;
import org.homeward.worklist.WhyNow;
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

/** My work: by time to breach then risk, grouped by patient; claim in one click, the next task after completion. */
@Controller
@RequestMapping("/my-work")
class MyWorkPage {

    private static final int PAGE = 50;
    private static final Duration SOON = Duration.ofHours(4);
    static final DateTimeFormatter BORN = DateTimeFormatter.ofPattern("MMM d, yyyy", Locale.US);

    private final Worklist worklist;
    private final Tasks tasks;
    private final WhyNow whyNow;
    private final Labels labels;
    private final PatientCards patients;
    private final People people;
    private final Submissions submissions;
    private final Episodes episodes;
    private final SignedIn signedIn;
    private final Clock clock;

    MyWorkPage(
            Worklist worklist,
            Tasks tasks,
            WhyNow whyNow,
            Labels labels,
            PatientCards patients,
            People people,
            Submissions submissions,
            Episodes episodes,
            SignedIn signedIn,
            Clock clock) {
        this.worklist = worklist;
        this.tasks = tasks;
        this.whyNow = whyNow;
        this.labels = labels;
        this.patients = patients;
        this.people = people;
        this.submissions = submissions;
        this.episodes = episodes;
        this.signedIn = signedIn;
        this.clock = clock;
    }

    record Tab(String code, String label) {}

    private static final List<Tab> TABS = List.of(
            new Tab("mine", "Assigned to me"),
            new Tab("unclaimed", "Unclaimed, for my roles"),
            new Tab("team", "My teams"));

    record TaskRow(
            String id,
            String title,
            String why,
            String left,
            String state,
            Instant workBy,
            @Nullable String assignee,
            boolean mine,
            boolean claimable) {}

    record PatientGroup(
            @Nullable UUID patientId,
            String name,
            String facts,
            @Nullable String risk,
            String riskWords,
            List<String> alerts,
            List<TaskRow> tasks) {}

    @GetMapping
    String page(
            @RequestParam(defaultValue = "") String list,
            @RequestParam(required = false) @Nullable String after,
            Model model) {
        Person person = signedIn.person();
        Worklist.Position position = after == null ? null : position(after);
        String shown = list;
        List<WorkItem> items;
        if (list.isEmpty()) {
            // the first look of the day: what is mine, and if nothing is, what I could take
            shown = "mine";
            items = worklist.page(person, Worklist.Scope.MINE, position, PAGE + 1);
            if (items.isEmpty()) {
                shown = "unclaimed";
                items = worklist.page(person, Worklist.Scope.UNCLAIMED, position, PAGE + 1);
            }
        } else {
            items = worklist.page(person, scope(list), position, PAGE + 1);
        }
        boolean more = items.size() > PAGE;
        List<WorkItem> rows = more ? items.subList(0, PAGE) : items;
        List<PatientGroup> groups = groups(rows, person);
        long late = rows.stream().filter(whyNow::overdue).count();
        model.addAttribute("tabs", TABS);
        model.addAttribute("list", shown);
        model.addAttribute("patients", groups);
        model.addAttribute("lead", lead(rows.size(), groups.size(), late, more));
        model.addAttribute("next", more ? token(rows.get(rows.size() - 1)) : null);
        model.addAttribute("emptyTitle", shown.equals("mine") ? "Nothing is assigned to you" : "Nothing is waiting");
        model.addAttribute(
                "emptyText", "New tasks appear here when a discharge comes in or a clock asks for something.");
        return "my-work";
    }

    @GetMapping("/tasks/{taskId}")
    String task(@PathVariable String taskId, Model model) {
        Person person = signedIn.person();
        WorkItem item;
        try {
            item = tasks.visible(taskId, person);
        } catch (Refused notOpen) {
            // the way back in the browser after completing: to what was sent
            return submissions
                    .episodeOf(taskId)
                    .flatMap(episodes::findById)
                    .filter(episode -> person.careTeams().contains(episode.teamId()))
                    .map(episode -> "redirect:/patients/" + episode.patientId() + "/episodes/" + episode.id()
                            + "/submissions/" + taskId)
                    .orElseThrow(() -> notOpen);
        }
        model.addAttribute("taskId", taskId);
        model.addAttribute("title", item.title());
        model.addAttribute("about", labels.of(List.of(item)).get(item.subjectId()));
        model.addAttribute("patientId", item.patientId());
        // who decides about a medicine looks at the lists beside it
        model.addAttribute(
                "medications",
                item.processKey().startsWith("medication-")
                                && item.patientId() != null
                                && Fields.MEDICATION.visibleTo(person, item.teamId())
                        ? "/patients/" + item.patientId() + "/episodes/" + item.episodeId() + "/medications"
                        : null);
        model.addAttribute(
                "referrals",
                item.processKey().equals("referral-loop") && item.patientId() != null
                        ? "/patients/" + item.patientId() + "/episodes/" + item.episodeId() + "/referrals#loop-"
                                + item.subjectId()
                        : null);
        model.addAttribute("mine", person.id().equals(item.assignee()));
        model.addAttribute("claimable", claimable(item, person));
        String assignee = item.assignee();
        boolean puttable = assignee != null && !assignee.equals(person.id()) && Tasks.leads(item, person);
        model.addAttribute("puttable", puttable);
        model.addAttribute(
                "assigneeName",
                assignee == null ? "" : people.names(List.of(assignee)).getOrDefault(assignee, assignee));
        return "task";
    }

    /** For somebody who is away: whoever holds the role may take it then. */
    @PostMapping("/tasks/{taskId}/put-back")
    String putBack(@PathVariable String taskId, RedirectAttributes flash) {
        try {
            tasks.putBack(taskId, signedIn.person());
            flash.addFlashAttribute("done", "The task is back on the team's list.");
        } catch (Refused refused) {
            flash.addFlashAttribute("refused", refused.getMessage());
        }
        return "redirect:/my-work?list=team";
    }

    @PostMapping("/tasks/{taskId}/claim")
    String claim(@PathVariable String taskId, RedirectAttributes flash) {
        try {
            tasks.claim(taskId, signedIn.person());
        } catch (Refused refused) {
            flash.addFlashAttribute("refused", refused.getMessage());
            return "redirect:/my-work";
        }
        return "redirect:/my-work/tasks/" + taskId;
    }

    @PostMapping("/tasks/{taskId}/release")
    String release(@PathVariable String taskId, RedirectAttributes flash) {
        try {
            tasks.release(taskId, signedIn.person());
            flash.addFlashAttribute("done", "The task is back on the team's list. What you filled in is kept for you.");
        } catch (Refused refused) {
            flash.addFlashAttribute("refused", refused.getMessage());
        }
        return "redirect:/my-work";
    }

    /** After a completion: the next task of one's own, or the list. */
    @GetMapping("/next")
    String next(RedirectAttributes flash) {
        flash.addFlashAttribute("done", "Task completed.");
        return worklist.page(signedIn.person(), Worklist.Scope.MINE, null, 1).stream()
                .findFirst()
                .map(item -> "redirect:/my-work/tasks/" + item.taskId())
                .orElse("redirect:/my-work");
    }

    private List<PatientGroup> groups(List<WorkItem> items, Person person) {
        Map<UUID, PatientCard> cards = patients.of(items.stream()
                .map(WorkItem::patientId)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        Map<String, String> names = people.names(items.stream()
                .map(WorkItem::assignee)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        Map<UUID, String> about = labels.of(items);
        // a patient stands where their most urgent task stands; among equal times the higher risk first
        List<WorkItem> ordered = new ArrayList<>(items);
        ordered.sort(java.util.Comparator.comparing(WorkItem::workBy).thenComparing(item -> rank(item.riskTier())));
        Map<String, List<WorkItem>> byPatient = new LinkedHashMap<>();
        ordered.forEach(item -> byPatient
                .computeIfAbsent(String.valueOf(item.patientId()), key -> new ArrayList<>())
                .add(item));
        return byPatient.values().stream()
                .map(group -> {
                    WorkItem first = group.get(0);
                    PatientCard card = first.patientId() == null ? null : cards.get(first.patientId());
                    return new PatientGroup(
                            first.patientId(),
                            card == null ? "Unknown patient" : card.name(),
                            card == null ? "" : facts(card),
                            first.riskTier(),
                            riskWords(first.riskTier()),
                            card == null ? List.of() : card.alerts(),
                            group.stream()
                                    .map(item -> row(item, person, names, about))
                                    .toList());
                })
                .toList();
    }

    private TaskRow row(WorkItem item, Person person, Map<String, String> names, Map<UUID, String> about) {
        boolean late = whyNow.overdue(item);
        boolean soon = !late && Duration.between(clock.instant(), item.workBy()).compareTo(SOON) < 0;
        return new TaskRow(
                item.taskId(),
                Labels.titled(item, about),
                item.why(),
                whyNow.timeToBreach(item),
                late ? "overdue" : soon ? "soon" : "later",
                item.workBy(),
                item.assignee() == null ? null : names.getOrDefault(item.assignee(), item.assignee()),
                person.id().equals(item.assignee()),
                claimable(item, person));
    }

    private static boolean claimable(WorkItem item, Person person) {
        return item.assignee() == null
                && person.memberships().stream()
                        .anyMatch(membership -> membership.group().equals(item.role() + "@" + item.teamId()));
    }

    private String facts(PatientCard card) {
        List<String> facts = new ArrayList<>();
        if (card.birthDate() != null) {
            LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
            facts.add(BORN.format(card.birthDate()) + " ("
                    + Period.between(card.birthDate(), today).getYears() + " years)");
        }
        if (card.identifier() != null) {
            facts.add(card.identifier());
        }
        return String.join(" · ", facts);
    }

    private static int rank(@Nullable String risk) {
        return risk == null ? 1 : risk.equals("HIGH") ? 0 : risk.equals("MODERATE") ? 1 : 2;
    }

    static String riskWords(@Nullable String risk) {
        return risk == null
                ? ""
                : switch (risk) {
                    case "HIGH" -> "High risk";
                    case "MODERATE" -> "Moderate risk";
                    default -> "Low risk";
                };
    }

    private static String lead(int tasks, int patients, long late, boolean more) {
        if (tasks == 0) {
            return "No tasks.";
        }
        String count = (more ? "The first " : "") + tasks + (tasks == 1 ? " task" : " tasks") + " for " + patients
                + (patients == 1 ? " patient. " : " patients. ");
        return count
                + switch ((int) Math.min(late, 2)) {
                    case 0 -> "None is overdue.";
                    case 1 -> "One is overdue.";
                    default -> late + " are overdue.";
                };
    }

    private static Worklist.Scope scope(String list) {
        return switch (list) {
            case "unclaimed" -> Worklist.Scope.UNCLAIMED;
            case "team" -> Worklist.Scope.TEAM;
            default -> Worklist.Scope.MINE;
        };
    }

    private static String token(WorkItem last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((last.workBy() + "|" + last.taskId()).getBytes(StandardCharsets.UTF_8));
    }

    private static Worklist.@Nullable Position position(String token) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split("\\|", 2);
            return new Worklist.Position(Instant.parse(parts[0]), parts[1]);
        } catch (IllegalArgumentException | java.time.DateTimeException | ArrayIndexOutOfBoundsException e) {
            // a mangled link starts from the top
            return null;
        }
    }
}

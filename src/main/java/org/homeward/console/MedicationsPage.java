package org.homeward.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.homeward.console.MedicationWords.Mark;
import org.homeward.engine.Refused;
import org.homeward.episode.Episode;
import org.homeward.medication.Comparison;
import org.homeward.medication.ComparisonLine;
import org.homeward.medication.FinalLine;
import org.homeward.medication.Finding;
import org.homeward.medication.ListKind;
import org.homeward.medication.MedicationEntry;
import org.homeward.medication.MedicationItem;
import org.homeward.medication.MedicationItem.Decision;
import org.homeward.medication.NormalisedMedication;
import org.homeward.medication.Reconciliation;
import org.homeward.medication.Reconciliations;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.SignedIn;
import org.homeward.worklist.Drafts;
import org.homeward.worklist.Tasks;
import org.homeward.worklist.WorkItem;
import org.homeward.worklist.Worklist;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A patient's medicines: the three lists side by side, what differs, who decides it, and the list that applies. */
@Controller
@RequestMapping("/patients/{patientId}")
class MedicationsPage {

    /** Decided on the page itself; every other step has its form. */
    private static final String DECIDED_HERE = "decide-medication-item";

    private final Walls walls;
    private final PatientBanners banners;
    private final Reconciliations reconciliations;
    private final Worklist worklist;
    private final Tasks tasks;
    private final Drafts drafts;
    private final People people;
    private final TransactionTemplate transactions;
    private final SignedIn signedIn;

    MedicationsPage(
            Walls walls,
            PatientBanners banners,
            Reconciliations reconciliations,
            Worklist worklist,
            Tasks tasks,
            Drafts drafts,
            People people,
            TransactionTemplate transactions,
            SignedIn signedIn) {
        this.walls = walls;
        this.banners = banners;
        this.reconciliations = reconciliations;
        this.worklist = worklist;
        this.tasks = tasks;
        this.drafts = drafts;
        this.people = people;
        this.transactions = transactions;
        this.signedIn = signedIn;
    }

    /** @param unread what of it a person must read, in words; empty when all of it was understood */
    record Cell(String text, boolean stopped, String unread) {}

    record Row(
            String anchor,
            String name,
            List<Cell> before,
            List<Cell> discharge,
            List<Cell> taken,
            List<Mark> marks,
            List<String> details,
            List<ItemRow> items) {}

    record Choice(String code, String words) {}

    record ItemRow(
            UUID id,
            String words,
            String severity,
            String action,
            boolean verified,
            boolean reasonRequired,
            String state,
            String stateTag,
            String detail,
            @Nullable String taskId,
            boolean decidable,
            boolean chosen) {}

    record FinalRow(String medicine, String what, String style, String how, String why) {}

    /** What a person typed that was refused, to be shown again where they typed it. */
    record Typed(UUID itemId, String decision, String how, String reason, String problem) {}

    @GetMapping("/medications")
    String current(@PathVariable UUID patientId) {
        Walls.Seen seen = walls.patient(patientId, signedIn.person(), "patient.read");
        return "redirect:/patients/" + patientId + "/episodes/" + seen.current().id() + "/medications";
    }

    @GetMapping("/episodes/{episodeId}/medications")
    String page(@PathVariable UUID patientId, @PathVariable UUID episodeId, Model model) {
        return show(patientId, episodeId, null, model);
    }

    /** The list for the patient, to be printed or read out. */
    @GetMapping("/episodes/{episodeId}/medications/list")
    String list(@PathVariable UUID patientId, @PathVariable UUID episodeId, Model model) {
        Walls.Seen seen = walls.patient(patientId, signedIn.person(), "medications.read");
        Episode episode = seen.episode(episodeId);
        Reconciliation reconciliation = signed(episodeId).orElseThrow(NotThere::new);
        Moments when = banners.moments(episode);
        model.addAttribute("banner", banners.of(seen.patient(), episode));
        model.addAttribute("episodeId", episodeId);
        model.addAttribute("on", when.date(Objects.requireNonNull(reconciliation.reconciledOn())));
        model.addAttribute("by", signer(reconciliation));
        List<FinalLine> lines = reconciliations.finalList(reconciliation.id());
        model.addAttribute(
                "take", finalRows(lines, FinalLine.What.CONTINUE, FinalLine.What.CHANGED, FinalLine.What.NEW));
        model.addAttribute("stop", finalRows(lines, FinalLine.What.STOP));
        return "medication-list";
    }

    /** Claims, fills in and completes the item's own task: the same door, checks and walls as its form. */
    @PostMapping("/episodes/{episodeId}/medications/items/{itemId}")
    String decide(
            @PathVariable UUID patientId,
            @PathVariable UUID episodeId,
            @PathVariable UUID itemId,
            @RequestParam(defaultValue = "") String decision,
            @RequestParam(defaultValue = "") String how,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            RedirectAttributes flash) {
        Person person = signedIn.person();
        walls.patient(patientId, person, "medications.read").episode(episodeId);
        WorkItem task = worklist.ofEpisode(episodeId).stream()
                .filter(item -> item.subjectId().equals(itemId) && DECIDED_HERE.equals(item.form()))
                .findFirst()
                .orElse(null);
        if (task == null) {
            flash.addFlashAttribute("refused", "Somebody else has decided that meanwhile, or the lists have changed.");
            return "redirect:/patients/" + patientId + "/episodes/" + episodeId + "/medications";
        }
        Map<String, Object> data = new LinkedHashMap<>();
        put(data, "decision", decision);
        put(data, "how", how);
        put(data, "reason", reason);
        try {
            transactions.executeWithoutResult(status -> {
                tasks.claim(task.taskId(), person);
                int revision = drafts.find(task.taskId(), person.id())
                        .map(Drafts.Draft::revision)
                        .orElse(0);
                drafts.save(task.taskId(), person.id(), revision, data);
                tasks.complete(task.taskId(), person);
            });
        } catch (Refused refused) {
            String problem = refused.fields().isEmpty()
                    ? Objects.toString(refused.getMessage(), "")
                    : refused.fields().get(0).message();
            return show(patientId, episodeId, new Typed(itemId, decision, how, reason, problem), model);
        }
        flash.addFlashAttribute("done", "Decided. Whoever signs the final list sees it there.");
        return "redirect:/patients/" + patientId + "/episodes/" + episodeId + "/medications#item-" + itemId;
    }

    private static void put(Map<String, Object> data, String key, String value) {
        if (!value.isBlank()) {
            data.put(key, value.strip());
        }
    }

    private String show(UUID patientId, UUID episodeId, @Nullable Typed typed, Model model) {
        Person person = signedIn.person();
        Walls.Seen seen = walls.patient(patientId, person, "medications.read");
        Episode episode = seen.episode(episodeId);
        Moments when = banners.moments(episode);
        model.addAttribute("banner", banners.of(seen.patient(), episode));
        model.addAttribute("episodeId", episodeId);
        model.addAttribute("typed", typed);
        model.addAttribute("statement", Comparison.INTERACTION_STATEMENT);
        model.addAttribute(
                "choices",
                Arrays.stream(Decision.values())
                        .map(one -> new Choice(one.name(), MedicationWords.sentence(one.words())))
                        .toList());
        Reconciliation reconciliation = reconciliations.ofEpisode(episodeId).orElse(null);
        model.addAttribute("known", reconciliation != null);
        if (reconciliation == null) {
            return "medications";
        }
        Comparison comparison = reconciliations.comparison(reconciliation.id());
        List<MedicationItem> items = reconciliations.items(reconciliation.id());
        List<WorkItem> work = worklist.ofEpisode(episodeId);
        Map<UUID, WorkItem> taskOf = new HashMap<>();
        work.forEach(item -> taskOf.putIfAbsent(item.subjectId(), item));
        Names names = Names.of(
                people,
                items.stream()
                        .flatMap(item -> java.util.stream.Stream.of(item.decidedBy(), item.askedBy()))
                        .toList());
        Map<String, List<ItemRow>> byLine = new HashMap<>();
        List<ItemRow> others = new ArrayList<>();
        for (MedicationItem item : items) {
            if (item.status() == MedicationItem.Status.WITHDRAWN) {
                continue;
            }
            ItemRow row = item(item, taskOf.get(item.id()), person, names, when, typed);
            // what concerns several lines is worked out once, at the first
            List<String> lines = reconciliations.linesOf(item);
            if (lines.isEmpty()) {
                others.add(row);
            } else {
                byLine.computeIfAbsent(lines.get(0), key -> new ArrayList<>()).add(row);
            }
        }
        List<Row> rows = new ArrayList<>();
        for (ComparisonLine line : comparison.lines()) {
            rows.add(row(line, rows.size() + 1, byLine.getOrDefault(line.key(), List.of())));
            byLine.remove(line.key());
        }
        // decided about lines that the lists no longer have
        byLine.values().forEach(others::addAll);
        long open = items.stream().filter(MedicationItem::isOpen).count();
        model.addAttribute("rows", rows);
        model.addAttribute("others", others);
        model.addAttribute(
                "missing",
                comparison.missing().stream().map(MedicationsPage::missing).toList());
        model.addAttribute("lead", lead(reconciliation, open, when));
        model.addAttribute("gather", taskId(work, "gather-medications"));
        model.addAttribute("sign", taskId(work, "reconcile-medications"));
        model.addAttribute("tell", taskId(work, "tell-medication-list"));
        boolean signed = signed(episodeId).isPresent();
        model.addAttribute("signed", signed);
        model.addAttribute(
                "finals",
                signed
                        ? finalRows(reconciliations.finalList(reconciliation.id()), FinalLine.What.values())
                        : List.of());
        return "medications";
    }

    private Optional<Reconciliation> signed(UUID episodeId) {
        return reconciliations.ofEpisode(episodeId).filter(one -> one.signedAt() != null);
    }

    private static @Nullable String taskId(List<WorkItem> work, String form) {
        return work.stream()
                .filter(item -> form.equals(item.form()))
                .map(WorkItem::taskId)
                .findFirst()
                .orElse(null);
    }

    private String lead(Reconciliation reconciliation, long open, Moments when) {
        if (reconciliation.reconciledOn() != null) {
            return "Reconciled on " + when.date(reconciliation.reconciledOn()) + ", signed by " + signer(reconciliation)
                    + (reconciliation.toldAt() == null
                            ? ". The new list has yet to be told."
                            : ". The new list was told.");
        }
        if (reconciliation.isConcluded()) {
            return "Not reconciled: settled otherwise.";
        }
        return open == 0
                ? "Nothing is left to decide. The list is not signed yet."
                : open + (open == 1 ? " difference is" : " differences are") + " still to be decided.";
    }

    private String signer(Reconciliation reconciliation) {
        return Names.of(people, java.util.Collections.singletonList(reconciliation.signedBy()))
                        .of(reconciliation.signedBy())
                + ", "
                + MedicationWords.signature(reconciliation.signedAs()).toLowerCase(java.util.Locale.ROOT);
    }

    private static List<FinalRow> finalRows(List<FinalLine> lines, FinalLine.What... wanted) {
        return lines.stream()
                .filter(line -> line.what() != null && Arrays.asList(wanted).contains(line.what()))
                .map(line -> new FinalRow(
                        line.medicine(),
                        Objects.requireNonNull(line.what()).words(),
                        switch (Objects.requireNonNull(line.what())) {
                            case CONTINUE -> "same";
                            case CHANGED -> "changed";
                            case NEW -> "new";
                            case STOP -> "stopped";
                        },
                        line.how(),
                        line.why()))
                .toList();
    }

    private static String missing(ListKind list) {
        return switch (list) {
            case BEFORE_ADMISSION -> "Nobody sent a list from before the admission.";
            case DISCHARGE -> "The hospital sent no discharge list.";
            case TAKEN -> "What the patient really takes is not known yet.";
        };
    }

    private static Row row(ComparisonLine line, int number, List<ItemRow> items) {
        List<Mark> marks = new ArrayList<>();
        List<String> details = new ArrayList<>();
        if (line.atDischarge() != null) {
            if (!line.isUnclear()) {
                marks.add(MedicationWords.mark(line.atDischarge().change(), false));
            }
            differing(line.atDischarge().attributes(), details);
        }
        if (line.atHome() != null) {
            marks.add(MedicationWords.mark(line.atHome().change(), true));
            differing(line.atHome().attributes(), details);
        }
        for (Finding finding : line.findings()) {
            Mark mark = MedicationWords.mark(finding.category(), false);
            if (!marks.contains(mark)) {
                marks.add(mark);
            }
        }
        return new Row(
                "medicine-" + number,
                name(line),
                cells(line.beforeAdmission(), line),
                cells(line.discharge(), line),
                cells(line.taken(), line),
                marks,
                details.stream().distinct().toList(),
                items);
    }

    private static void differing(java.util.Set<org.homeward.medication.Difference.Attribute> what, List<String> to) {
        what.forEach(attribute -> to.add(MedicationWords.sentence(attribute.name())));
    }

    private static String name(ComparisonLine line) {
        return line.entries().stream()
                .filter(NormalisedMedication::coded)
                .map(NormalisedMedication::key)
                .findFirst()
                .map(MedicationWords::sentence)
                .orElse("Not recognised");
    }

    private static List<Cell> cells(List<NormalisedMedication> entries, ComparisonLine line) {
        return entries.stream()
                .map(one -> new Cell(text(one.entry()), stopped(one), unread(one, line)))
                .toList();
    }

    private static boolean stopped(NormalisedMedication one) {
        return one.entry().status() == org.homeward.medication.MedicationStatus.STOPPED;
    }

    /** As it was received, however long: the page breaks words and shows no more than a screen of it. */
    private static String text(MedicationEntry entry) {
        List<String> parts = new ArrayList<>();
        parts.add(entry.text().isBlank() ? "(nothing is written)" : entry.text().strip());
        for (String part :
                new String[] {entry.strength(), entry.form(), entry.dose(), entry.route(), entry.frequency()}) {
            if (part != null && !part.isBlank()) {
                parts.add(part.strip());
            }
        }
        String text =
                String.join(", ", parts) + (entry.indication() == null ? "" : " (for " + entry.indication() + ")");
        return text.length() > 600 ? text.substring(0, 599) + "…" : text;
    }

    private static String unread(NormalisedMedication one, ComparisonLine line) {
        return line.findings().stream()
                .filter(Finding.Uncoded.class::isInstance)
                .map(Finding.Uncoded.class::cast)
                .filter(finding -> finding.entryId().equals(one.entry().id()) && finding.list() == one.list())
                .flatMap(finding -> finding.unread().stream())
                .map(unread -> unread.reason().words())
                .distinct()
                .reduce((a, b) -> a + "; " + b)
                .map(MedicationWords::sentence)
                .orElse("");
    }

    private ItemRow item(
            MedicationItem item,
            @Nullable WorkItem task,
            Person person,
            Names names,
            Moments when,
            @Nullable Typed typed) {
        boolean free = task != null
                && (task.assignee() == null || task.assignee().equals(person.id()))
                && person.memberships().stream()
                        .anyMatch(one -> one.teamId().equals(task.teamId())
                                && one.role().code().equals(task.role()));
        String state;
        String tag;
        String detail;
        switch (item.status()) {
            case DECIDED -> {
                state = "Decided";
                tag = "tag--done";
                detail = MedicationWords.sentence(item.decisionWords()) + ". " + names.of(item.decidedBy()) + ", "
                        + when.at(Objects.requireNonNull(item.decidedAt()));
            }
            case ASKED -> {
                state = "Asked";
                tag = "tag--accent";
                detail = "Asked " + item.askedWhom() + ": " + item.question();
            }
            default -> {
                state = "To decide";
                tag = "tag--"
                        + (item.severity().equals("LOW")
                                ? "low"
                                : item.severity().equals("MODERATE") ? "moderate" : "high");
                detail = "For a " + (task == null ? item.owner() : task.role())
                        + (task == null ? "" : ", by " + when.at(task.workBy()));
            }
        }
        return new ItemRow(
                item.id(),
                item.words(),
                MedicationWords.sentence(item.severity()),
                item.action(),
                item.isVerified(),
                item.isReasonRequired(),
                state,
                tag,
                detail,
                task == null ? null : task.taskId(),
                free && task != null && DECIDED_HERE.equals(task.form()),
                typed != null && typed.itemId().equals(item.id()));
    }
}

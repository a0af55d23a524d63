package org.homeward.console;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
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
import org.homeward.medication.MedicationReading;
import org.homeward.medication.NormalisedMedication;
import org.homeward.medication.Reconciliation;
import org.homeward.medication.Reconciliations;
import org.homeward.security.Fields;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.SignedIn;
import org.homeward.worklist.Drafts;
import org.homeward.worklist.Tasks;
import org.homeward.worklist.WhyNow;
import org.homeward.worklist.WorkItem;
import org.homeward.worklist.Worklist;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
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

    /** Whoever may say what unread words mean, and take a decision back. */
    private static final List<Role> CLINICAL = List.of(Role.PHARMACIST, Role.PRESCRIBER, Role.NURSE);

    /** What concerns more medicines than that stands by itself. */
    private static final int MOST_LINES = 3;

    private final Walls walls;
    private final PatientBanners banners;
    private final Reconciliations reconciliations;
    private final Worklist worklist;
    private final Tasks tasks;
    private final Drafts drafts;
    private final People people;
    private final TransactionTemplate transactions;
    private final WhyNow whyNow;
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
            WhyNow whyNow,
            SignedIn signedIn) {
        this.walls = walls;
        this.banners = banners;
        this.reconciliations = reconciliations;
        this.worklist = worklist;
        this.tasks = tasks;
        this.drafts = drafts;
        this.people = people;
        this.transactions = transactions;
        this.whyNow = whyNow;
        this.signedIn = signedIn;
    }

    /**
     * @param said how the patient put it; empty when nobody wrote it down
     * @param readAs what a person says it is; empty when nobody had to
     * @param unread what of it a person must read, in words; empty when all of it was understood
     * @param nameKey names the words where somebody may say what they mean; null where that is known
     */
    record Cell(
            String text,
            boolean stopped,
            String said,
            String readAs,
            String unread,
            @Nullable String nameKey) {}

    /** Something that concerns this line too and is worked out at another one. */
    record Pointer(String words, UUID itemId) {}

    record UnreadAllergy(String text, String nameKey) {}

    record Read(UUID id, String words, String readAs, String detail) {}

    /** A step of the whole, for whoever may take it; for everybody else whom it waits for. */
    record Step(String taskId, String label, boolean mine, String waitsFor) {}

    /** What a person wrote that was refused. */
    record TypedReading(String nameKey, String readAs) implements Serializable {}

    record Row(
            String anchor,
            String name,
            List<Cell> before,
            List<Cell> discharge,
            List<Cell> taken,
            List<Mark> marks,
            List<String> details,
            List<ItemRow> items,
            List<Pointer> elsewhere,
            boolean blocked) {}

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
            boolean overdue,
            boolean again,
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

    /**
     * The list for the patient, to be printed or read out. Its own words are in the patient's language where there is a
     * translation; how a medicine is taken stays as it was signed, for nobody here may translate that unseen.
     */
    @GetMapping("/episodes/{episodeId}/medications/list")
    String list(
            @PathVariable UUID patientId,
            @PathVariable UUID episodeId,
            @RequestParam(required = false) @Nullable String language,
            Model model) {
        Person person = signedIn.person();
        Walls.Seen seen = walls.patient(patientId, person, "medications.read");
        Episode episode = seen.episode(episodeId);
        Walls.mustSee(Fields.MEDICATION, person, episode.teamId());
        Reconciliation reconciliation = signed(episodeId).orElseThrow(NotThere::new);
        model.addAttribute("banner", banners.of(seen.patient(), episode));
        model.addAttribute("episodeId", episodeId);
        Locale locale =
                ListWords.locale(language == null ? seen.patient().details().language() : language);
        model.addAttribute("language", locale.getLanguage());
        model.addAttribute("languages", ListWords.LANGUAGES);
        model.addAttribute("words", ListWords.in(locale));
        model.addAttribute(
                "checked",
                ListWords.checked(
                        locale, Objects.requireNonNull(reconciliation.reconciledOn()), signer(reconciliation)));
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
        Walls.mustSee(
                Fields.MEDICATION,
                person,
                walls.patient(patientId, person, "medications.read")
                        .episode(episodeId)
                        .teamId());
        WorkItem task = worklist.ofEpisode(episodeId).stream()
                .filter(item -> item.subjectId().equals(itemId) && DECIDED_HERE.equals(item.form()))
                .findFirst()
                .orElse(null);
        if (task == null) {
            flash.addFlashAttribute("refused", "Somebody else has decided that meanwhile, or the lists have changed.");
            return back(patientId, episodeId);
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
        return back(patientId, episodeId) + "#item-" + itemId;
    }

    /** Says what words mean that nobody could read; everything is checked against it at once. */
    @PostMapping("/episodes/{episodeId}/medications/readings")
    String read(
            @PathVariable UUID patientId,
            @PathVariable UUID episodeId,
            @RequestParam String nameKey,
            @RequestParam(defaultValue = "") String readAs,
            RedirectAttributes flash) {
        Person person = signedIn.person();
        Reconciliation reconciliation = changeable(patientId, episodeId, person);
        String words = readAs.strip();
        if (words.isEmpty() || words.length() > 200) {
            flash.addFlashAttribute("refused", "Write the medicine or the substance, in at most 200 characters.");
        } else {
            answered(
                    flash,
                    "Read. The lists were compared again with it.",
                    () -> reconciliations.read(reconciliation.id(), nameKey, words, person.id()));
        }
        if (flash.getFlashAttributes().containsKey("refused")) {
            flash.addFlashAttribute("typedReading", new TypedReading(nameKey, words));
        }
        return back(patientId, episodeId);
    }

    @PostMapping("/episodes/{episodeId}/medications/readings/{readingId}/back")
    String takeBackReading(
            @PathVariable UUID patientId,
            @PathVariable UUID episodeId,
            @PathVariable UUID readingId,
            RedirectAttributes flash) {
        Person person = signedIn.person();
        Reconciliation reconciliation = changeable(patientId, episodeId, person);
        answered(
                flash,
                "Taken back. What the words mean is to be found out again.",
                () -> reconciliations.takeBackReading(reconciliation.id(), readingId, person.id()));
        return back(patientId, episodeId);
    }

    /** A decision was wrong: it stays in the record, and the same thing is decided again. */
    @PostMapping("/episodes/{episodeId}/medications/items/{itemId}/again")
    String decideAgain(
            @PathVariable UUID patientId,
            @PathVariable UUID episodeId,
            @PathVariable UUID itemId,
            @RequestParam(defaultValue = "") String why,
            RedirectAttributes flash) {
        Person person = signedIn.person();
        Reconciliation reconciliation = changeable(patientId, episodeId, person);
        if (reconciliations.items(reconciliation.id()).stream()
                .noneMatch(item -> item.id().equals(itemId))) {
            throw new NotThere();
        }
        if (why.isBlank() || why.length() > 500) {
            flash.addFlashAttribute("refused", "Say why it is to be decided again, in at most 500 characters.");
        } else {
            answered(
                    flash,
                    "Taken back. It is to be decided again.",
                    () -> reconciliations.decideAgain(itemId, why.strip(), person.id()));
        }
        return back(patientId, episodeId);
    }

    private Reconciliation changeable(UUID patientId, UUID episodeId, Person person) {
        Episode episode = walls.patient(patientId, person, "medications.read").episode(episodeId);
        if (!mayChange(person, episode)) {
            throw new Refused(Refused.Kind.FORBIDDEN, "A pharmacist, prescriber or nurse of the team does that.");
        }
        return reconciliations.ofEpisode(episodeId).orElseThrow(NotThere::new);
    }

    private static boolean mayChange(Person person, Episode episode) {
        return CLINICAL.stream().anyMatch(role -> person.has(role, episode.teamId()));
    }

    private static void answered(RedirectAttributes flash, String done, Runnable what) {
        try {
            what.run();
            flash.addFlashAttribute("done", done);
        } catch (ConcurrencyFailureException faster) {
            flash.addFlashAttribute(
                    "refused", "Somebody else was faster. Look at what stands here now, and try again.");
        } catch (Refused refused) {
            flash.addFlashAttribute(
                    "refused",
                    refused.fields().isEmpty()
                            ? Objects.toString(refused.getMessage(), "")
                            : refused.fields().get(0).message());
        }
    }

    private static String back(UUID patientId, UUID episodeId) {
        return "redirect:/patients/" + patientId + "/episodes/" + episodeId + "/medications";
    }

    private static void put(Map<String, Object> data, String key, String value) {
        if (!value.isBlank()) {
            data.put(key, value.strip());
        }
    }

    private String show(UUID patientId, UUID episodeId, @Nullable Typed typed, Model model) {
        Person person = signedIn.person();
        Walls.Seen seen = typed == null
                ? walls.reading(patientId, person, "medications.read")
                : walls.patient(patientId, person, "medications.read");
        Episode episode = seen.episode(episodeId);
        Walls.mustSee(Fields.MEDICATION, person, episode.teamId());
        model.addAttribute("readOnly", seen.readOnly(episode));
        Moments when = banners.moments(episode);
        model.addAttribute("banner", banners.of(seen.patient(), episode));
        model.addAttribute("episodeId", episodeId);
        model.addAttribute("typed", typed);
        model.addAttribute("statement", Comparison.INTERACTION_STATEMENT);
        model.addAttribute(
                "choices",
                Arrays.stream(Decision.values())
                        .filter(one -> one != Decision.READ_AS)
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
                        .flatMap(item -> Stream.of(item.decidedBy(), item.askedBy()))
                        .toList());
        boolean changeable = !reconciliation.isConcluded() && mayChange(person, episode);
        Map<String, List<ItemRow>> byLine = new HashMap<>();
        Map<String, List<Pointer>> elsewhere = new HashMap<>();
        List<ItemRow> allergyItems = new ArrayList<>();
        List<ItemRow> others = new ArrayList<>();
        for (MedicationItem item : items) {
            if (item.status() == MedicationItem.Status.WITHDRAWN) {
                continue;
            }
            ItemRow row = item(item, taskOf.get(item.id()), person, names, when, changeable, typed);
            // what concerns several lines is worked out once, at the first, and the others point to it
            List<String> lines = reconciliations.linesOf(item);
            if (lines.isEmpty()) {
                allergyItems.add(row);
            } else if (lines.size() > MOST_LINES) {
                others.add(row);
            } else {
                byLine.computeIfAbsent(lines.get(0), key -> new ArrayList<>()).add(row);
                lines.stream().skip(1).forEach(line -> elsewhere
                        .computeIfAbsent(line, key -> new ArrayList<>())
                        .add(new Pointer(item.words(), item.id())));
            }
        }
        Set<String> blocked = reconciliations.blockedLines(reconciliation.id());
        List<Row> rows = new ArrayList<>();
        for (ComparisonLine line : comparison.lines()) {
            rows.add(row(
                    line,
                    rows.size() + 1,
                    changeable,
                    byLine.getOrDefault(line.key(), List.of()),
                    elsewhere.getOrDefault(line.key(), List.of()),
                    blocked.contains(line.key())));
            byLine.remove(line.key());
        }
        // decided about lines that the lists no longer have
        byLine.values().forEach(others::addAll);
        long open = items.stream().filter(MedicationItem::isOpen).count();
        model.addAttribute("rows", rows);
        model.addAttribute("allergyItems", allergyItems);
        model.addAttribute("others", others);
        model.addAttribute(
                "missing",
                comparison.missing().stream().map(MedicationsPage::missing).toList());
        model.addAttribute("lead", lead(reconciliation, open, when));
        model.addAttribute(
                "steps",
                Stream.of(
                                step(work, person, "gather-medications", "Ask what is taken"),
                                step(work, person, "reconcile-medications", "Sign off"),
                                step(work, person, "tell-medication-list", "Tell the list"))
                        .flatMap(Optional::stream)
                        .toList());
        model.addAttribute("changeable", changeable);
        model.addAttribute(
                "unreadAllergies",
                reconciliations.unreadAllergies(reconciliation.id()).stream()
                        .map(one -> new UnreadAllergy(one.text(), one.nameKey()))
                        .distinct()
                        .toList());
        model.addAttribute("readings", readings(reconciliation, when));
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

    private static Optional<Step> step(List<WorkItem> work, Person person, String form, String label) {
        return work.stream()
                .filter(item -> form.equals(item.form()))
                .findFirst()
                .map(item -> new Step(
                        item.taskId(),
                        label,
                        mayTake(item, person),
                        label + " waits for a " + item.role().replace('-', ' ')
                                + (item.assignee() == null || item.assignee().equals(person.id())
                                        ? ""
                                        : ", who has claimed it")));
    }

    private static boolean mayTake(WorkItem task, Person person) {
        return (task.assignee() == null || task.assignee().equals(person.id()))
                && person.memberships().stream()
                        .anyMatch(one -> one.teamId().equals(task.teamId())
                                && one.role().code().equals(task.role()));
    }

    private List<Read> readings(Reconciliation reconciliation, Moments when) {
        List<MedicationReading> holding = reconciliations.readings(reconciliation.id()).stream()
                .filter(reading -> reading.takenBackAt() == null)
                .toList();
        Names names =
                Names.of(people, holding.stream().map(MedicationReading::readBy).toList());
        return holding.stream()
                .map(reading -> new Read(
                        reading.id(),
                        reading.words(),
                        reading.readAs(),
                        names.of(reading.readBy()) + ", " + when.at(reading.readAt())))
                .toList();
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

    private static Row row(
            ComparisonLine line,
            int number,
            boolean changeable,
            List<ItemRow> items,
            List<Pointer> elsewhere,
            boolean blocked) {
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
                cells(line.beforeAdmission(), line, changeable),
                cells(line.discharge(), line, changeable),
                cells(line.taken(), line, changeable),
                marks,
                details.stream().distinct().toList(),
                items,
                elsewhere,
                blocked);
    }

    private static void differing(java.util.Set<org.homeward.medication.Difference.Attribute> what, List<String> to) {
        what.forEach(attribute -> to.add(MedicationWords.sentence(attribute.name())));
    }

    private static String name(ComparisonLine line) {
        return line.entries().stream().anyMatch(NormalisedMedication::coded) ? line.name() : "Not recognised";
    }

    private static List<Cell> cells(List<NormalisedMedication> entries, ComparisonLine line, boolean changeable) {
        return entries.stream()
                .map(one -> new Cell(
                        text(one.entry()),
                        stopped(one),
                        Objects.toString(one.entry().said(), ""),
                        Objects.toString(one.entry().readAs(), ""),
                        unread(one, line),
                        changeable && one.isUnclear() && !one.entry().text().isBlank()
                                ? one.entry().nameKey()
                                : null))
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
            boolean changeable,
            @Nullable Typed typed) {
        String state;
        String tag;
        String detail;
        switch (item.status()) {
            case DECIDED -> {
                state = "Decided";
                tag = "tag--done";
                detail = MedicationWords.capital(item.decisionWords()) + ". " + names.of(item.decidedBy()) + ", "
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
                        + (task == null ? "" : ", by " + when.at(task.workBy()))
                        + (item.question() == null
                                ? ""
                                : ". Before the lists changed, " + item.askedWhom() + " was asked: " + item.question());
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
                task != null && mayTake(task, person) && DECIDED_HERE.equals(task.form()),
                task != null && whyNow.overdue(task),
                changeable && item.status() == MedicationItem.Status.DECIDED && item.decision() != Decision.READ_AS,
                typed != null && typed.itemId().equals(item.id()));
    }
}

package org.homeward.worklist.web;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.homeward.audit.Audit;
import org.homeward.engine.Refused;
import org.homeward.security.Fields;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.SignedIn;
import org.homeward.worklist.Drafts;
import org.homeward.worklist.FormZones;
import org.homeward.worklist.Labels;
import org.homeward.worklist.PatientCards;
import org.homeward.worklist.PatientCards.PatientCard;
import org.homeward.worklist.TaskBackground;
import org.homeward.worklist.TaskForms;
import org.homeward.worklist.Tasks;
import org.homeward.worklist.WhyNow;
import org.homeward.worklist.WorkContexts;
import org.homeward.worklist.WorkItem;
import org.homeward.worklist.Worklist;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tasks for the form host, for Tasklist's cards and for quick find. Another team's task is 404. */
@RestController
@RequestMapping("/api/v1/tasks")
class TasksApi {

    private static final int MOST_CARDS = 200;
    /** More patients than this nobody reads through: another letter finds fewer. */
    private static final int MOST_FOUND = 8;

    private final Worklist worklist;
    private final Tasks tasks;
    private final TaskForms forms;
    private final Drafts drafts;
    private final WhyNow whyNow;
    private final Labels labels;
    private final PatientCards patients;
    private final WorkContexts contexts;
    private final FormZones zones;
    private final List<TaskBackground> backgrounds;
    private final People people;
    private final Audit audit;
    private final SignedIn signedIn;

    TasksApi(
            Worklist worklist,
            Tasks tasks,
            TaskForms forms,
            Drafts drafts,
            WhyNow whyNow,
            Labels labels,
            PatientCards patients,
            WorkContexts contexts,
            FormZones zones,
            List<TaskBackground> backgrounds,
            People people,
            Audit audit,
            SignedIn signedIn) {
        this.worklist = worklist;
        this.tasks = tasks;
        this.forms = forms;
        this.drafts = drafts;
        this.whyNow = whyNow;
        this.labels = labels;
        this.patients = patients;
        this.contexts = contexts;
        this.zones = zones;
        this.backgrounds = backgrounds;
        this.people = people;
        this.audit = audit;
        this.signedIn = signedIn;
    }

    /** What the form host shows. */
    record OpenedForm(
            String taskId,
            @Nullable String form,
            String title,
            Object schema,
            Map<String, Object> data,
            int revision,
            boolean readOnly,
            @Nullable String readOnlyReason,
            @Nullable String assignee,
            @Nullable PatientCard patient,
            String why,
            List<WhyNow.Explained> clocks,
            @Nullable String riskTier,
            FormZones.@Nullable Zones zones,
            List<TaskBackground.Note> before) {}

    record DraftToSave(int revision, @Nullable Map<String, Object> data) {}

    record Saved(int revision) {}

    record Completion(int revision) {}

    record CardsWanted(List<String> taskIds) {}

    record Card(
            String patient,
            @Nullable LocalDate birthDate,
            @Nullable String identifier,
            String why,
            @Nullable String risk,
            String dueText,
            Instant workBy,
            boolean overdue,
            List<String> alerts) {}

    record Cards(Map<String, Card> cards) {}

    record Search(@Nullable String q) {}

    record Found(
            String taskId,
            String title,
            String patient,
            @Nullable String identifier,
            @Nullable LocalDate birthDate,
            Instant workBy) {}

    @GetMapping("/{taskId}/form")
    OpenedForm form(@PathVariable String taskId) {
        Person person = signedIn.person();
        WorkItem item = tasks.visible(taskId, person);
        // whose task it is sees its form; others as far as their own work needs what is in it
        if (item.form() != null
                && !Fields.formVisibleTo(person, item.teamId(), item.form())
                && Role.of(item.role())
                        .filter(role -> person.has(role, item.teamId()))
                        .isEmpty()) {
            throw new Refused(Refused.Kind.FORBIDDEN, "What is in this form is for other roles of the team.");
        }
        if (item.patientId() != null) {
            audit.recordRead(
                    person.id(),
                    "task.read",
                    "patient",
                    item.patientId().toString(),
                    item.teamId(),
                    Map.of("task", taskId));
        }
        TaskForms.Opened opened = forms.open(item, person.id());
        List<WhyNow.Explained> clocks = whyNow.clocks(item);
        return new OpenedForm(
                taskId,
                item.form(),
                Labels.titled(item, labels.of(List.of(item))),
                opened.schema().json(),
                opened.data(),
                opened.revision(),
                !person.id().equals(item.assignee()),
                readOnlyReason(item, person),
                item.assignee(),
                card(item),
                // the clock says why; without one the row does
                clocks.isEmpty() ? item.why() : "",
                clocks,
                item.riskTier(),
                zones.of(item.teamId(), contexts.patientZone(item.subjectId())),
                backgrounds.stream()
                        .flatMap(background -> background.of(item).stream())
                        .toList());
    }

    /** Two who do not know of each other would both call. */
    private @Nullable String readOnlyReason(WorkItem item, Person person) {
        String holder = item.assignee();
        if (holder == null) {
            return "Nobody has taken this task yet. Claim it to fill in its form.";
        }
        return holder.equals(person.id())
                ? null
                : people.names(List.of(holder)).getOrDefault(holder, holder)
                        + " has this task. Ask them before you do anything about it; a lead can put it back for the team.";
    }

    @PutMapping("/{taskId}/draft")
    Saved save(@PathVariable String taskId, @RequestBody DraftToSave draft) {
        Person person = signedIn.person();
        if (draft.data() == null) {
            throw new Refused(Refused.Kind.INVALID, "A draft has data; an empty form is {}.");
        }
        WorkItem item = tasks.visible(taskId, person);
        if (!person.id().equals(item.assignee())) {
            throw new Refused(Refused.Kind.CONFLICT, "Claim this task first; what you typed is not saved.");
        }
        return new Saved(drafts.save(taskId, person.id(), draft.revision(), draft.data()));
    }

    @PostMapping("/{taskId}/claim")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void claim(@PathVariable String taskId) {
        tasks.claim(taskId, signedIn.person());
    }

    @PostMapping("/{taskId}/release")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void release(@PathVariable String taskId) {
        tasks.release(taskId, signedIn.person());
    }

    @PostMapping("/{taskId}/completion")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void complete(@PathVariable String taskId, @RequestBody Completion completion) {
        Person person = signedIn.person();
        int saved = drafts.find(taskId, person.id()).map(Drafts.Draft::revision).orElse(0);
        if (saved != completion.revision()) {
            throw new Refused(
                    Refused.Kind.CONFLICT, "This form was changed in another window. Reload it to go on from there.");
        }
        tasks.complete(taskId, person);
    }

    @PostMapping("/cards")
    Cards cards(@RequestBody CardsWanted wanted) {
        List<String> ids = wanted.taskIds().stream()
                .filter(Objects::nonNull)
                .limit(MOST_CARDS)
                .toList();
        Map<String, WorkItem> items = worklist.find(ids, signedIn.person());
        Map<UUID, PatientCard> cards = patients.of(items.values().stream()
                .map(WorkItem::patientId)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        Map<UUID, String> about = labels.of(items.values());
        Map<String, Card> result = new LinkedHashMap<>();
        items.forEach((id, item) -> {
            PatientCard patient = item.patientId() == null ? null : cards.get(item.patientId());
            result.put(
                    id,
                    new Card(
                            patient == null ? "" : patient.name(),
                            patient == null ? null : patient.birthDate(),
                            patient == null ? null : patient.identifier(),
                            about.containsKey(item.subjectId())
                                    ? about.get(item.subjectId()) + ". " + item.why()
                                    : item.why(),
                            item.riskTier(),
                            whyNow.timeToBreach(item),
                            item.workBy(),
                            whyNow.overdue(item),
                            patient == null ? List.of() : patient.alerts()));
        });
        return new Cards(result);
    }

    /** POST, so that a patient's name is in no URL and in no proxy's log. */
    @PostMapping("/search")
    List<Found> find(@RequestBody Search search) {
        String q = search.q() == null ? "" : search.q();
        if (q.isBlank()) {
            return List.of();
        }
        Person person = signedIn.person();
        // how many: a row for each on every list would outgrow everything else on the trail
        List<UUID> ids = patients.matching(q.strip(), MOST_FOUND, page -> worklist.withOpenTasks(page, person));
        audit.recordRead(
                person.id(),
                "patients.searched",
                "patients",
                "tasks",
                null,
                Map.of("found", Integer.toString(ids.size())));
        Map<UUID, PatientCard> cards = patients.of(ids);
        List<Found> found = new ArrayList<>();
        Map<UUID, Integer> rank = new HashMap<>();
        ids.forEach(id -> rank.put(id, rank.size()));
        List<WorkItem> items = worklist.ofPatients(ids, person);
        Map<UUID, String> about = labels.of(items);
        items.stream()
                .sorted((a, b) ->
                        Integer.compare(rank.getOrDefault(a.patientId(), 0), rank.getOrDefault(b.patientId(), 0)))
                .forEach(item -> {
                    PatientCard patient = cards.get(item.patientId());
                    if (patient != null) {
                        found.add(new Found(
                                item.taskId(),
                                Labels.titled(item, about),
                                patient.name(),
                                patient.identifier(),
                                patient.birthDate(),
                                item.workBy()));
                    }
                });
        return found;
    }

    private @Nullable PatientCard card(WorkItem item) {
        return item.patientId() == null
                ? null
                : patients.of(List.of(item.patientId())).get(item.patientId());
    }
}

package org.homeward.medication;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.worklist.SubjectLabels;
import org.homeward.worklist.TaskBackground;
import org.homeward.worklist.WorkItem;
import org.springframework.stereotype.Component;

/** Which difference a task is about, and what the lists say of it. */
@Component
class MedicationLabels implements SubjectLabels, TaskBackground {

    private static final String BLOCKED =
            "It meets an allergy that nobody has decided about: tell nobody to take it before the prescriber has";

    private final MedicationItems items;
    private final Reconciliations reconciliations;
    private final EpisodeDirectory directory;

    MedicationLabels(MedicationItems items, Reconciliations reconciliations, EpisodeDirectory directory) {
        this.items = items;
        this.reconciliations = reconciliations;
        this.directory = directory;
    }

    @Override
    public Map<UUID, String> of(Collection<UUID> subjectIds) {
        Map<UUID, String> labels = new HashMap<>();
        items.findAllById(subjectIds).forEach(item -> labels.put(item.id(), item.words()));
        return labels;
    }

    @Override
    public List<Note> of(WorkItem task) {
        String kind = directory
                .find(task.subjectId())
                .map(context -> context.subjectKind())
                .orElse("");
        if (kind.equals(Reconciliations.ITEM_KIND)) {
            return about(reconciliations.item(task.subjectId()));
        }
        if (!kind.equals(Reconciliations.KIND)) {
            return List.of();
        }
        Reconciliation reconciliation = reconciliations.get(task.subjectId());
        List<Note> notes = new ArrayList<>(
                task.elementId().equals("Task_ReconcileMedications") ? decisions(reconciliation) : List.of());
        reconciliations.comparison(reconciliation.id()).missing().stream()
                .filter(list -> list != ListKind.TAKEN)
                .forEach(list -> notes.add(new Note(
                        reconciliation.orderedAt(),
                        list == ListKind.DISCHARGE
                                ? "The hospital sent no discharge list: obtain it"
                                : "Nobody sent a list from before the admission")));
        return notes;
    }

    private List<Note> about(MedicationItem item) {
        List<Note> notes = new ArrayList<>();
        Instant at = item.openedAt();
        if (item.question() != null) {
            notes.add(new Note(
                    Objects.requireNonNull(item.askedAt()),
                    "Asked " + item.askedWhom() + ": " + item.question()
                            + (item.status() == MedicationItem.Status.OPEN
                                    ? " (before the lists changed: ask again if it still matters)"
                                    : "")));
        }
        if (item.remindedAt() != null) {
            notes.add(new Note(item.remindedAt(), "No answer had come by then: ask again"));
        }
        notes.add(new Note(at, "To do: " + item.action() + (item.isVerified() ? "" : " (not clinically verified)")));
        List<String> allergies = reconciliations.allergies(item.reconciliationId());
        notes.add(new Note(
                at, allergies.isEmpty() ? "No allergy is known" : "Allergies: " + String.join(", ", allergies)));
        List<String> keys = reconciliations.linesOf(item);
        if (item.category() != Category.ALLERGY
                && reconciliations.blockedLines(item.reconciliationId()).stream()
                        .anyMatch(keys::contains)) {
            notes.add(new Note(at, BLOCKED));
        }
        Comparison comparison = reconciliations.comparison(item.reconciliationId());
        boolean asked = !comparison.missing().contains(ListKind.TAKEN);
        for (ComparisonLine line : comparison.lines()) {
            if (keys.contains(line.key())) {
                notes.add(new Note(
                        at,
                        ItemWords.name(line) + ". Before: " + said(line.beforeAdmission()) + ". Discharge: "
                                + said(line.discharge()) + ". Taken now: "
                                + (asked ? said(line.taken()) : "nobody has asked yet")));
            }
        }
        if (item.category() == Category.INTERACTION) {
            notes.add(new Note(at, Comparison.INTERACTION_STATEMENT));
        }
        return notes;
    }

    private List<Note> decisions(Reconciliation reconciliation) {
        return reconciliations.items(reconciliation.id()).stream()
                .filter(item -> item.status() == MedicationItem.Status.DECIDED)
                .map(item ->
                        new Note(Objects.requireNonNull(item.decidedAt()), item.words() + " → " + item.decisionWords()))
                .toList();
    }

    private static String said(List<NormalisedMedication> entries) {
        return entries.isEmpty()
                ? "nothing"
                : entries.stream()
                        .map(one -> ListEntries.line(one.entry())
                                + (one.entry().said() == null
                                        ? ""
                                        : " (in the patient's words: "
                                                + one.entry().said() + ")")
                                + (one.stopped() ? " (stopped)" : ""))
                        .map(words -> ItemWords.shortened(words, 200))
                        .collect(Collectors.joining("; "));
    }
}

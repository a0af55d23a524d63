package org.homeward.medication;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.homeward.episode.Duty;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.episode.ItemSource;
import org.homeward.episode.OwnerSource;
import org.homeward.episode.StepSource;
import org.homeward.medication.MedicationItem.FoundIn;
import org.homeward.security.People;
import org.homeward.security.Role;
import org.springframework.stereotype.Component;

/** Offer the open reconciliation to the model of a transition and its items to its own, and say who owns each step. */
@Component
class MedicationSteps implements ItemSource, StepSource, OwnerSource {

    private final ReconciliationRows rows;
    private final MedicationItems items;
    private final EpisodeDirectory directory;
    private final People people;

    MedicationSteps(ReconciliationRows rows, MedicationItems items, EpisodeDirectory directory, People people) {
        this.rows = rows;
        this.items = items;
        this.directory = directory;
        this.people = people;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(
                Reconciliations.KIND, Reconciliations.ITEM_KIND, "taken-medication-item", "added-medication-item");
    }

    /** What the patient's own list showed has its place in the model, and what came while it runs another. */
    @Override
    public List<UUID> open(UUID episodeId, String kind) {
        Optional<Reconciliation> open = rows.findByEpisodeId(episodeId).filter(one -> !one.isConcluded());
        if (kind.equals(Reconciliations.KIND)) {
            return open.map(Reconciliation::id).stream().toList();
        }
        return open.stream()
                .flatMap(one -> items.findByReconciliationIdOrderById(one.id()).stream())
                .filter(MedicationItem::isOpen)
                .filter(item -> switch (kind) {
                    case "taken-medication-item" -> item.foundIn() == FoundIn.TAKEN;
                    case "added-medication-item" -> !item.isTakenUp();
                    default -> true;
                })
                .map(MedicationItem::id)
                .toList();
    }

    @Override
    public Duty.Kind kind() {
        return Duty.Kind.MEDICATION_RECONCILIATION;
    }

    @Override
    public Optional<Ending> endingOf(UUID dutyId) {
        return rows.findByDutyId(dutyId)
                .filter(Reconciliation::isConcluded)
                .map(Reconciliation::processInstanceId)
                .filter(Objects::nonNull)
                .map(instance -> new Ending(instance, "EndEvent_MedicinesReconciled"));
    }

    @Override
    public String role() {
        return "medication-owner";
    }

    /** An item's owner is in its table. Who signs is whoever of those that may the team has, the pharmacist first. */
    @Override
    public String ownerOf(UUID subjectId, String teamId) {
        if (directory.contextOf(subjectId).subjectKind().equals(Reconciliations.ITEM_KIND)) {
            return items.findById(subjectId).orElseThrow().nextRole();
        }
        return List.of(Role.PHARMACIST, Role.PRESCRIBER, Role.NURSE).stream()
                .filter(role -> !people.holding(role, teamId).isEmpty())
                .findFirst()
                .orElse(Role.PHARMACIST)
                .code();
    }
}

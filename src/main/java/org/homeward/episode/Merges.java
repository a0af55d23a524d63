package org.homeward.episode;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Follow patients through their merges. Records once merged stay one person; a merge back (B into A after A into B) only
 * changes whose number survives, so that no cycle can form.
 */
final class Merges {

    private final Map<UUID, UUID> survivors = new HashMap<>();

    private Merges() {}

    /** @param history in order */
    static Merges of(Collection<VisitFact> history) {
        var merges = new Merges();
        for (var fact : history) {
            if (fact.payload() instanceof FactPayload.PatientMerged merged) {
                merges.add(merged.retired(), merged.surviving());
            }
        }
        return merges;
    }

    UUID survivor(UUID patient) {
        var current = patient;
        for (var next = survivors.get(current); next != null; next = survivors.get(current)) {
            current = next;
        }
        return current;
    }

    private void add(UUID retired, UUID surviving) {
        var rootOfRetired = survivor(retired);
        if (!rootOfRetired.equals(survivor(surviving))) {
            survivors.put(rootOfRetired, surviving);
        } else if (rootOfRetired.equals(retired) && !retired.equals(surviving)) {
            survivors.remove(surviving);
            survivors.put(retired, surviving);
        }
    }
}

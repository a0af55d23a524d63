package org.homeward.medication;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hold the lists to compare. A list that nobody gave is null and compared with nothing; an empty one says "none". */
public record MedicationLists(
        @Nullable List<MedicationEntry> beforeAdmission,
        @Nullable List<MedicationEntry> discharge,
        @Nullable List<MedicationEntry> taken) {

    public MedicationLists {
        beforeAdmission = beforeAdmission == null ? null : List.copyOf(beforeAdmission);
        discharge = discharge == null ? null : List.copyOf(discharge);
        taken = taken == null ? null : List.copyOf(taken);
    }

    public @Nullable List<MedicationEntry> of(ListKind kind) {
        return switch (kind) {
            case BEFORE_ADMISSION -> beforeAdmission;
            case DISCHARGE -> discharge;
            case TAKEN -> taken;
        };
    }

    /** The lists that are still to be gathered. */
    public Set<ListKind> missing() {
        Set<ListKind> missing = EnumSet.noneOf(ListKind.class);
        for (ListKind kind : ListKind.values()) {
            if (of(kind) == null) {
                missing.add(kind);
            }
        }
        return missing;
    }
}

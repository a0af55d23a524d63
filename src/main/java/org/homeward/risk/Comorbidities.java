package org.homeward.risk;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Hold the comorbidities that are known, and whether the list is known to be whole.
 *
 * @param present each condition the patient is known to have
 * @param complete true when a person or a problem list says that there are no others. Discharge diagnoses alone show
 *     what is there, never what is not
 */
public record Comorbidities(Set<CharlsonCondition> present, boolean complete) {

    public static final Comorbidities UNKNOWN = new Comorbidities(Set.of(), false);

    public static final Comorbidities NONE = new Comorbidities(Set.of(), true);

    public Comorbidities {
        // in a fixed order, so that equal facts are written as equal text
        Set<CharlsonCondition> ordered = EnumSet.noneOf(CharlsonCondition.class);
        ordered.addAll(present);
        present = Collections.unmodifiableSet(ordered);
    }

    public static Comorbidities all(Collection<CharlsonCondition> present) {
        return new Comorbidities(Set.copyOf(present), true);
    }

    public static Comorbidities atLeast(Collection<CharlsonCondition> present) {
        return new Comorbidities(Set.copyOf(present), false);
    }

    /** Both together; the list is whole when either of them is said to be. */
    public Comorbidities plus(Comorbidities other) {
        Set<CharlsonCondition> both = EnumSet.noneOf(CharlsonCondition.class);
        both.addAll(present);
        both.addAll(other.present);
        return new Comorbidities(both, complete || other.complete);
    }

    /** What counts: a patient has one diabetes, so with end-organ damage the one without complications falls away. */
    Set<CharlsonCondition> counted() {
        Set<CharlsonCondition> counted = EnumSet.noneOf(CharlsonCondition.class);
        counted.addAll(present);
        if (counted.contains(CharlsonCondition.DIABETES_WITH_END_ORGAN_DAMAGE)) {
            counted.remove(CharlsonCondition.DIABETES);
        }
        return counted;
    }
}

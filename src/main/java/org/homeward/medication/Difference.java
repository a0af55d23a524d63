package org.homeward.medication;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Say how a medicine passes from one list to the next.
 *
 * @param change CONTINUE, CHANGED, NEW, STOPPED, OMISSION or SUBSTITUTION
 * @param attributes what differs, for CHANGED and OMISSION
 * @param lost ingredients of a combination that no medicine of the later list contains
 */
public record Difference(Category change, Set<Attribute> attributes, List<String> lost) {

    /** Names what may differ. */
    public enum Attribute {
        INGREDIENT,
        STRENGTH,
        FORM,
        ROUTE,
        /** The amount a day; where that cannot be computed, the amount at a time. */
        DOSE,
        FREQUENCY,
        /** On hold in one list and not in the other. */
        STATUS
    }

    private static final Set<Attribute> PRESENTATION = EnumSet.of(Attribute.STRENGTH, Attribute.FORM);

    public Difference {
        Set<Attribute> ordered = EnumSet.noneOf(Attribute.class);
        ordered.addAll(attributes);
        attributes = Collections.unmodifiableSet(ordered);
        lost = List.copyOf(lost);
    }

    static Difference of(Category change) {
        return new Difference(change, Set.of(), List.of());
    }

    static Difference of(Collection<Attribute> differing) {
        return differing.isEmpty()
                ? of(Category.CONTINUE)
                : new Difference(Category.CHANGED, Set.copyOf(differing), List.of());
    }

    /** Whether only the product looks different, and the same amount is taken in the same way. */
    public boolean onlyPresentation() {
        return change == Category.CHANGED && PRESENTATION.containsAll(attributes);
    }
}

package org.homeward.medication;

/** Name what a comparison finds; the rules of decision {@code medication-discrepancy} go by it. */
public enum Category {
    CONTINUE,
    CHANGED,
    NEW,
    STOPPED,
    OMISSION,
    SUBSTITUTION,
    DUPLICATE,
    INTERACTION,
    ALLERGY,
    HIGH_ALERT,
    PIM,
    UNCODED
}

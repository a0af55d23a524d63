package org.homeward.medication;

/**
 * Hold a class that rules speak of.
 *
 * @param duplicate two different members on one list are a duplicate
 * @param substitution members are swapped by formularies
 * @param allergy an allergy to one member concerns all
 * @param source where the class, as a class of this kind, comes from
 */
public record MedicationClass(
        String name,
        String label,
        HighAlert highAlert,
        boolean duplicate,
        boolean substitution,
        boolean allergy,
        String source) {

    /** Says when members are high-alert medicines. */
    public enum HighAlert {
        NO,
        YES,
        INJECTED
    }
}

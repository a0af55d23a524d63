package org.homeward.medication;

/** Say what a list states about taking a medicine; the first four are all to be taken. */
public enum MedicationStatus {
    ACTIVE,
    NEW,
    CHANGED,
    UNCHANGED,
    ON_HOLD,
    STOPPED;

    /** An explicit stop: the only thing that makes a medicine stopped. */
    boolean stopped() {
        return this == STOPPED;
    }
}

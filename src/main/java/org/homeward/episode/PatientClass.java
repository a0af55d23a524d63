package org.homeward.episode;

/** Sort visits by what they mean for the patient's way home; senders' own codes are translated before they get here. */
public enum PatientClass {
    INPATIENT(true),
    OBSERVATION(true),
    PARTIAL_HOSPITALIZATION(false),
    SKILLED_NURSING(false),
    REHABILITATION(false),
    LONG_TERM_CARE(false),
    PSYCHIATRIC(true),
    EMERGENCY(false),
    OUTPATIENT(false),
    /** A visit of a class nobody could translate is taken for a stay: parking too much is seen, calling too much hurts. */
    UNKNOWN(true);

    private final boolean hospitalStay;

    PatientClass(boolean hospitalStay) {
        this.hospitalStay = hospitalStay;
    }

    /** Whether such a visit, begun after a discharge, is a return to hospital. */
    public boolean isHospitalStay() {
        return hospitalStay;
    }

    /** Whether the patient sleeps where the visit is, so that nobody is at home to be called. */
    boolean isAway() {
        return hospitalStay || this == SKILLED_NURSING || this == REHABILITATION || this == LONG_TERM_CARE;
    }
}

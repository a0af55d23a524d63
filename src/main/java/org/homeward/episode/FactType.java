package org.homeward.episode;

/** List what can be said about a stay or its patient. Stored by name. */
public enum FactType {
    ADMITTED(FactPayload.Admitted.class),
    ADMISSION_CANCELLED(FactPayload.AdmissionCancelled.class),
    DISCHARGED(FactPayload.Discharged.class),
    DISCHARGE_CHANGED(FactPayload.DischargeChanged.class),
    DISCHARGE_CANCELLED(FactPayload.DischargeCancelled.class),
    READMITTED(FactPayload.Readmitted.class),
    READMISSION_CANCELLED(FactPayload.ReadmissionCancelled.class),
    DIED(FactPayload.Died.class),
    DEATH_CONFIRMED(FactPayload.DeathConfirmed.class),
    DEATH_REFUTED(FactPayload.DeathRefuted.class),
    REFUSED(FactPayload.Refused.class),
    TRANSFERRED(FactPayload.Transferred.class),
    OWNER_TRANSFERRED(FactPayload.OwnerTransferred.class),
    TRIAGE_DECIDED(FactPayload.TriageDecided.class),
    ENDED_BY_REVIEW(FactPayload.EndedByReview.class),
    PATIENT_MERGED(FactPayload.PatientMerged.class);

    private final Class<? extends FactPayload> payload;

    FactType(Class<? extends FactPayload> payload) {
        this.payload = payload;
    }

    Class<? extends FactPayload> payload() {
        return payload;
    }
}

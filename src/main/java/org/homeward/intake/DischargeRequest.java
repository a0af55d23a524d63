package org.homeward.intake;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.homeward.patient.PatientDetails;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a discharge message says. In a change an absent part or list means "unchanged"; in a discharge, "not
 * known".
 *
 * @param recordedAt when the sender recorded it; of two messages about a visit the later recorded one counts
 * @param diedAt when the patient died, where the sender knows
 */
public record DischargeRequest(
        @Nullable OffsetDateTime recordedAt,
        @Nullable PatientDetails patient,
        @Nullable OffsetDateTime diedAt,
        @Nullable Encounter encounter,
        @Nullable List<Diagnosis> diagnoses,
        @Nullable List<Allergy> allergies,
        @Nullable List<Medication> preAdmissionMedications,
        @Nullable List<Medication> dischargeMedications,
        @Nullable List<FollowUp> followUps,
        @Nullable List<Referral> referrals,
        @Nullable List<CareService> services,
        @Nullable List<PendingResult> pendingResults,
        @Nullable RiskFacts riskFacts) {
    /** Whether it mentions nothing at all, as a change that changes nothing. */
    boolean saysNothing() {
        return Stream.of(
                        recordedAt,
                        patient,
                        diedAt,
                        encounter,
                        diagnoses,
                        allergies,
                        preAdmissionMedications,
                        dischargeMedications,
                        followUps,
                        referrals,
                        services,
                        pendingResults,
                        riskFacts)
                .allMatch(Objects::isNull);
    }

    public enum EncounterClass {
        INPATIENT,
        OBSERVATION,
        PARTIAL_HOSPITALIZATION,
        SKILLED_NURSING,
        REHABILITATION,
        LONG_TERM_CARE,
        PSYCHIATRIC,
        EMERGENCY,
        OUTPATIENT
    }

    public record Encounter(
            @Nullable String sourceFacility,
            @Nullable String visitNumber,
            @Nullable EncounterClass encounterClass,
            @Nullable OffsetDateTime admittedAt,
            @Nullable OffsetDateTime dischargedAt,
            @Nullable ZoneId timeZone,
            @Nullable Disposition disposition,
            @Nullable Practitioner attending,
            @Nullable String service,
            @Nullable String payer,
            @Nullable String reason) {}

    /**
     * Says where the patient went, in the sender's code; a code nobody knows is decided by a person, never dropped.
     *
     * @param system the code's system (URI, OID); without it the code is not understood
     */
    public record Disposition(
            @Nullable String system,
            @Nullable String code,
            @Nullable String text) {}

    public record Practitioner(
            @Nullable String name, @Nullable String npi) {}

    public record Code(@Nullable String system, @Nullable String code, String text) {}

    public record Diagnosis(Code code, boolean principal) {}

    public record Allergy(
            Code substance,
            @Nullable String reaction,
            @Nullable String severity) {}

    public enum MedicationChange {
        NEW,
        CHANGED,
        UNCHANGED,
        STOPPED
    }

    public record Medication(
            Code code,
            @Nullable String dose,
            @Nullable String route,
            @Nullable String frequency,
            @Nullable String purpose,
            @Nullable MedicationChange change,
            boolean highAlert) {}

    public enum FollowUpKind {
        VISIT,
        TEST
    }

    /**
     * Orders a visit or a test after discharge.
     *
     * @param number the placer's order number; without it the same words are the same order
     */
    public record FollowUp(
            @Nullable String number,
            FollowUpKind kind,
            String what,
            @Nullable String with,
            @Nullable LocalDate dueBy,
            @Nullable Integer dueWithinDays,
            @Nullable OffsetDateTime bookedFor) {}

    public enum ReferralKind {
        CLINICAL,
        COMMUNITY
    }

    public record Referral(
            @Nullable String number,
            ReferralKind kind,
            String what,
            @Nullable String to,
            @Nullable String reason,
            @Nullable LocalDate dueBy) {}

    public enum ServiceKind {
        HOME_HEALTH,
        EQUIPMENT,
        OXYGEN,
        MEALS,
        TRANSPORT,
        INFUSION,
        OTHER
    }

    public record CareService(
            @Nullable String number,
            ServiceKind kind,
            String what,
            @Nullable String provider,
            @Nullable String phone,
            @Nullable LocalDate startBy) {}

    public record PendingResult(
            @Nullable String number,
            Code test,
            @Nullable OffsetDateTime collectedAt,
            @Nullable LocalDate expectedOn,
            @Nullable String responsible) {}

    public enum AdmissionType {
        ELECTIVE,
        URGENT,
        EMERGENCY
    }

    /** Conditions that weigh in LACE's comorbidity part; nothing told means not known, an empty list means none. */
    public enum Comorbidity {
        MYOCARDIAL_INFARCTION,
        CEREBROVASCULAR_DISEASE,
        PERIPHERAL_VASCULAR_DISEASE,
        DIABETES,
        HEART_FAILURE,
        DIABETES_WITH_END_ORGAN_DAMAGE,
        CHRONIC_PULMONARY_DISEASE,
        MILD_LIVER_OR_RENAL_DISEASE,
        TUMOUR,
        DEMENTIA,
        CONNECTIVE_TISSUE_DISEASE,
        SEVERE_LIVER_OR_RENAL_DISEASE,
        HIV,
        METASTATIC_TUMOUR
    }

    /** What the risk scores need; each may be unknown, and then makes the score a range. */
    public record RiskFacts(
            @Nullable AdmissionType admissionType,
            @Nullable List<Comorbidity> comorbidities,
            @Nullable Integer emergencyVisitsLast6Months,
            @Nullable Integer admissionsLast12Months,
            @Nullable BigDecimal hemoglobin,
            @Nullable BigDecimal sodium,
            @Nullable Boolean oncologyService,
            @Nullable Boolean procedurePerformed) {}
}

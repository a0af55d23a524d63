package org.homeward.intake;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.homeward.episode.DischargeDetails;
import org.homeward.episode.OrderedItem;
import org.homeward.episode.OrderedItem.Kind;
import org.homeward.episode.OrderedItem.Section;
import org.homeward.episode.PatientClass;
import org.homeward.intake.DischargeRequest.AdmissionType;
import org.homeward.intake.DischargeRequest.Disposition;
import org.homeward.intake.DischargeRequest.Encounter;
import org.homeward.intake.DischargeRequest.FollowUp;
import org.homeward.intake.DischargeRequest.FollowUpKind;
import org.homeward.intake.DischargeRequest.RiskFacts;
import org.homeward.intake.DischargeRequest.ServiceKind;
import org.homeward.patient.PatientDetails;
import org.homeward.patient.PatientDetails.Address;
import org.homeward.patient.PatientDetails.PrimaryCare;
import org.jspecify.annotations.Nullable;

/** Says in the words of episodes what a discharge, or a change of one, says in the words of the message. */
final class TranslateDischarge {

    private static final int LONGEST_KEY = 120;

    private final Map<String, ZoneId> facilityZones;

    TranslateDischarge(Map<String, ZoneId> facilityZones) {
        this.facilityZones = facilityZones;
    }

    /**
     * @param first the discharge that a change is about; the message itself where it is the discharge
     * @param clinical what the message carries for people and later steps, as received
     */
    DischargeDetails details(DischargeRequest told, DischargeRequest first, Map<String, Object> clinical) {
        Encounter encounter = told.encounter();
        PatientDetails patient = told.patient();
        OffsetDateTime dischargedAt = encounter == null ? null : encounter.dischargedAt();
        OffsetDateTime firstDischargedAt =
                first.encounter() == null ? null : first.encounter().dischargedAt();
        DischargeDetails.Builder details = DischargeDetails.builder()
                .patientClass(
                        encounter == null || encounter.encounterClass() == null
                                ? null
                                : PatientClass.valueOf(
                                        encounter.encounterClass().name()))
                .admittedAt(instant(encounter == null ? null : encounter.admittedAt()))
                .dischargedAt(instant(dischargedAt))
                .zone(zone(encounter))
                .patientZone(patient == null ? null : patient.timeZone())
                .disposition(disposition(encounter == null ? null : encounter.disposition()))
                .ageInYears(age(
                        birthDate(told) == null ? birthDate(first) : birthDate(told),
                        dischargedAt == null ? firstDischargedAt : dischargedAt))
                .service(encounter == null ? null : encounter.service())
                .attending(
                        encounter == null || encounter.attending() == null
                                ? null
                                : encounter.attending().name())
                .primaryCare(primaryCare(patient))
                .payer(encounter == null ? null : encounter.payer())
                .area(area(patient))
                .language(patient == null ? null : patient.language())
                .riskFacts(riskFacts(told.riskFacts()))
                .clinical(clinical.isEmpty() ? null : clinical);
        order(details, told, dischargedAt == null ? firstDischargedAt : dischargedAt);
        return details.build();
    }

    private @Nullable ZoneId zone(@Nullable Encounter encounter) {
        if (encounter == null || encounter.timeZone() != null) {
            return encounter == null ? null : encounter.timeZone();
        }
        // not the offset of the time: feeds in UTC are usual, and an offset knows no daylight saving time
        return encounter.sourceFacility() == null ? null : facilityZones.get(encounter.sourceFacility());
    }

    private static org.homeward.episode.@Nullable Disposition disposition(@Nullable Disposition sent) {
        if (sent == null) {
            return null;
        }
        String code = DispositionCodes.normalise(sent.system(), sent.code()).orElse(null);
        List<String> received = Stream.of(sent.system(), sent.code(), sent.text())
                .filter(Objects::nonNull)
                .toList();
        return new org.homeward.episode.Disposition(code, received.isEmpty() ? null : String.join(" | ", received));
    }

    private static @Nullable Integer age(@Nullable LocalDate birthDate, @Nullable OffsetDateTime at) {
        return birthDate == null || at == null
                ? null
                : Period.between(birthDate, at.toLocalDate()).getYears();
    }

    private static @Nullable LocalDate birthDate(DischargeRequest request) {
        return request.patient() == null ? null : request.patient().birthDate();
    }

    private static @Nullable String primaryCare(@Nullable PatientDetails patient) {
        PrimaryCare care = patient == null ? null : patient.primaryCare();
        if (care == null) {
            return null;
        }
        return care.practice() != null ? care.practice() : care.npi() != null ? care.npi() : care.name();
    }

    private static @Nullable String area(@Nullable PatientDetails patient) {
        return patient == null
                ? null
                : patient.addresses().stream()
                        .map(Address::postalCode)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }

    /** Each section that the message mentions; a change that is silent about one takes none of it back. */
    private static void order(
            DischargeDetails.Builder details, DischargeRequest told, @Nullable OffsetDateTime dischargedAt) {
        if (told.followUps() != null) {
            details.ordered(
                    Section.FOLLOW_UPS,
                    told.followUps().stream()
                            .map(followUp -> item(
                                    followUp.kind() == FollowUpKind.TEST ? Kind.TEST : Kind.VISIT,
                                    followUp.number(),
                                    followUp.what(),
                                    dueBy(followUp, dischargedAt),
                                    followUp.with()))
                            .toList());
        }
        if (told.referrals() != null) {
            details.ordered(
                    Section.REFERRALS,
                    told.referrals().stream()
                            .map(referral -> item(
                                    Kind.REFERRAL, referral.number(), referral.what(), referral.dueBy(), referral.to()))
                            .toList());
        }
        if (told.services() != null) {
            details.ordered(
                    Section.SERVICES,
                    told.services().stream()
                            .map(service -> item(
                                    service.kind() == ServiceKind.EQUIPMENT || service.kind() == ServiceKind.OXYGEN
                                            ? Kind.EQUIPMENT
                                            : Kind.SERVICE,
                                    service.number(),
                                    service.what(),
                                    service.startBy(),
                                    service.provider()))
                            .toList());
        }
        if (told.pendingResults() != null) {
            details.ordered(
                    Section.PENDING_RESULTS,
                    told.pendingResults().stream()
                            .map(pending -> item(
                                    Kind.PENDING_RESULT,
                                    pending.number(),
                                    pending.test().text(),
                                    pending.expectedOn(),
                                    pending.responsible()))
                            .toList());
        }
    }

    private static @Nullable LocalDate dueBy(FollowUp followUp, @Nullable OffsetDateTime dischargedAt) {
        Integer within = followUp.dueWithinDays();
        return followUp.dueBy() != null || within == null || dischargedAt == null
                ? followUp.dueBy()
                : dischargedAt.toLocalDate().plusDays(within);
    }

    /** Without the placer's number the same words of the same kind are the same order. */
    private static OrderedItem item(
            Kind kind, @Nullable String number, String what, @Nullable LocalDate dueBy, @Nullable String with) {
        String key = number != null
                ? number
                : kind.name().toLowerCase(Locale.ROOT) + ":"
                        + what.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        if (key.length() > LONGEST_KEY) {
            String hash = InboxStore.sha256(key.getBytes(StandardCharsets.UTF_8));
            key = key.substring(0, LONGEST_KEY - 20) + "~" + hash.substring(0, 16);
        }
        return new OrderedItem(kind, key, what, dueBy, with);
    }

    /** As the module {@code risk} names them; only simple values, so that what is stored equals what was told. */
    private static @Nullable Map<String, Object> riskFacts(@Nullable RiskFacts told) {
        if (told == null) {
            return null;
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        if (told.admissionType() != null) {
            boolean unplanned = told.admissionType() != AdmissionType.ELECTIVE;
            facts.put("acuteAdmission", unplanned);
            facts.put("urgentAdmission", unplanned);
        }
        if (told.comorbidities() != null) {
            facts.put(
                    "comorbidities",
                    told.comorbidities().stream()
                            .distinct()
                            .map(Enum::name)
                            .sorted()
                            .toList());
        }
        putIfTold(facts, "emergencyVisits6Months", told.emergencyVisitsLast6Months());
        putIfTold(facts, "admissions12Months", told.admissionsLast12Months());
        putIfTold(
                facts,
                "hemoglobin",
                told.hemoglobin() == null ? null : told.hemoglobin().doubleValue());
        putIfTold(facts, "sodium", told.sodium() == null ? null : told.sodium().doubleValue());
        putIfTold(facts, "oncologyService", told.oncologyService());
        putIfTold(facts, "procedure", told.procedurePerformed());
        return facts;
    }

    private static void putIfTold(Map<String, Object> facts, String name, @Nullable Object value) {
        if (value != null) {
            facts.put(name, value);
        }
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }
}

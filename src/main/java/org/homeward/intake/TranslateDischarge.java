package org.homeward.intake;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.homeward.episode.DischargeDetails;
import org.homeward.episode.OrderedItem;
import org.homeward.episode.OrderedItem.Kind;
import org.homeward.episode.PatientClass;
import org.homeward.intake.DischargeRequest.AdmissionType;
import org.homeward.intake.DischargeRequest.Disposition;
import org.homeward.intake.DischargeRequest.Encounter;
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
        return DischargeDetails.builder()
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
                .ordered(ordered(told, dischargedAt == null ? firstDischargedAt : dischargedAt))
                .riskFacts(riskFacts(told.riskFacts()))
                .clinical(clinical.isEmpty() ? null : clinical)
                .build();
    }

    private @Nullable ZoneId zone(@Nullable Encounter encounter) {
        if (encounter == null || encounter.timeZone() != null) {
            return encounter == null ? null : encounter.timeZone();
        }
        ZoneId configured = encounter.sourceFacility() == null ? null : facilityZones.get(encounter.sourceFacility());
        if (configured != null || encounter.sourceFacility() == null || encounter.dischargedAt() == null) {
            return configured;
        }
        return encounter.dischargedAt().getOffset();
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

    /** Null when the message mentions no orders at all: a change that is silent about them takes none back. */
    private static @Nullable List<OrderedItem> ordered(DischargeRequest told, @Nullable OffsetDateTime dischargedAt) {
        if (told.followUps() == null
                && told.referrals() == null
                && told.services() == null
                && told.pendingResults() == null) {
            return null;
        }
        List<OrderedItem> items = new ArrayList<>();
        for (var followUp : orNone(told.followUps())) {
            Kind kind = followUp.kind() == FollowUpKind.TEST ? Kind.TEST : Kind.VISIT;
            Integer within = followUp.dueWithinDays();
            LocalDate dueBy = followUp.dueBy() != null || within == null || dischargedAt == null
                    ? followUp.dueBy()
                    : dischargedAt.toLocalDate().plusDays(within);
            items.add(item(kind, followUp.number(), followUp.what(), dueBy, followUp.with()));
        }
        for (var referral : orNone(told.referrals())) {
            items.add(item(Kind.REFERRAL, referral.number(), referral.what(), referral.dueBy(), referral.to()));
        }
        for (var service : orNone(told.services())) {
            Kind kind = service.kind() == ServiceKind.EQUIPMENT || service.kind() == ServiceKind.OXYGEN
                    ? Kind.EQUIPMENT
                    : Kind.SERVICE;
            items.add(item(kind, service.number(), service.what(), service.startBy(), service.provider()));
        }
        for (var pending : orNone(told.pendingResults())) {
            items.add(item(
                    Kind.PENDING_RESULT,
                    pending.number(),
                    pending.test().text(),
                    pending.expectedOn(),
                    pending.responsible()));
        }
        return items;
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

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}

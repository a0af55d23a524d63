package org.homeward.episode;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hold what is known of a discharge. Null means "not mentioned", an empty list "none": a later message overlays only
 * what it mentions.
 *
 * @param dischargedAt day 0 of every clock
 * @param zone the zone in which the facility wrote its times
 * @param patientZone where the patient can be called; the facility's zone when unknown
 * @param ageInYears at discharge
 * @param primaryCare code of the patient's primary care practice
 * @param area postal area of where the patient went
 * @param riskFacts the sender's inputs to the risk scores, as module {@code risk} names them
 * @param clinical what the discharge carries for people and for later steps, as received: diagnoses, allergies,
 *     medicines
 */
public record DischargeDetails(
        @Nullable PatientClass patientClass,
        @Nullable Instant admittedAt,
        @Nullable Instant dischargedAt,
        @Nullable ZoneId zone,
        @Nullable ZoneId patientZone,
        @Nullable Disposition disposition,
        @Nullable Integer ageInYears,
        @Nullable String service,
        @Nullable String attending,
        @Nullable String primaryCare,
        @Nullable String payer,
        @Nullable String area,
        @Nullable String language,
        @Nullable List<OrderedItem> ordered,
        @Nullable Map<String, Object> riskFacts,
        @Nullable Map<String, Object> clinical) {

    public DischargeDetails {
        ordered = ordered == null ? null : List.copyOf(ordered);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** These details with everything that the later ones mention. */
    public DischargeDetails overlaidBy(DischargeDetails later) {
        return new DischargeDetails(
                either(later.patientClass, patientClass),
                either(later.admittedAt, admittedAt),
                either(later.dischargedAt, dischargedAt),
                either(later.zone, zone),
                either(later.patientZone, patientZone),
                either(later.disposition, disposition),
                either(later.ageInYears, ageInYears),
                either(later.service, service),
                either(later.attending, attending),
                either(later.primaryCare, primaryCare),
                either(later.payer, payer),
                either(later.area, area),
                either(later.language, language),
                either(later.ordered, ordered),
                either(later.riskFacts, riskFacts),
                either(later.clinical, clinical));
    }

    public List<OrderedItem> orders() {
        return ordered == null ? List.of() : ordered;
    }

    /** The zone the patient's days are counted in. */
    public ZoneId dayZone() {
        var known = either(patientZone, zone);
        return known == null ? java.time.ZoneOffset.UTC : known;
    }

    private static <T> @Nullable T either(@Nullable T first, @Nullable T second) {
        return first != null ? first : second;
    }

    /** Collects the details that a message mentions. */
    public static final class Builder {
        private @Nullable PatientClass patientClass;
        private @Nullable Instant admittedAt;
        private @Nullable Instant dischargedAt;
        private @Nullable ZoneId zone;
        private @Nullable ZoneId patientZone;
        private @Nullable Disposition disposition;
        private @Nullable Integer ageInYears;
        private @Nullable String service;
        private @Nullable String attending;
        private @Nullable String primaryCare;
        private @Nullable String payer;
        private @Nullable String area;
        private @Nullable String language;
        private @Nullable List<OrderedItem> ordered;
        private @Nullable Map<String, Object> riskFacts;
        private @Nullable Map<String, Object> clinical;

        private Builder() {}

        public Builder patientClass(@Nullable PatientClass value) {
            patientClass = value;
            return this;
        }

        public Builder admittedAt(@Nullable Instant value) {
            admittedAt = value;
            return this;
        }

        public Builder dischargedAt(@Nullable Instant value) {
            dischargedAt = value;
            return this;
        }

        public Builder zone(@Nullable ZoneId value) {
            zone = value;
            return this;
        }

        public Builder patientZone(@Nullable ZoneId value) {
            patientZone = value;
            return this;
        }

        public Builder disposition(@Nullable Disposition value) {
            disposition = value;
            return this;
        }

        public Builder ageInYears(@Nullable Integer value) {
            ageInYears = value;
            return this;
        }

        public Builder service(@Nullable String value) {
            service = value;
            return this;
        }

        public Builder attending(@Nullable String value) {
            attending = value;
            return this;
        }

        public Builder primaryCare(@Nullable String value) {
            primaryCare = value;
            return this;
        }

        public Builder payer(@Nullable String value) {
            payer = value;
            return this;
        }

        public Builder area(@Nullable String value) {
            area = value;
            return this;
        }

        public Builder language(@Nullable String value) {
            language = value;
            return this;
        }

        public Builder ordered(@Nullable List<OrderedItem> value) {
            ordered = value;
            return this;
        }

        public Builder riskFacts(@Nullable Map<String, Object> value) {
            riskFacts = value;
            return this;
        }

        public Builder clinical(@Nullable Map<String, Object> value) {
            clinical = value;
            return this;
        }

        public DischargeDetails build() {
            return new DischargeDetails(
                    patientClass,
                    admittedAt,
                    dischargedAt,
                    zone,
                    patientZone,
                    disposition,
                    ageInYears,
                    service,
                    attending,
                    primaryCare,
                    payer,
                    area,
                    language,
                    ordered,
                    riskFacts,
                    clinical);
        }
    }
}

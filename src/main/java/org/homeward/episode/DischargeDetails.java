package org.homeward.episode;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.homeward.episode.OrderedItem.Section;
import org.jspecify.annotations.Nullable;

/**
 * Hold what is known of a discharge. Null means "not mentioned", an empty list "none": a later message overlays only
 * what it mentions. It mentions risk facts and clinical parts one by one, and orders section by section: a change of
 * the follow-ups takes back no referral.
 *
 * @param dischargedAt day 0 of every clock
 * @param zone the zone in which the facility wrote its times
 * @param patientZone where the patient can be called; the facility's zone when unknown
 * @param ageInYears at discharge
 * @param primaryCare code of the patient's primary care practice
 * @param area postal area of where the patient went
 * @param ordered what was ordered, of the sections that {@code orderedSections} names
 * @param orderedSections which sections the message speaks of; null with a list means all of them
 * @param riskFacts the sender's inputs to the risk scores, as module {@code risk} names them
 * @param clinical what the discharge carries for people and for later steps, as received: diagnoses, allergies,
 *     medicines
 * @param identityInDoubt whether the message names somebody by an identifier of somebody else; null when nothing ever did
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
        @Nullable Set<Section> orderedSections,
        @Nullable Map<String, Object> riskFacts,
        @Nullable Map<String, Object> clinical,
        @Nullable Boolean identityInDoubt) {

    public DischargeDetails {
        ordered = ordered == null ? null : List.copyOf(ordered);
        // in the enum's order, so that the same details are written the same way
        orderedSections = orderedSections == null ? null : inOrder(orderedSections);
        if (orderedSections != null && (ordered == null || !orderedSections.containsAll(sectionsOf(ordered)))) {
            throw new IllegalArgumentException("Orders belong to the sections that the message speaks of");
        }
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
                ordersOverlaidBy(later),
                sectionsOverlaidBy(later),
                merged(riskFacts, later.riskFacts),
                merged(clinical, later.clinical),
                either(later.identityInDoubt, identityInDoubt));
    }

    /** These details of a message that names its patient for certain (false, or null where nothing was in doubt) or not. */
    public DischargeDetails withIdentityInDoubt(@Nullable Boolean doubt) {
        return doubt == null
                ? this
                : overlaidBy(builder().identityInDoubt(doubt).build());
    }

    private @Nullable List<OrderedItem> ordersOverlaidBy(DischargeDetails later) {
        var sections = later.orderedSections;
        if (ordered == null || later.ordered == null || sections == null) {
            return either(later.ordered, ordered);
        }
        var all = new ArrayList<OrderedItem>();
        ordered.stream()
                .filter(order -> !sections.contains(order.kind().section()))
                .forEach(all::add);
        all.addAll(later.ordered);
        return all;
    }

    private @Nullable Set<Section> sectionsOverlaidBy(DischargeDetails later) {
        if (ordered == null || later.ordered == null) {
            return later.ordered == null ? orderedSections : later.orderedSections;
        }
        if (orderedSections == null || later.orderedSections == null) {
            return null;
        }
        var both = EnumSet.copyOf(orderedSections);
        both.addAll(later.orderedSections);
        return both;
    }

    private static Set<Section> inOrder(Set<Section> sections) {
        var inOrder = EnumSet.noneOf(Section.class);
        inOrder.addAll(sections);
        return Collections.unmodifiableSet(inOrder);
    }

    private static Set<Section> sectionsOf(List<OrderedItem> orders) {
        var sections = EnumSet.noneOf(Section.class);
        orders.forEach(order -> sections.add(order.kind().section()));
        return sections;
    }

    private static @Nullable Map<String, Object> merged(
            @Nullable Map<String, Object> earlier, @Nullable Map<String, Object> later) {
        if (earlier == null || later == null) {
            return either(later, earlier);
        }
        var all = new LinkedHashMap<>(earlier);
        all.putAll(later);
        return all;
    }

    public List<OrderedItem> orders() {
        return ordered == null ? List.of() : ordered;
    }

    /** The zone the patient's days are counted in, as far as the sender said; else UTC. */
    public ZoneId dayZone() {
        return dayZoneOr(() -> java.time.ZoneOffset.UTC);
    }

    /** @param owning the zone of the team that owns the episode: for want of better, where its patients live */
    public ZoneId dayZoneOr(Supplier<ZoneId> owning) {
        var known = either(patientZone, zone);
        return known == null ? owning.get() : known;
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
        private @Nullable Set<Section> orderedSections;
        private @Nullable Map<String, Object> riskFacts;
        private @Nullable Map<String, Object> clinical;
        private @Nullable Boolean identityInDoubt;

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

        /** All that is ordered: what is not among it is not, or no longer, ordered. */
        public Builder ordered(@Nullable List<OrderedItem> value) {
            ordered = value;
            orderedSections = null;
            return this;
        }

        /** What is ordered of one section; the others stay as they were. */
        public Builder ordered(Section section, List<OrderedItem> value) {
            var all = new ArrayList<>(ordered == null ? List.of() : ordered);
            all.addAll(value);
            var sections = EnumSet.of(section);
            if (orderedSections != null) {
                sections.addAll(orderedSections);
            }
            ordered = all;
            orderedSections = sections;
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

        public Builder identityInDoubt(@Nullable Boolean value) {
            identityInDoubt = value;
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
                    orderedSections,
                    riskFacts,
                    clinical,
                    identityInDoubt);
        }
    }
}

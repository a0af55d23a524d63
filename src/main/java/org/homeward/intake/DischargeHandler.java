package org.homeward.intake;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.homeward.episode.Episode;
import org.homeward.episode.Episodes;
import org.homeward.episode.FactPayload;
import org.homeward.episode.Standing.Outcome;
import org.homeward.episode.VisitFact;
import org.homeward.episode.VisitFacts;
import org.homeward.episode.VisitKey;
import org.homeward.intake.DischargeReader.Reading;
import org.homeward.intake.DischargeRequest.Encounter;
import org.homeward.intake.HandlingResult.Applied;
import org.homeward.intake.HandlingResult.PutAside;
import org.homeward.patient.Patient;
import org.homeward.patient.PatientDetails;
import org.homeward.patient.PatientIdentifier;
import org.homeward.patient.PatientProperties;
import org.homeward.patient.Patients;
import org.homeward.patient.Registration;
import org.homeward.patient.Registration.Identity;
import org.homeward.patient.Registration.Registered;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Registers the patient of a discharge and tells the discharge to episodes. */
@Component
class DischargeHandler implements InboxHandler {

    /** Two patients under one visit number: the second must not take the first one's episode. */
    static final String VISIT_OF_ANOTHER_PATIENT = "visit-of-another-patient";

    static final String KIND = "rest-discharge";

    private final DischargeReader reader;
    private final Patients patients;
    private final PatientProperties patientProperties;
    private final VisitFacts facts;
    private final Episodes episodes;
    private final InboxStore store;
    private final DeathAsKnown deathAsKnown;
    private final TranslateDischarge translate;

    DischargeHandler(
            DischargeReader reader,
            Patients patients,
            PatientProperties patientProperties,
            VisitFacts facts,
            Episodes episodes,
            InboxStore store,
            DeathAsKnown deathAsKnown,
            IntakeProperties properties) {
        this.reader = reader;
        this.patients = patients;
        this.patientProperties = patientProperties;
        this.facts = facts;
        this.episodes = episodes;
        this.store = store;
        this.deathAsKnown = deathAsKnown;
        this.translate = new TranslateDischarge(properties.facilityZones());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Check check(byte[] raw) {
        Reading<DischargeRequest> reading = reader.discharge(raw);
        if (reading.value() == null) {
            return new Check.Unacceptable(reading.problems(), reading.malformed());
        }
        return new Check.Acceptable(patientKey(patient(reading.value())), visit(reading.value()));
    }

    @Override
    public HandlingResult apply(InboxMessage message) {
        DischargeRequest discharge = reader.discharge(message.raw()).orThrow();
        Instant occurredAt = occurredAt(discharge);
        if (isVisitOfSomebodyElse(discharge)) {
            return new PutAside(VISIT_OF_ANOTHER_PATIENT);
        }
        VisitKey visit = visit(discharge);
        Registered registered = register(discharge, occurredAt);
        if (registered == null) {
            return new PutAside("identifiers-of-several-patients");
        }
        Optional<UUID> patientId = Optional.of(registered.patientId());
        boolean free = episodes.findLatest(visit.sourceFacility(), visit.visitNumber())
                .filter(episode -> episode.outcome() == Outcome.CANCELLED)
                .isPresent();
        Map<String, Object> clinical = DischargeReader.clinical(message.raw(), false);
        List<VisitFact> told = new ArrayList<>();
        told.add(fact(
                message,
                visit,
                patientId.get(),
                occurredAt,
                new FactPayload.Discharged(translate
                        .details(discharge, discharge, clinical)
                        .withIdentityInDoubt(inDoubt(registered.identity())))));
        if (saysDied(discharge)) {
            told.add(fact(message, visit, patientId.get(), occurredAt, new FactPayload.Died(diedAt(discharge))));
        }
        facts.append(told);
        // only now is the visit ours alone: whoever tells of it at the same moment has been waited for
        if (!free
                && store.patientOfVisit(visit)
                        .filter(known -> !known.equals(patientId.get()))
                        .isPresent()) {
            return new PutAside(VISIT_OF_ANOTHER_PATIENT);
        }
        if (saysDied(discharge)) {
            deathAsKnown.follow(patientId.get(), visit);
        }
        return new Applied(patientId.get(), episodeOf(visit));
    }

    private static VisitFact fact(
            InboxMessage message, VisitKey visit, UUID patientId, Instant occurredAt, FactPayload payload) {
        return VisitFact.of(visit, patientId, payload, occurredAt, message.receivedAt(), source(message));
    }

    private @Nullable UUID episodeOf(VisitKey visit) {
        return episodes.findLatest(visit.sourceFacility(), visit.visitNumber())
                .map(Episode::id)
                .orElse(null);
    }

    /**
     * Whether a visit that is known by its number alone is told of somebody with another name and another birth date: a
     * number used twice, or a filler such as "unknown". One of the two alone is a correction.
     */
    private boolean isVisitOfSomebodyElse(DischargeRequest discharge) {
        PatientDetails told = patient(discharge);
        return told.identifiers().stream().noneMatch(patientProperties::trusts)
                && store.patientOfVisit(visit(discharge))
                        .flatMap(patients::find)
                        .map(Patient::details)
                        .filter(known -> !Objects.equals(known.birthDate(), told.birthDate())
                                && !Objects.equals(known.name(), told.name()))
                        .isPresent();
    }

    /** A visit that is known keeps its patient; so a sender without trusted identifiers does not make a new one each time. */
    private @Nullable Registered register(DischargeRequest discharge, Instant recordedAt) {
        PatientDetails told = patient(discharge).withDeceased(null);
        if (told.identifiers().stream().noneMatch(patientProperties::trusts)) {
            Optional<UUID> known = store.patientOfVisit(visit(discharge));
            if (known.isPresent()) {
                patients.update(known.get(), told, recordedAt);
                return new Registered(known.get(), false, false, Identity.CERTAIN);
            }
        }
        Registration registration = patients.register(
                told, recordedAt, store.patientOfVisit(visit(discharge)).orElse(null));
        return registration instanceof Registered registered ? registered : null;
    }

    /** Nothing where nothing ever was in doubt: what is told again must stay the same fact. */
    private static @Nullable Boolean inDoubt(Identity identity) {
        return switch (identity) {
            case CERTAIN -> null;
            case IN_DOUBT -> true;
            case CLEARED -> false;
        };
    }

    /** Facts count in the order in which they were recorded at their source; a sender that does not say: as they occurred. */
    static Instant occurredAt(DischargeRequest discharge) {
        OffsetDateTime recordedAt = discharge.recordedAt();
        OffsetDateTime at =
                recordedAt != null ? recordedAt : encounter(discharge).dischargedAt();
        return Objects.requireNonNull(at).toInstant();
    }

    static boolean saysDied(DischargeRequest request) {
        return request.diedAt() != null
                || request.patient() != null
                        && Boolean.TRUE.equals(request.patient().deceased());
    }

    static @Nullable Instant diedAt(DischargeRequest request) {
        return request.diedAt() == null ? null : request.diedAt().toInstant();
    }

    static VisitKey visit(DischargeRequest discharge) {
        Encounter encounter = encounter(discharge);
        return new VisitKey(
                Objects.requireNonNull(encounter.sourceFacility()), Objects.requireNonNull(encounter.visitNumber()));
    }

    static String source(InboxMessage message) {
        return "rest:" + message.client() + "/" + message.id();
    }

    private static Encounter encounter(DischargeRequest discharge) {
        return Objects.requireNonNull(discharge.encounter());
    }

    private static PatientDetails patient(DischargeRequest discharge) {
        return Objects.requireNonNull(discharge.patient());
    }

    /** The same whichever order the sender lists identifiers in; a trusted one where there is one. */
    private String patientKey(PatientDetails patient) {
        Comparator<PatientIdentifier> trustedFirst = Comparator.comparing(one -> !patientProperties.trusts(one));
        List<PatientIdentifier> sorted = patient.identifiers().stream()
                .sorted(trustedFirst.thenComparing(PatientIdentifier::assigner).thenComparing(PatientIdentifier::value))
                .toList();
        return sorted.get(0).assigner() + "\n" + sorted.get(0).value();
    }
}

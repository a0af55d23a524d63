package org.homeward.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.homeward.episode.DischargeDetails;
import org.homeward.episode.Duty;
import org.homeward.episode.Episode;
import org.homeward.episode.Episodes;
import org.homeward.episode.FactPayload;
import org.homeward.episode.OrderedItem;
import org.homeward.episode.VisitFact;
import org.homeward.episode.VisitFacts;
import org.homeward.episode.VisitKey;
import org.homeward.intake.DischargeReader.Reading;
import org.homeward.intake.DischargeRequest.Encounter;
import org.homeward.intake.FactRequest.Admission;
import org.homeward.intake.HandlingResult.Applied;
import org.homeward.intake.HandlingResult.PutAside;
import org.homeward.intake.InboxMessage.State;
import org.homeward.intake.InboxStore.Discharged;
import org.homeward.patient.Patients;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells episodes what happened after a discharge. */
@Component
class FactHandler implements InboxHandler {

    static final String KIND = "rest-fact";
    static final String SERVICE_NOT_KNOWN = "service-not-known";
    static final String IDENTIFIERS_OF_ANOTHER = "identifiers-of-another-patient";
    static final String DISCHARGED_BEFORE_ADMISSION = "discharged-before-admission";

    private final DischargeReader reader;
    private final Patients patients;
    private final VisitFacts facts;
    private final Episodes episodes;
    private final InboxStore store;
    private final DeathAsKnown deathAsKnown;
    private final TranslateDischarge translate;

    FactHandler(
            DischargeReader reader,
            Patients patients,
            VisitFacts facts,
            Episodes episodes,
            InboxStore store,
            DeathAsKnown deathAsKnown,
            IntakeProperties properties) {
        this.reader = reader;
        this.patients = patients;
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
        Reading<FactRequest> reading = reader.fact(raw);
        return reading.value() == null
                ? new Check.Unacceptable(reading.problems(), reading.malformed())
                : new Check.Acceptable(null, null);
    }

    @Override
    public HandlingResult apply(InboxMessage message) {
        UUID about = Objects.requireNonNull(message.about(), "a fact is about a discharge");
        Discharged discharged = store.discharged(about);
        if (discharged.state() != State.APPLIED && discharged.state() != State.DUPLICATE) {
            return new PutAside(InboxStore.NOT_APPLIED_YET);
        }
        FactRequest told = reader.fact(message.raw()).orThrow();
        VisitKey visit = Objects.requireNonNull(discharged.visit());
        UUID patientId = Objects.requireNonNull(discharged.patientId());
        Instant occurredAt = told.occurredAt().toInstant();
        DischargeRequest changes = told.changes();
        // the order that a word means is not in the message: the stay is asked for it, once
        String declined = told.type() == FactRequest.Type.REFUSED ? service(told, visit) : null;
        if (told.type() == FactRequest.Type.REFUSED && declined == null) {
            return new PutAside(SERVICE_NOT_KNOWN);
        }
        String contradiction = contradiction(changes, visit, patientId);
        if (contradiction != null) {
            return new PutAside(contradiction);
        }
        if (changes != null && changes.patient() != null) {
            patients.update(patientId, changes.patient().withDeceased(null), occurredAt);
        }
        VisitKey into = told.into();
        if (into != null && isOfSomebodyElse(into, patientId)) {
            // a slip of one digit must not end, or take over, another patient's episode
            return new PutAside(DischargeHandler.VISIT_OF_ANOTHER_PATIENT);
        }
        String source = told.source() == null
                ? DischargeHandler.source(message)
                : DischargeHandler.source(message) + " " + told.source();
        facts.append(facts(told, visit, about, declined, message).stream()
                .map(fact ->
                        VisitFact.of(fact.visit(), patientId, fact.payload(), occurredAt, message.receivedAt(), source))
                .toList());
        if (told.type() == FactRequest.Type.DIED || changes != null && DischargeHandler.saysDied(changes)) {
            deathAsKnown.follow(patientId, visit);
        }
        return new Applied(
                patientId,
                episodes.findLatest(visit.sourceFacility(), visit.visitNumber())
                        .map(Episode::id)
                        .orElse(null));
    }

    /** What a change of a discharge would break that the discharge itself was checked for; null when nothing. */
    private @Nullable String contradiction(@Nullable DischargeRequest changes, VisitKey visit, UUID patientId) {
        if (changes == null) {
            return null;
        }
        if (changes.patient() != null && !changes.patient().identifiers().isEmpty()) {
            var known = patients.get(patientId).details().identifiers();
            boolean same = changes.patient().identifiers().stream().anyMatch(one -> known.stream()
                    .anyMatch(other -> other.assigner().equals(one.assigner())
                            && other.value().equals(one.value())));
            // who was registered apart from the owner of an identifier has none; the sender repeats that one with each
            // change
            if (!same && !known.isEmpty()) {
                return IDENTIFIERS_OF_ANOTHER;
            }
        }
        DischargeDetails before = facts.stateOf(visit).details();
        Encounter stay = changes.encounter();
        Instant admitted = stay != null && stay.admittedAt() != null
                ? stay.admittedAt().toInstant()
                : before == null ? null : before.admittedAt();
        Instant discharged = stay != null && stay.dischargedAt() != null
                ? stay.dischargedAt().toInstant()
                : before == null ? null : before.dischargedAt();
        return admitted != null && discharged != null && discharged.isBefore(admitted)
                ? DISCHARGED_BEFORE_ADMISSION
                : null;
    }

    /** The order or kind of work that the sender's word means; null when there is none. */
    private @Nullable String service(FactRequest told, VisitKey visit) {
        String word = Objects.requireNonNull(told.service()).strip();
        for (Duty.Kind kind : Duty.Kind.values()) {
            if (kind.code().equalsIgnoreCase(word)) {
                return kind.code();
            }
        }
        DischargeDetails known = facts.stateOf(visit).details();
        return known == null
                ? null
                : known.orders().stream()
                        .filter(order -> order.key().equalsIgnoreCase(word)
                                || order.description().strip().equalsIgnoreCase(word))
                        .map(OrderedItem::key)
                        .findFirst()
                        .orElse(null);
    }

    private boolean isOfSomebodyElse(VisitKey into, UUID patientId) {
        UUID known = facts.stateOf(into).patientId();
        return known != null && !known.equals(patientId);
    }

    private record Told(VisitKey visit, FactPayload payload) {}

    private List<Told> facts(
            FactRequest told, VisitKey visit, UUID about, @Nullable String declined, InboxMessage message) {
        List<Told> facts = new ArrayList<>();
        switch (told.type()) {
            case DISCHARGE_CANCELLED -> facts.add(new Told(visit, new FactPayload.DischargeCancelled(told.reason())));
            case DISCHARGE_CHANGED -> {
                DischargeRequest changes = Objects.requireNonNull(told.changes());
                DischargeRequest first = reader.discharge(
                                store.message(about).orElseThrow().raw())
                        .orThrow();
                facts.add(new Told(
                        visit,
                        new FactPayload.DischargeChanged(
                                translate.details(changes, first, DischargeReader.clinical(message.raw(), true)))));
                if (DischargeHandler.saysDied(changes)) {
                    facts.add(new Told(visit, new FactPayload.Died(DischargeHandler.diedAt(changes))));
                }
            }
            case READMITTED ->
                facts.add(new Told(
                        visit,
                        new FactPayload.Readmitted(
                                told.into(), told.occurredAt().toInstant())));
            case ADMISSION_CANCELLED -> {
                if (told.admission() == Admission.THIS_STAY) {
                    facts.add(new Told(visit, new FactPayload.AdmissionCancelled(told.reason())));
                } else {
                    facts.add(new Told(visit, new FactPayload.ReadmissionCancelled(told.reason())));
                    VisitKey into = told.into();
                    if (into != null) {
                        facts.add(new Told(into, new FactPayload.AdmissionCancelled(told.reason())));
                    }
                }
            }
            case DIED ->
                facts.add(new Told(visit, new FactPayload.Died(told.occurredAt().toInstant())));
            case REFUSED ->
                facts.add(new Told(visit, new FactPayload.Refused(Objects.requireNonNull(declined), told.reason())));
            case TRANSFERRED -> facts.add(new Told(visit, new FactPayload.Transferred(told.to(), told.reason())));
        }
        return facts;
    }
}

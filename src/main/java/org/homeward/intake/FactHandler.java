package org.homeward.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.homeward.episode.Episode;
import org.homeward.episode.Episodes;
import org.homeward.episode.FactPayload;
import org.homeward.episode.VisitFact;
import org.homeward.episode.VisitFacts;
import org.homeward.episode.VisitKey;
import org.homeward.intake.DischargeReader.Reading;
import org.homeward.intake.FactRequest.Admission;
import org.homeward.intake.HandlingResult.Applied;
import org.homeward.intake.HandlingResult.PutAside;
import org.homeward.intake.InboxMessage.State;
import org.homeward.intake.InboxStore.Discharged;
import org.homeward.patient.Patients;
import org.springframework.stereotype.Component;

/** Tells episodes what happened after a discharge. */
@Component
class FactHandler implements InboxHandler {

    static final String KIND = "rest-fact";

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
        facts.append(facts(told, visit, about, message).stream()
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

    private boolean isOfSomebodyElse(VisitKey into, UUID patientId) {
        UUID known = facts.stateOf(into).patientId();
        return known != null && !known.equals(patientId);
    }

    private record Told(VisitKey visit, FactPayload payload) {}

    private List<Told> facts(FactRequest told, VisitKey visit, UUID about, InboxMessage message) {
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
                facts.add(new Told(
                        visit, new FactPayload.Refused(Objects.requireNonNull(told.service()), told.reason())));
            case TRANSFERRED -> facts.add(new Told(visit, new FactPayload.Transferred(told.to(), told.reason())));
        }
        return facts;
    }
}

package org.homeward.episode;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.homeward.episode.Verdict.Decision;

/** The vocabulary in which tests tell what happened to a (made-up) patient. */
final class Stories {

    static final Instant DISCHARGE = Instant.parse("2026-11-20T21:40:00Z");
    static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    static final UUID PATIENT = UUID.fromString("01900000-0000-7000-8000-000000000001");
    static final UUID OTHER_RECORD = UUID.fromString("01900000-0000-7000-8000-000000000002");
    static final VisitKey STAY = new VisitKey("general", "V-1001");
    static final VisitKey NEXT_STAY = new VisitKey("general", "V-2002");

    static final Verdict START = new Verdict(Decision.START, "Discharged home", "home", "test", "");
    static final Verdict WATCH = new Verdict(Decision.WATCH, "Discharged to a facility", "facility", "test", "");
    static final Verdict ASK = new Verdict(Decision.TRIAGE, "Unknown disposition", "unknown", "test", "");
    static final Verdict NOTHING = new Verdict(Decision.NONE, "Hospice", "hospice", "test", "");

    private final List<VisitFact> facts = new ArrayList<>();
    private Instant arrival = DISCHARGE.plus(Duration.ofMinutes(5));

    /** Tells that something happened some hours after the discharge; arrives after whatever was told before. */
    Stories then(double hours, VisitKey visit, UUID patient, FactPayload payload) {
        arrival = arrival.plusSeconds(60);
        facts.add(VisitFact.of(visit, patient, payload, at(hours), arrival, "test"));
        return this;
    }

    Stories then(double hours, FactPayload payload) {
        return then(hours, STAY, PATIENT, payload);
    }

    Stories thenInNextStay(double hours, FactPayload payload) {
        return then(hours, NEXT_STAY, PATIENT, payload);
    }

    List<VisitFact> facts() {
        return facts;
    }

    EpisodeState state() {
        return EpisodeState.fold(STAY, facts);
    }

    Standing standing(Verdict ruled) {
        return state().standing(ruled);
    }

    static Instant at(double hours) {
        return DISCHARGE.plusSeconds(Math.round(hours * 3600));
    }

    static DischargeDetails.Builder home() {
        return DischargeDetails.builder()
                .patientClass(PatientClass.INPATIENT)
                .admittedAt(DISCHARGE.minus(Duration.ofDays(5)))
                .dischargedAt(DISCHARGE)
                .zone(NEW_YORK)
                .disposition(new Disposition("nubc:01", "HOME"))
                .ageInYears(71)
                .service("cardiology");
    }

    static FactPayload discharged() {
        return new FactPayload.Discharged(home().build());
    }

    static FactPayload discharged(String disposition) {
        return new FactPayload.Discharged(
                home().disposition(new Disposition("nubc:" + disposition, null)).build());
    }

    static FactPayload changed(DischargeDetails.Builder details) {
        return new FactPayload.DischargeChanged(details.build());
    }

    static FactPayload disposition(String code) {
        return changed(DischargeDetails.builder().disposition(new Disposition("nubc:" + code, null)));
    }

    static FactPayload dischargeCancelled() {
        return new FactPayload.DischargeCancelled(null);
    }

    static FactPayload admitted(PatientClass patientClass, double hours) {
        return new FactPayload.Admitted(patientClass, at(hours));
    }

    static FactPayload admissionCancelled() {
        return new FactPayload.AdmissionCancelled(null);
    }

    /** The next stay, from admission to discharge. */
    static FactPayload dischargedAgain(double admission, double discharge) {
        return new FactPayload.Discharged(
                home().admittedAt(at(admission)).dischargedAt(at(discharge)).build());
    }

    static FactPayload died() {
        return new FactPayload.Died(null);
    }

    static FactPayload deathConfirmed() {
        return new FactPayload.DeathConfirmed("person", null);
    }

    static FactPayload deathRefuted() {
        return new FactPayload.DeathRefuted("person", "spoke to the patient");
    }

    static FactPayload decided(Decision decision) {
        return new FactPayload.TriageDecided(decision, "person", "asked the ward", false);
    }

    static FactPayload closed() {
        return new FactPayload.EndedByReview("person", null);
    }
}

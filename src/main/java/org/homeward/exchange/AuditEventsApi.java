package org.homeward.exchange;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.homeward.audit.Audit;
import org.homeward.episode.Episode;
import org.homeward.episode.Episodes;
import org.homeward.patient.Patients;
import org.homeward.security.Person;
import org.homeward.security.SignedIn;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /fhir/AuditEvent?patient=…}: who saw and changed what of one patient, for privacy officers. */
@RestController
class AuditEventsApi {

    private static final MediaType FHIR_JSON = MediaType.parseMediaType("application/fhir+json;charset=UTF-8");
    private static final Duration SHOWN = Duration.ofDays(90);
    private static final int MOST = 1_000;

    private final Audit audit;
    private final Patients patients;
    private final Episodes episodes;
    private final SignedIn signedIn;
    private final Clock clock;
    private final FhirContext fhir = FhirContext.forR4Cached();

    AuditEventsApi(
            Audit audit,
            Patients patients,
            Episodes episodes,
            SignedIn signedIn,
            @Qualifier("systemClock") Clock clock) {
        this.audit = audit;
        this.patients = patients;
        this.episodes = episodes;
        this.signedIn = signedIn;
        this.clock = clock;
    }

    /**
     * Events of the last 90 days unless asked otherwise, the newest 1,000.
     *
     * @param from the first instant, with its offset
     * @param until the instant behind the last
     */
    @GetMapping(
            path = "/fhir/AuditEvent",
            produces = {"application/fhir+json", "application/json"})
    ResponseEntity<String> of(
            @RequestParam UUID patient,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE_TIME) @Nullable Instant from,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE_TIME) @Nullable
                    Instant until) {
        Person person = signedIn.person();
        if (patients.find(patient).isEmpty()) {
            return ResponseEntity.notFound().build();
        }
        audit.recordRead(
                person.id(), "disclosures.exported", "patient", patient.toString(), null, Map.of("as", "fhir"));
        Instant last = until == null ? clock.instant().plusSeconds(1) : until;
        List<org.homeward.audit.AuditEvent> events = audit.about(
                Map.of(
                        "patient",
                        List.of(patient.toString()),
                        "episode",
                        episodes.findByPatient(patient.toString()).stream()
                                .map(Episode::id)
                                .map(UUID::toString)
                                .toList()),
                from == null ? last.minus(SHOWN) : from,
                last,
                MOST);
        return ResponseEntity.ok()
                .contentType(FHIR_JSON)
                .cacheControl(CacheControl.noStore())
                .body(fhir.newJsonParser()
                        .encodeResourceToString(AuditEventsAsFhir.bundle(events, patient.toString())));
    }
}

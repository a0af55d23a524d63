package org.homeward.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.Test;

class AuditEventsAsFhirTests {

    private static final String PATIENT = "0190aaaa-0000-7000-8000-000000000001";

    private static org.homeward.audit.AuditEvent event(String action, org.homeward.audit.AuditEvent.Outcome outcome) {
        return new org.homeward.audit.AuditEvent(
                UUID.randomUUID(),
                Instant.parse("2026-11-26T10:15:30.123456Z"),
                "nora",
                action,
                "episode",
                "0190aaaa-0000-7000-8000-000000000002",
                "transitions-north",
                outcome,
                Map.of("address", "192.0.2.7", "role", "nurse"));
    }

    /** What is written is read again by a parser that forgives nothing. */
    @Test
    void whatIsRequiredIsThereAndAStrictParserReadsIt() {
        FhirContext fhir = FhirContext.forR4Cached();
        String json = fhir.newJsonParser()
                .encodeResourceToString(AuditEventsAsFhir.bundle(
                        List.of(
                                event("patient.read", org.homeward.audit.AuditEvent.Outcome.DONE),
                                event("route.asked", org.homeward.audit.AuditEvent.Outcome.DENIED)),
                        PATIENT));
        Bundle read = fhir.newJsonParser()
                .setParserErrorHandler(new StrictErrorHandler())
                .parseResource(Bundle.class, json);

        assertThat(read.getTotal()).isEqualTo(2);
        AuditEvent first = (AuditEvent) read.getEntry().get(0).getResource();
        assertThat(first.getType().getCode()).isEqualTo("110110");
        assertThat(first.getAction()).isEqualTo(AuditEvent.AuditEventAction.R);
        assertThat(first.getOutcome()).isEqualTo(AuditEvent.AuditEventOutcome._0);
        assertThat(first.getRecorded()).isEqualTo("2026-11-26T10:15:30.123Z");
        assertThat(first.getAgent()).singleElement().satisfies(agent -> {
            assertThat(agent.getRequestor()).isTrue();
            assertThat(agent.getWho().getIdentifier().getValue()).isEqualTo("nora");
            assertThat(agent.getNetwork().getAddress()).isEqualTo("192.0.2.7");
        });
        assertThat(first.getSource().getObserver().getDisplay()).isEqualTo("Homeward");
        assertThat(first.getEntity().get(0).getWhat().getReference()).isEqualTo("Patient/" + PATIENT);
        assertThat(first.getEntity().get(1).getDetail()).hasSize(2);
        assertThat(((AuditEvent) read.getEntry().get(1).getResource()).getOutcome())
                .isEqualTo(AuditEvent.AuditEventOutcome._4);
    }
}

package org.homeward.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.reset;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.homeward.episode.EpisodeState;
import org.homeward.episode.FactPayload;
import org.homeward.episode.VisitFact;
import org.homeward.episode.VisitFacts;
import org.homeward.episode.VisitKey;
import org.homeward.intake.InboxMessage.State;
import org.homeward.intake.Receipt.Answer;
import org.homeward.patient.Patient;
import org.homeward.patient.Patients;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** From the stored message to the patient and the facts, on the real database. */
@IntakeTest
@Tag("mysql")
@NullUnmarked // asserts on optional parts directly: a missing one fails the test as it should
class DischargeFlowTests {

    private static final String ASSIGNER = "urn:oid:2.16.840.1.113883.19.5";

    @Autowired
    Inbox inbox;

    @Autowired
    InboxWorker worker;

    @Autowired
    Quarantine quarantine;

    @Autowired
    Patients patients;

    @Autowired
    VisitFacts visitFacts;

    @Autowired
    ScriptedHandler script;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    JdbcClient jdbc;

    private final List<VisitFact> facts = new ArrayList<>();

    @BeforeEach
    void empty() {
        transactions.executeWithoutResult(status -> {
            script.reset();
            for (String table :
                    List.of("possible_duplicate", "patient_name", "patient_identifier", "patient_phone", "patient")) {
                jdbc.sql("DELETE FROM " + table).update();
            }
        });
        reset(visitFacts);
        doAnswer(call -> {
                    facts.addAll(call.<Collection<VisitFact>>getArgument(0));
                    return Set.of();
                })
                .when(visitFacts)
                .append(anyCollection());
        doAnswer(call -> EpisodeState.fold(call.getArgument(0), facts))
                .when(visitFacts)
                .stateOf(any());
    }

    @Test
    void registersThePatientAndTellsTheDischarge() {
        UUID id = send("discharge");
        worker.drain();

        assertThat(inbox.status(id).orElseThrow().state()).isEqualTo(State.APPLIED);
        Patient patient = patients.findByIdentifier(ASSIGNER, "MRN-10001").orElseThrow();
        assertThat(patient.listedName()).isEqualTo("Example, Alma");
        assertThat(facts).singleElement().satisfies(fact -> {
            assertThat(fact.patientId()).isEqualTo(patient.id());
            assertThat(fact.visit()).isEqualTo(new VisitKey("st-brendan", "V-10001"));
            assertThat(fact.occurredAt()).isEqualTo(Instant.parse("2026-11-19T21:52:00Z"));
            assertThat(fact.payload()).isInstanceOf(FactPayload.Discharged.class);
            assertThat(fact.source()).isEqualTo("rest:hospital/" + id);
        });
    }

    @Test
    void aFaultAfterThePatientWasWrittenLeavesNeitherPatientNorFact() {
        doThrow(new IllegalStateException("broken")).when(visitFacts).append(anyCollection());
        UUID id = send("discharge");

        worker.drain();

        assertThat(patients.findByIdentifier(ASSIGNER, "MRN-10001")).isEmpty();
        assertThat(inbox.status(id).orElseThrow().state()).isEqualTo(State.RECEIVED);
        assertThat(inbox.status(id).orElseThrow().attempts()).isEqualTo(1);
    }

    @Test
    void aDischargeIntoDeathTellsTheDeathToo() {
        send("discharge-expired");
        worker.drain();

        assertThat(facts)
                .extracting(VisitFact::payload)
                .last()
                .isEqualTo(new FactPayload.Died(Instant.parse("2026-11-20T09:12:00Z")));
        assertThat(patients.findByIdentifier(ASSIGNER, "MRN-10006")
                        .orElseThrow()
                        .deceased())
                .isTrue();
    }

    @Test
    void whatHappensAfterwardsIsToldOfTheSameVisitAndPatient() {
        UUID discharge = send("discharge");
        for (String fact :
                List.of("fact-discharge-cancelled", "fact-discharge-changed", "fact-readmitted", "fact-died")) {
            receive(FactHandler.KIND, discharge, Examples.text(fact));
        }
        worker.drain();

        UUID patient =
                patients.findByIdentifier(ASSIGNER, "MRN-10001").orElseThrow().id();
        assertThat(facts)
                .extracting(fact -> fact.payload().getClass().getSimpleName())
                .containsExactly("Discharged", "DischargeCancelled", "DischargeChanged", "Readmitted", "Died");
        assertThat(facts).allSatisfy(fact -> {
            assertThat(fact.patientId()).isEqualTo(patient);
            assertThat(fact.visit()).isEqualTo(new VisitKey("st-brendan", "V-10001"));
        });
        assertThat(patients.get(patient).deceased()).isTrue();
        assertThat(patients.get(patient).phonesInOrder())
                .extracting(phone -> phone.e164())
                .containsExactly("+12125550103");
    }

    @Test
    void aCancelledAdmissionTakesTheReadmissionBackUnlessItNamesThisStay() {
        UUID discharge = send("discharge");
        String at = "\"occurredAt\":\"2026-11-24T09:00:00-05:00\"";
        receive(FactHandler.KIND, discharge, "{\"type\":\"admission-cancelled\"," + at + "}");
        receive(
                FactHandler.KIND,
                discharge,
                "{\"type\":\"admission-cancelled\"," + at
                        + ",\"into\":{\"sourceFacility\":\"st-brendan\",\"visitNumber\":\"V-10099\"}}");
        receive(
                FactHandler.KIND,
                discharge,
                "{\"type\":\"admission-cancelled\"," + at + ",\"admission\":\"this-stay\"}");
        worker.drain();

        assertThat(facts.subList(1, facts.size()))
                .extracting(
                        fact -> fact.visit().visitNumber(),
                        fact -> fact.payload().getClass().getSimpleName())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("V-10001", "ReadmissionCancelled"),
                        org.assertj.core.groups.Tuple.tuple("V-10001", "ReadmissionCancelled"),
                        org.assertj.core.groups.Tuple.tuple("V-10099", "AdmissionCancelled"),
                        org.assertj.core.groups.Tuple.tuple("V-10001", "AdmissionCancelled"));
    }

    @Test
    void aFactWaitsForItsDischargeToBeMendedAndThenGoesOnByItself() {
        // two trusted identifiers of two patients: a person decides
        send("discharge");
        worker.drain();
        receive(DischargeHandler.KIND, null, Examples.text("discharge-unknown-disposition"));
        worker.drain();
        String both = Examples.text("discharge-against-advice")
                .replace(
                        "{ \"assigner\": \"" + ASSIGNER + "\", \"value\": \"MRN-10005\", \"type\": \"MR\" }",
                        "{ \"assigner\": \"" + ASSIGNER + "\", \"value\": \"MRN-10001\" }, { \"assigner\": \""
                                + ASSIGNER + "\", \"value\": \"MRN-10004\" }");
        UUID conflict = receive(DischargeHandler.KIND, null, both);
        UUID fact = receive(FactHandler.KIND, conflict, Examples.text("fact-died"));
        worker.drain();

        assertThat(inbox.status(conflict).orElseThrow().reason()).isEqualTo("identifiers-of-several-patients");
        assertThat(inbox.status(fact).orElseThrow().reason()).isEqualTo("discharge-not-applied");

        assertThat(quarantine.correct(conflict, Examples.text("discharge-against-advice"), "olga", "wrong identifiers"))
                .isEmpty();
        quarantine.replay(conflict, "olga");
        worker.drain();

        assertThat(inbox.status(conflict).orElseThrow().state()).isEqualTo(State.APPLIED);
        assertThat(inbox.status(fact).orElseThrow().state()).isEqualTo(State.APPLIED);
        assertThat(facts).last().satisfies(last -> assertThat(last.payload()).isInstanceOf(FactPayload.Died.class));
    }

    @Test
    void aVisitWithoutTrustedIdentifiersKeepsItsPatientWhenItIsSentAgain() {
        String untrusted = Examples.text("discharge").replace(ASSIGNER, "urn:oid:1.2.3");
        receive(DischargeHandler.KIND, null, untrusted);
        worker.drain();
        receive(DischargeHandler.KIND, null, untrusted.replace("16:52", "17:52"));
        worker.drain();

        assertThat(facts)
                .extracting(VisitFact::patientId)
                .hasSize(2)
                .containsOnly(facts.get(0).patientId());
    }

    private UUID send(String example) {
        return receive(DischargeHandler.KIND, null, Examples.text(example));
    }

    private UUID receive(String kind, @Nullable UUID about, String body) {
        return inbox.receive(
                        new Delivery(
                                "hospital",
                                kind,
                                about,
                                "application/json",
                                body.getBytes(StandardCharsets.UTF_8),
                                null),
                        new Receipt.Answers() {
                            @Override
                            public Answer accepted(UUID id, Instant receivedAt) {
                                return new Answer(202, "{}");
                            }

                            @Override
                            public Answer refused(UUID id, List<FieldProblem> problems, boolean malformed) {
                                throw new AssertionError(problems);
                            }

                            @Override
                            public Answer conflict(UUID id) {
                                throw new AssertionError();
                            }
                        })
                .id();
    }
}

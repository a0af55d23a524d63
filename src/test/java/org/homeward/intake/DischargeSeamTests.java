package org.homeward.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.homeward.HomewardTest;
import org.homeward.episode.CarryOutEpisode;
import org.homeward.episode.Duties;
import org.homeward.episode.Episodes;
import org.homeward.episode.FactPayload;
import org.homeward.episode.Standing.Stage;
import org.homeward.episode.VisitFacts;
import org.homeward.episode.VisitKey;
import org.homeward.intake.InboxMessage.State;
import org.homeward.intake.Receipt.Answer;
import org.homeward.patient.Patients;
import org.homeward.security.People;
import org.homeward.security.Team;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** From the REST message to the episode, on the real parts. */
@HomewardTest
@Tag("mysql")
@NullUnmarked // asserts on optional parts directly: a missing one fails the test as it should
class DischargeSeamTests {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Autowired
    Inbox inbox;

    @Autowired
    InboxWorker worker;

    @Autowired
    VisitFacts facts;

    @Autowired
    Episodes episodes;

    @Autowired
    Patients patients;

    @Autowired
    CarryOutEpisode carryOut;

    @Autowired
    People people;

    @Autowired
    Duties duties;

    @BeforeEach
    void teams() {
        people.addOrganization("cascadia-health", "Cascadia Health");
        for (String team : List.of("transitions-north", "transitions-south", "coordination-desk")) {
            people.addTeam(new Team(team, "cascadia-health", team, ZoneId.of("America/Los_Angeles")));
        }
    }

    @Test
    void everyExampleIsAppliedAndToldTwiceItIsOneFact() {
        for (Map.Entry<String, String> example : Map.of(
                        "discharge", "V-10001",
                        "discharge-heart-failure", "V-10002",
                        "discharge-unknown-disposition", "V-10004",
                        "discharge-against-advice", "V-10005",
                        "discharge-expired", "V-10006")
                .entrySet()) {
            MessageStatus first = applied(receive(DischargeHandler.KIND, null, Examples.text(example.getKey()), "one"));
            VisitKey visit = new VisitKey("st-brendan", example.getValue());
            int known = facts.of(visit).size();
            MessageStatus again = applied(receive(DischargeHandler.KIND, null, Examples.text(example.getKey()), "two"));

            assertThat(facts.of(visit)).as(example.getKey()).isNotEmpty().hasSize(known);
            assertThat(again.episodeId()).isEqualTo(first.episodeId());
            assertThat(first.episodeId() == null)
                    .as("an expired patient starts nothing")
                    .isEqualTo(example.getKey().equals("discharge-expired"));
        }
        UUID discharge = receive(DischargeHandler.KIND, null, Examples.text("discharge-spanish-speaking"), "one");
        UUID episode = applied(discharge).episodeId();
        assertThat(applied(receive(FactHandler.KIND, discharge, Examples.text("fact-died"), "died"))
                        .episodeId())
                .isNotNull()
                .isEqualTo(episode);
    }

    @Test
    void noListThatIsToldTwiceOverEndsInQuarantine() throws Exception {
        ObjectNode full = (ObjectNode) JSON.readTree(Examples.text("discharge-heart-failure"));
        full.set("pendingResults", JSON.readTree("[{\"text\":\"Blood culture\"},{\"text\":\"Potassium\"}]"));
        full.set("services", JSON.readTree("[{\"kind\":\"equipment\",\"what\":\"Walker\"}]"));
        full.set("followUps", JSON.readTree("[{\"kind\":\"visit\",\"what\":\"Cardiology\",\"dueWithinDays\":7}]"));
        full.set("referrals", JSON.readTree("[{\"kind\":\"community\",\"what\":\"Meals\"}]"));
        List<String> lists = new java.util.ArrayList<>();
        listsIn(full, "", lists);
        assertThat(lists).contains("/pendingResults", "/services", "/followUps", "/referrals", "/patient/identifiers");
        int applied = 0;
        for (String pointer : lists) {
            String own = UUID.randomUUID().toString().substring(0, 8);
            ObjectNode doubled = full.deepCopy();
            ((ArrayNode) doubled.at(pointer)).addAll((ArrayNode) full.at(pointer));
            String body = JSON.writeValueAsString(doubled)
                    .replace("V-10002", "V-" + own)
                    .replace("MRN-10002", "MRN-" + own);
            if (inbox.handler(DischargeHandler.KIND).check(body.getBytes(StandardCharsets.UTF_8))
                    instanceof InboxHandler.Check.Unacceptable) {
                continue;
            }

            UUID discharge = receive(DischargeHandler.KIND, null, body, pointer);
            applied(discharge);

            VisitKey visit = new VisitKey("st-brendan", "V-" + own);
            UUID episode = episodes.findLatest(visit.sourceFacility(), visit.visitNumber())
                    .orElseThrow()
                    .id();
            int ordered = facts.stateOf(visit).discharge().orders().size();
            int open = duties(episode);
            if (pointer.split("/").length == 2 && doubled.get(pointer.substring(1)) == doubled.at(pointer)) {
                ObjectNode changes = JSON.createObjectNode();
                changes.set(pointer.substring(1), doubled.at(pointer));
                applied(receive(
                        FactHandler.KIND,
                        discharge,
                        "{\"type\":\"discharge-changed\",\"occurredAt\":\"2026-11-24T09:00:00-05:00\",\"changes\":"
                                + JSON.writeValueAsString(changes) + "}",
                        "again" + pointer));
                assertThat(facts.stateOf(visit).discharge().orders())
                        .as(pointer)
                        .hasSize(ordered);
                assertThat(duties(episode)).as(pointer).isEqualTo(open);
            }
            applied++;
        }
        assertThat(applied).isGreaterThanOrEqualTo(8);
    }

    private int duties(UUID episode) {
        return duties.open(episode).size();
    }

    private static void listsIn(JsonNode node, String pointer, List<String> found) {
        node.fields().forEachRemaining(field -> {
            String at = pointer + "/" + field.getKey();
            if (field.getValue().isArray() && !field.getValue().isEmpty()) {
                found.add(at);
            } else if (field.getValue().isObject()) {
                listsIn(field.getValue(), at, found);
            }
        });
    }

    @Test
    void somebodyElseUnderAKnownNumberIsAskedAboutAndChangesNothingOfItsOwner() {
        String own = UUID.randomUUID().toString().substring(0, 8);
        String first = Examples.text("discharge").replace("V-10001", "V-" + own).replace("MRN-10001", "MRN-" + own);
        MessageStatus known = applied(receive(DischargeHandler.KIND, null, first, "first"));
        UUID owner = facts.stateOf(new VisitKey("st-brendan", "V-" + own)).patientId();
        var before = patients.get(owner);
        String other = first.replace("V-" + own, "V-other-" + own)
                .replace("16:52:00", "17:52:00")
                .replace("\"Example\"", "\"Somebody\"")
                .replace("1951-04-12", "1960-01-01")
                .replace("\"01\"", "\"50\"");

        UUID discharge = receive(DischargeHandler.KIND, null, other, "other");
        MessageStatus asked = applied(discharge);

        VisitKey visit = new VisitKey("st-brendan", "V-other-" + own);
        assertThat(patients.get(owner)).isEqualTo(before);
        assertThat(facts.stateOf(visit).patientId()).isNotEqualTo(owner);
        assertThat(episodes.findById(known.episodeId()).orElseThrow().patientId())
                .isEqualTo(owner);
        assertThat(episodes.findById(asked.episodeId()).orElseThrow()).satisfies(episode -> {
            assertThat(episode.stage()).isEqualTo(Stage.TRIAGE);
            assertThat(episode.patientId()).isNotEqualTo(owner);
            assertThat(episode.reason()).contains("another family name and another birth date");
        });

        // the sender mends the number, before anybody has decided: the rules decide
        String mended = other.replace("MRN-" + own, "MRN-mended-" + own)
                .replace("17:52:00", "18:52:00")
                .replace("\"50\"", "\"01\"");
        applied(receive(DischargeHandler.KIND, null, mended, "mended"));
        assertThat(episodes.findById(asked.episodeId()).orElseThrow().stage()).isEqualTo(Stage.ACTIVE);
        assertThat(patients.get(owner)).isEqualTo(before);
    }

    @Test
    void somebodyElseUnderAKnownNumberAndVisitIsPutAside() {
        String own = UUID.randomUUID().toString().substring(0, 8);
        String first = Examples.text("discharge").replace("V-10001", "V-" + own).replace("MRN-10001", "MRN-" + own);
        applied(receive(DischargeHandler.KIND, null, first, "first"));
        UUID owner = facts.stateOf(new VisitKey("st-brendan", "V-" + own)).patientId();
        var before = patients.get(owner);

        UUID again = receive(
                DischargeHandler.KIND,
                null,
                first.replace("\"Example\"", "\"Somebody\"")
                        .replace("1951-04-12", "1960-01-01")
                        .replace("16:52:00", "17:52:00"),
                "again");

        assertThat(settled(again).reason()).isEqualTo("visit-of-another-patient");
        assertThat(patients.get(owner)).isEqualTo(before);
    }

    @Test
    void aVisitNumberOfAnotherPatientTakesNobodysEpisode() {
        for (String assigner : List.of("urn:oid:2.16.840.1.113883.19.5", "urn:oid:1.2.3.4.5")) {
            String own = UUID.randomUUID().toString().substring(0, 8);
            String first = Examples.text("discharge")
                    .replace("urn:oid:2.16.840.1.113883.19.5", assigner)
                    .replace("V-10001", "V-" + own)
                    .replace("MRN-10001", "MRN-" + own);
            String second = first.replace("MRN-" + own, "MRN-other-" + own)
                    .replace("\"Example\"", "\"Somebody\"")
                    .replace("1951-04-12", "1960-01-01");
            UUID discharge = receive(DischargeHandler.KIND, null, first, "first");
            MessageStatus known = applied(discharge);
            UUID patient = facts.stateOf(new VisitKey("st-brendan", "V-" + own)).patientId();

            UUID stranger = receive(DischargeHandler.KIND, null, second, "second");

            assertThat(settled(stranger))
                    .satisfies(status -> assertThat(status.state()).isEqualTo(State.QUARANTINED))
                    .satisfies(status -> assertThat(status.reason()).isEqualTo("visit-of-another-patient"));
            assertThat(facts.stateOf(new VisitKey("st-brendan", "V-" + own)).patientId())
                    .isEqualTo(patient);
            assertThat(episodes.findById(known.episodeId()).orElseThrow().patientId())
                    .isEqualTo(patient);
        }
    }

    @Test
    void aPatientFoundAliveStaysAliveHoweverOftenTheFlagIsSentAgain() {
        String own = UUID.randomUUID().toString().substring(0, 8);
        UUID discharge = receive(
                DischargeHandler.KIND,
                null,
                Examples.text("discharge").replace("V-10001", "V-" + own).replace("MRN-10001", "MRN-" + own),
                "home");
        MessageStatus home = applied(discharge);
        applied(receive(FactHandler.KIND, discharge, Examples.text("fact-died"), "died" + own));
        UUID patient = facts.stateOf(new VisitKey("st-brendan", "V-" + own)).patientId();
        assertThat(patients.get(patient).deceased()).isTrue();

        carryOut.tell(home.episodeId(), new FactPayload.DeathRefuted("person", "spoke with him"), "manager");
        assertThat(patients.get(patient).deceased()).isFalse();

        applied(receive(FactHandler.KIND, discharge, Examples.text("fact-died"), "once more" + own));
        assertThat(patients.get(patient).deceased()).isFalse();
        assertThat(episodes.findById(home.episodeId()).orElseThrow().stage()).isEqualTo(Stage.ACTIVE);
    }

    @Test
    void aReadmissionIntoAnotherPatientsVisitIsPutAside() {
        List<UUID> discharges = new java.util.ArrayList<>();
        List<VisitKey> visits = new java.util.ArrayList<>();
        for (int i = 0; i < 2; i++) {
            String own = UUID.randomUUID().toString().substring(0, 8);
            discharges.add(receive(
                    DischargeHandler.KIND,
                    null,
                    Examples.text("discharge").replace("V-10001", "V-" + own).replace("MRN-10001", "MRN-" + own),
                    "home"));
            applied(discharges.get(i));
            visits.add(new VisitKey("st-brendan", "V-" + own));
        }
        UUID slip = receive(
                FactHandler.KIND,
                discharges.get(0),
                "{\"type\":\"admission-cancelled\",\"occurredAt\":\"2026-11-24T09:00:00-05:00\",\"into\":"
                        + "{\"sourceFacility\":\"st-brendan\",\"visitNumber\":\""
                        + visits.get(1).visitNumber() + "\"}}",
                "slip" + discharges.get(0));

        assertThat(settled(slip).reason()).isEqualTo("visit-of-another-patient");
        assertThat(facts.stateOf(visits.get(1)).cancelled()).isNull();
    }

    @Test
    void aChangeThatContradictsItsDischargeIsPutAside() {
        String own = UUID.randomUUID().toString().substring(0, 8);
        UUID discharge = receive(
                DischargeHandler.KIND,
                null,
                Examples.text("discharge").replace("V-10001", "V-" + own).replace("MRN-10001", "MRN-" + own),
                "home");
        applied(discharge);
        VisitKey visit = new VisitKey("st-brendan", "V-" + own);
        String changed = "{\"type\":\"discharge-changed\",\"occurredAt\":\"2026-11-24T09:00:00-05:00\",\"changes\":";

        assertThat(settled(receive(
                                FactHandler.KIND,
                                discharge,
                                changed + "{\"encounter\":{\"dischargedAt\":\"2020-01-01T10:00:00-05:00\"}}}",
                                "before"))
                        .reason())
                .isEqualTo("discharged-before-admission");
        assertThat(settled(receive(
                                FactHandler.KIND,
                                discharge,
                                changed
                                        + "{\"patient\":{\"identifiers\":[{\"assigner\":\"urn:oid:1.2\",\"value\":\"MRN-"
                                        + "somebody\"}]}}}",
                                "another"))
                        .reason())
                .isEqualTo("identifiers-of-another-patient");
        assertThat(facts.stateOf(visit).dischargedAt()).isAfter(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Test
    void onlyWhatWasOrderedCanBeDeclined() {
        String own = UUID.randomUUID().toString().substring(0, 8);
        UUID discharge = receive(
                DischargeHandler.KIND,
                null,
                Examples.text("discharge").replace("V-10001", "V-" + own).replace("MRN-10001", "MRN-" + own),
                "home");
        applied(discharge);
        VisitKey visit = new VisitKey("st-brendan", "V-" + own);
        String ordered = facts.stateOf(visit).discharge().orders().get(0).description();
        String declined = "{\"type\":\"refused\",\"occurredAt\":\"2026-11-24T09:00:00-05:00\",\"service\":\"%s\"}";

        assertThat(settled(receive(FactHandler.KIND, discharge, declined.formatted("bogus"), "bogus"))
                        .reason())
                .isEqualTo("service-not-known");
        applied(receive(FactHandler.KIND, discharge, declined.formatted(ordered.toUpperCase()), "words"));
        applied(receive(FactHandler.KIND, discharge, declined.formatted("OUTREACH"), "kind"));
        assertThat(facts.stateOf(visit).refusals())
                .containsOnlyKeys(
                        facts.stateOf(visit).discharge().orders().get(0).key(), "outreach");
    }

    @Test
    void aVisitNumberIsFreeAgainWhenItsDischargeWasTakenBack() {
        String own = UUID.randomUUID().toString().substring(0, 8);
        String wrong =
                Examples.text("discharge").replace("V-10001", "V-" + own).replace("MRN-10001", "MRN-wrong-" + own);
        UUID discharge = receive(DischargeHandler.KIND, null, wrong, "wrong");
        applied(discharge);
        applied(receive(FactHandler.KIND, discharge, Examples.text("fact-discharge-cancelled"), "back"));

        String right = wrong.replace("MRN-wrong-", "MRN-right-").replace("16:52:00", "17:52:00");
        MessageStatus mended = applied(receive(DischargeHandler.KIND, null, right, "right"));

        assertThat(mended.episodeId()).isNotNull();
    }

    private MessageStatus applied(UUID id) {
        MessageStatus status = settled(id);
        assertThat(status.state()).as(status.toString()).isEqualTo(State.APPLIED);
        return status;
    }

    /** The application's own worker may be at it already. */
    private MessageStatus settled(UUID id) {
        Instant until = Instant.now(Clock.systemUTC()).plusSeconds(20);
        MessageStatus status = inbox.status(id).orElseThrow();
        while (status.state() == State.RECEIVED
                && Instant.now(Clock.systemUTC()).isBefore(until)) {
            worker.drain();
            status = inbox.status(id).orElseThrow();
        }
        return status;
    }

    private UUID receive(String kind, @Nullable UUID about, String body, String key) {
        return inbox.receive(
                        new Delivery(
                                "seam",
                                kind,
                                about,
                                "application/json",
                                body.getBytes(StandardCharsets.UTF_8),
                                key + kind + body.hashCode()),
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

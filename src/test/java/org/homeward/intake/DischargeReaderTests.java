package org.homeward.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.homeward.intake.DischargeReader.Reading;
import org.homeward.intake.FactRequest.Type;
import org.homeward.patient.PatientProperties;
import org.homeward.patient.Phone;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked // asserts on optional parts directly: a missing one fails the test as it should
class DischargeReaderTests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private final DischargeReader reader = new DischargeReader(
            new PatientProperties(Set.of(), "US"), Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC));

    @Test
    void takesEveryExample() {
        assertThat(Examples.names("discharge")).hasSizeGreaterThanOrEqualTo(6).allSatisfy(name -> assertThat(
                        reader.discharge(Examples.bytes(name)).problems())
                .isEmpty());
        assertThat(Examples.names("fact-")).hasSizeGreaterThanOrEqualTo(3).allSatisfy(name -> assertThat(
                        reader.fact(Examples.bytes(name)).problems())
                .isEmpty());
    }

    @Test
    void readsNamesLanguagesAndPhonesAsTheyAreWritten() {
        DischargeRequest discharge =
                reader.discharge(Examples.bytes("discharge-spanish-speaking")).orThrow();

        assertThat(discharge.patient().name().spoken()).isEqualTo("María José Núñez-Ibáñez");
        assertThat(discharge.patient().language()).isEqualTo("es-MX");
        assertThat(discharge.patient().interpreterNeeded()).isTrue();
        assertThat(discharge.patient().phones())
                .extracting(Phone::raw, Phone::e164)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("(512) 555-0140", "+15125550140"),
                        org.assertj.core.groups.Tuple.tuple("con la vecina", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNKNOWN", "0", "0000", "^^^", "N/A", "none", "99999", " - "})
    void aFillerIsNobodysIdentifierAndNoVisitNumber(String filler) throws Exception {
        ObjectNode discharge = (ObjectNode) JSON.readTree(Examples.bytes("discharge"));
        ((ObjectNode) discharge.at("/patient/identifiers/0")).put("value", filler);
        ((ObjectNode) discharge.get("encounter")).put("visitNumber", filler);

        assertThat(read(discharge).problems())
                .extracting(FieldProblem::pointer)
                .contains("/patient/identifiers/0/value", "/encounter/visitNumber");
    }

    @ParameterizedTest
    @ValueSource(strings = {"followUps", "referrals", "services", "pendingResults"})
    void aNumberIsGivenToOneOrderOfAListAndEqualsWithoutOneAreTwo(String list) throws Exception {
        ObjectNode discharge = (ObjectNode) JSON.readTree(Examples.bytes("discharge"));
        ObjectNode order = JSON.createObjectNode();
        if (list.equals("pendingResults")) {
            order.put("text", "Blood culture");
        } else {
            order.put("what", "Walker");
            order.put(
                    "kind",
                    Map.of("followUps", "visit", "referrals", "clinical", "services", "equipment")
                            .get(list));
        }
        discharge.putArray(list).add(order).add(order.deepCopy());
        assertThat(read(discharge).problems()).isEmpty();

        ObjectNode numbered = order.deepCopy().put("number", "ORD-1");
        discharge
                .putArray(list)
                .add(numbered)
                .add(order)
                .add(numbered.deepCopy().put("number", " ORD-1 "));
        assertThat(read(discharge).problems())
                .extracting(FieldProblem::pointer)
                .containsExactly("/" + list + "/2/number");

        ObjectNode changes = JSON.createObjectNode();
        changes.set(list, discharge.get(list));
        ObjectNode fact = JSON.createObjectNode();
        fact.put("type", "discharge-changed")
                .put("occurredAt", "2026-11-24T09:00:00-05:00")
                .set("changes", changes);
        assertThat(reader.fact(JSON.writeValueAsBytes(fact)).problems())
                .extracting(FieldProblem::pointer)
                .containsExactly("/changes/" + list + "/2/number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1900-01-01T00:00:00Z", "1950-01-01T00:00:00Z", "1999-12-31T23:00:00Z"})
    void whatIsToldOfLongAgoIsAWrongYear(String long_ago) throws Exception {
        for (String type : List.of("readmitted", "died", "discharge-cancelled", "transferred")) {
            ObjectNode fact = JSON.createObjectNode().put("type", type).put("occurredAt", long_ago);
            assertThat(reader.fact(JSON.writeValueAsBytes(fact)).problems())
                    .extracting(FieldProblem::pointer)
                    .as(type)
                    .containsExactly("/occurredAt");
        }
        ObjectNode discharge = (ObjectNode) JSON.readTree(Examples.bytes("discharge"));
        discharge.put("recordedAt", long_ago);
        ((ObjectNode) discharge.get("patient")).put("diedAt", long_ago);
        ((ObjectNode) discharge.get("encounter"))
                .put("dischargedAt", long_ago)
                .put("admittedAt", "1900-01-01T00:00:00Z");
        assertThat(read(discharge).problems())
                .extracting(FieldProblem::pointer)
                .contains("/recordedAt", "/patient/diedAt", "/encounter/dischargedAt", "/encounter/admittedAt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"patient\":{}}", "{\"patient\":{\"name\":null}}", "{\"encounter\":{\"payer\":\"\"}}"})
    void aChangeThatSaysNothingIsRefused(String changes) {
        String fact = "{\"type\":\"discharge-changed\",\"occurredAt\":\"2026-11-24T09:00:00-05:00\",\"changes\":%s}";

        assertThat(reader.fact(fact.formatted(changes).getBytes(StandardCharsets.UTF_8))
                        .problems())
                .extracting(FieldProblem::pointer)
                .containsExactly("/changes");
    }

    @Test
    void whatIsToldOfTheFutureIsAWrongDate() throws Exception {
        ObjectNode discharge = (ObjectNode) JSON.readTree(Examples.bytes("discharge"));
        ((ObjectNode) discharge.get("encounter")).put("dischargedAt", "2027-11-19T16:40:00-05:00");
        ObjectNode fact = (ObjectNode) JSON.readTree(Examples.bytes("fact-died"));
        fact.put("occurredAt", "2027-11-19T16:40:00-05:00");

        assertThat(read(discharge).problems())
                .extracting(FieldProblem::pointer)
                .containsExactly("/encounter/dischargedAt");
        assertThat(reader.fact(JSON.writeValueAsBytes(fact)).problems())
                .extracting(FieldProblem::pointer)
                .containsExactly("/occurredAt");

        // a sender's clock that runs an hour ahead is no wrong date
        ((ObjectNode) discharge.get("encounter")).put("dischargedAt", "2026-11-26T13:00:00Z");
        assertThat(read(discharge).problems()).isEmpty();
    }

    @Test
    void anEmptyTextSaysNothingAndAWordsCaseDoesNotMatter() throws Exception {
        ObjectNode discharge = (ObjectNode) JSON.readTree(Examples.bytes("discharge"));
        ((ObjectNode) discharge.get("patient")).put("sex", " ").put("language", "");
        ((ObjectNode) discharge.get("encounter")).put("class", "INPATIENT");
        ((ObjectNode) discharge.at("/encounter/disposition")).put("code", " ").put("text", "");

        Reading<DischargeRequest> reading = read(discharge);
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.orThrow().patient().language()).isNull();

        ((ObjectNode) discharge.get("patient")).put("birthDate", "  ");
        assertThat(read(discharge).problems())
                .extracting(FieldProblem::pointer)
                .as("what is needed is still missed")
                .containsExactly("/patient/birthDate");
    }

    @Test
    void aChangeIsCheckedLikeADischarge() throws Exception {
        ObjectNode fact = (ObjectNode) JSON.readTree(Examples.bytes("fact-discharge-changed"));
        fact.putObject("changes");
        assertThat(reader.fact(JSON.writeValueAsBytes(fact)).problems())
                .extracting(FieldProblem::pointer)
                .containsExactly("/changes");

        ObjectNode changes = fact.putObject("changes");
        changes.putObject("patient").put("birthDate", "2026-12-25");
        changes.putObject("encounter").put("dischargedAt", "1950-01-01T10:00:00-05:00");
        assertThat(reader.fact(JSON.writeValueAsBytes(fact)).problems())
                .extracting(FieldProblem::pointer)
                .containsExactly("/changes/patient/birthDate", "/changes/encounter/dischargedAt");
    }

    @Test
    void namesEveryBadFieldAtOnce() throws Exception {
        ObjectNode discharge = (ObjectNode) JSON.readTree(Examples.bytes("discharge"));
        ((ObjectNode) discharge.get("patient")).put("birthDate", "12.4.1951").put("language", "spanish!");
        ((ObjectNode) discharge.get("patient")).remove("identifiers");
        ((ObjectNode) discharge.get("encounter"))
                .put("dischargedAt", "2026-11-19T16:40:00")
                .put("class", "bedded");
        ((ObjectNode) discharge.get("dischargeMedications").get(1)).put("highAlert", "yes");
        ((ObjectNode) discharge.get("followUps").get(0)).put("dueWithinDays", -3);
        discharge.put("dischargeMedication", "lost otherwise");

        Reading<DischargeRequest> reading = read(discharge);

        assertThat(reading.value()).isNull();
        assertThat(reading.malformed()).isFalse();
        assertThat(reading.problems())
                .extracting(FieldProblem::pointer)
                .containsExactlyInAnyOrder(
                        "/patient/birthDate",
                        "/patient/language",
                        "/patient/identifiers",
                        "/encounter/dischargedAt",
                        "/encounter/class",
                        "/dischargeMedications/1/highAlert",
                        "/followUps/0/dueWithinDays",
                        "/dischargeMedication");
        assertThat(message(reading, "/encounter/dischargedAt")).contains("offset", "-05:00");
        assertThat(message(reading, "/encounter/class")).contains("inpatient", "long-term-care");
        assertThat(message(reading, "/dischargeMedication")).contains("did you mean");
        assertThat(message(reading, "/patient/identifiers")).contains("missing");
    }

    @Test
    void repeatsNothingOfWhatWasSent() throws Exception {
        String canary = "Quetzalcoatl";
        ObjectNode discharge = (ObjectNode) JSON.readTree(Examples.bytes("discharge"));
        ((ObjectNode) discharge.get("patient")).put("birthDate", canary).put("language", canary + "!");
        ((ObjectNode) discharge.get("patient")).put("Mrs " + canary, 1);
        ((ObjectNode) discharge.get("encounter")).put("class", canary).put("timeZone", canary);
        ((ObjectNode) discharge.get("patient").get("phones").get(0)).put("use", canary);

        assertThat(read(discharge).problems()).hasSize(6).noneMatch(problem -> problem.toString()
                .contains(canary));
        Reading<DischargeRequest> malformed =
                reader.discharge(("{\"patient\": " + canary).getBytes(StandardCharsets.UTF_8));
        assertThat(malformed.malformed()).isTrue();
        assertThat(malformed.problems().toString()).contains("line 1").doesNotContain(canary);
    }

    @Test
    void refusesNamesThatOccurTwice() {
        Reading<FactRequest> reading =
                fact("{\"type\":\"died\",\"type\":\"refused\",\"occurredAt\":\"2026-11-19T16:40:00-05:00\"}");

        assertThat(reading.malformed()).isTrue();
    }

    @Test
    void refusesWhatIsTooDeepOrTooLongToRead() {
        assertThat(fact("[".repeat(200)).malformed()).isTrue();
        assertThat(fact("{\"a\":".repeat(101) + "1" + "}".repeat(101)).malformed())
                .isTrue();
        assertThat(fact("{\"type\":\"" + "x".repeat(200_000) + "\"}").malformed())
                .isTrue();
        assertThat(fact("{} {}").malformed()).isTrue();
        assertThat(fact("").malformed()).isTrue();
        assertThat(fact("null").malformed()).isTrue();
        assertThat(reader.fact(new byte[] {'{', '"', (byte) 0xC3, '"', '}'}).malformed())
                .isTrue();
    }

    @Test
    void aFactNeedsWhatItsTypeNeedsAndNothingElse() {
        String at = "\"occurredAt\":\"2026-11-19T16:40:00-05:00\"";

        assertThat(fact("{\"type\":\"refused\"," + at + "}").problems())
                .extracting(FieldProblem::pointer)
                .containsExactly("/service");
        assertThat(fact("{\"type\":\"discharge-changed\"," + at + "}").problems())
                .extracting(FieldProblem::pointer)
                .containsExactly("/changes");
        assertThat(fact("{\"type\":\"died\"," + at + ",\"service\":\"outreach\"}")
                        .problems())
                .extracting(FieldProblem::pointer)
                .containsExactly("/service");
        assertThat(fact("{\"type\":\"died\",\"occurredAt\":\"2026-11-19T16:40:00\"}")
                        .problems())
                .extracting(FieldProblem::pointer)
                .containsExactly("/occurredAt");
        assertThat(fact("{}").problems())
                .extracting(FieldProblem::pointer)
                .containsExactlyInAnyOrder("/type", "/occurredAt");
    }

    @Test
    void aChangeRequiresNothingButReadsWhatItHolds() {
        String at = "\"occurredAt\":\"2026-11-19T16:40:00-05:00\"";

        assertThat(fact("{\"type\":\"discharge-changed\"," + at + ",\"changes\":{\"encounter\":{\"service\":\"x\"}}}")
                        .orThrow()
                        .type())
                .isEqualTo(Type.DISCHARGE_CHANGED);
        assertThat(fact("{\"type\":\"discharge-changed\"," + at
                                + ",\"changes\":{\"encounter\":{\"visitNumber\":\"V-2\"},\"followUps\":[{}]}}")
                        .problems())
                .extracting(FieldProblem::pointer)
                .containsExactlyInAnyOrder(
                        "/changes/encounter/visitNumber", "/changes/followUps/0/kind", "/changes/followUps/0/what");
    }

    @Property(tries = 1_500)
    void answersEveryMutationOfADischargeWithAValueOrWithProblems(@ForAll Random random) throws Exception {
        List<String> names = Examples.names("discharge");
        JsonNode root = JSON.readTree(Examples.bytes(names.get(random.nextInt(names.size()))));
        for (int mutation = 1 + random.nextInt(6); mutation > 0; mutation--) {
            mutate(root, random);
        }
        byte[] raw = JSON.writeValueAsBytes(root);

        Reading<DischargeRequest> reading = reader.discharge(raw);

        assertThat(reading.value() == null).isEqualTo(!reading.problems().isEmpty());
        if (reading.value() != null) {
            // what is accepted can also be said to episodes
            new TranslateDischarge(Map.of())
                    .details(reading.value(), reading.value(), DischargeReader.clinical(raw, false));
            DischargeHandler.visit(reading.value());
            DischargeHandler.occurredAt(reading.value());
        }
    }

    @Property(tries = 1_000)
    void answersEveryTreeWithAValueOrWithProblems(@ForAll Random random) throws Exception {
        byte[] raw = JSON.writeValueAsBytes(tree(random, 4));

        Reading<FactRequest> fact = reader.fact(raw);
        Reading<DischargeRequest> discharge = reader.discharge(raw);

        assertThat(fact.value() == null).isEqualTo(!fact.problems().isEmpty());
        assertThat(discharge.value()).isNull();
        assertThat(discharge.problems()).isNotEmpty();
    }

    @Property(tries = 1_000)
    void answersAnyBytesWithProblems(@ForAll @Size(max = 60) byte[] raw) {
        assertThat(reader.discharge(raw).problems()).isNotEmpty();
        assertThat(reader.fact(raw).problems()).isNotEmpty();
    }

    @Test
    void thePublishedSchemaHoldsEveryFieldOfTheExamples() throws Exception {
        JsonNode schema = JSON.valueToTree(reader.dischargeSchema());
        for (String name : Examples.names("discharge")) {
            assertCovered(JSON.readTree(Examples.bytes(name)), schema, name);
        }
        JsonNode facts = JSON.valueToTree(reader.factSchema());
        for (String name : Examples.names("fact-")) {
            assertCovered(JSON.readTree(Examples.bytes(name)), facts, name);
        }
        assertThat(schema.at("/required").toString()).contains("patient", "encounter");
        assertThat(facts.at("/properties/changes/required").isMissingNode()).isTrue();
    }

    private static void assertCovered(JsonNode value, JsonNode schema, String where) {
        assertThat(schema.isMissingNode()).as(where).isFalse();
        if (value.isObject()) {
            value.fields()
                    .forEachRemaining(field -> assertCovered(
                            field.getValue(),
                            schema.at("/properties/" + field.getKey()),
                            where + "/" + field.getKey()));
        } else if (value.isArray()) {
            value.forEach(entry -> assertCovered(entry, schema.get("items"), where));
        }
    }

    private Reading<DischargeRequest> read(JsonNode discharge) throws Exception {
        return reader.discharge(JSON.writeValueAsBytes(discharge));
    }

    private Reading<FactRequest> fact(String json) {
        return reader.fact(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String message(Reading<?> reading, String pointer) {
        return reading.problems().stream()
                .filter(problem -> problem.pointer().equals(pointer))
                .findFirst()
                .orElseThrow()
                .message();
    }

    private static void mutate(JsonNode root, Random random) {
        List<ContainerNode<?>> containers = new ArrayList<>();
        collect(root, containers);
        ContainerNode<?> victim = containers.get(random.nextInt(containers.size()));
        if (victim instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(4)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(word(random), object.get(name));
                default -> object.set(name, tree(random, 2));
            }
        } else if (victim instanceof ArrayNode array) {
            array.add(tree(random, 2));
        }
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> containers) {
        if (node instanceof ContainerNode<?> container) {
            containers.add(container);
            node.forEach(child -> collect(child, containers));
        }
    }

    private static JsonNode tree(Random random, int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0:
                return nodes.nullNode();
            case 1:
                return nodes.booleanNode(random.nextBoolean());
            case 2:
                return nodes.numberNode(random.nextLong());
            case 3:
                return nodes.numberNode(random.nextInt(400) - 100);
            case 4:
                return nodes.numberNode(random.nextDouble() * Math.pow(10, random.nextInt(600) - 300));
            case 5, 6:
                return nodes.textNode(word(random));
            case 7:
                ArrayNode array = nodes.arrayNode();
                for (int index = random.nextInt(4); index > 0; index--) {
                    array.add(tree(random, depth - 1));
                }
                return array;
            default:
                ObjectNode object = nodes.objectNode();
                for (int index = random.nextInt(5); index > 0; index--) {
                    object.set(word(random), tree(random, depth - 1));
                }
                return object;
        }
    }

    private static String word(Random random) {
        List<String> words = List.of(
                "patient",
                "encounter",
                "type",
                "died",
                "occurredAt",
                "2026-11-19T16:40:00-05:00",
                "+999999999-12-31T23:59:59+18:00",
                "2026-02-30",
                "2026-11-19",
                "25:61",
                "09:30",
                "America/Nowhere",
                "../../etc",
                "es-",
                "x-y-z",
                "home",
                "\u0000",
                "\uD800",
                "\uFFFD",
                "'; DROP TABLE patient; --",
                "${7*7}",
                "+1 (212) 555-0101 ext. 99999999999999999",
                "tel:",
                "",
                " ",
                "\uD83D\uDE00",
                "a".repeat(5_000),
                "/~0~1");
        return words.get(random.nextInt(words.size()));
    }
}

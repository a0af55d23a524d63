package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Read every form as the form host and the server do: same keys, same codes, same required fields on both sides. */
class FormTests {

    private static final Path FORMS = Path.of("forms");

    /** What a form-js field may be here. No HTML, frames, files, buttons: a form is what a person fills in. */
    private static final Set<String> KINDS = Set.of(
            "textfield",
            "textarea",
            "number",
            "datetime",
            "checkbox",
            "checklist",
            "radio",
            "select",
            "text",
            "group",
            "dynamiclist",
            "expression");

    private static final Set<String> KEYLESS = Set.of("text", "group", "dynamiclist");

    /** The fields without which a step is not safe to complete, shown from the start. */
    private static final Map<String, Set<String>> REQUIRED = Map.ofEntries(
            Map.entry("call-patient", Set.of("contactOutcome")),
            Map.entry("hand-over-to-clinician", Set.of("handOverOutcome", "doneAt", "assessment", "nextStep")),
            Map.entry("follow-up-concern", Set.of("concernOutcome", "doneAt", "whatWasDone")),
            Map.entry("send-letter", Set.of("letterOutcome")),
            Map.entry("arrange-home-visit", Set.of("visitOutcome")),
            Map.entry("book-appointment", Set.of("bookingOutcome")),
            Map.entry("confirm-attendance", Set.of("attendance")),
            Map.entry("call-about-missed-appointment", Set.of("callOutcome", "calledAt")),
            Map.entry("decide-discharge", Set.of("decision", "reason", "reasonWords")),
            Map.entry("name-care-manager", Set.of("careManagerId", "accepted")),
            Map.entry("obtain-discharge-summary", Set.of("summaryOutcome")),
            Map.entry("notify-pcp", Set.of("noticeOutcome")),
            Map.entry("gather-medications", Set.of("askedWhom", "othersAsked")),
            Map.entry("decide-medication-item", Set.of("decision")),
            Map.entry("answer-medication-question", Set.of("answeredBy", "answeredAt", "decision")),
            Map.entry("teach-back-medication", Set.of("taughtAt", "withWhom", "teachBack", "obtained")),
            Map.entry("reconcile-medications", Set.of("reconciledOn", "reconciledBy", "evidenceKind")),
            Map.entry("tell-medication-list", Set.of("listSentOn", "patientTold", "pcpTold", "pharmacyTold")),
            Map.entry("send-referral", Set.of("sendOutcome")),
            Map.entry("track-referral", Set.of("referralOutcome")),
            Map.entry("screen-social-needs", Set.of("instrument", "screeningOutcome")),
            Map.entry("review-referral-outcome", Set.of("changes", "pcpTold", "enough")),
            Map.entry("tell-referral-outcome", Set.of("toldHow")),
            Map.entry("follow-pending-result", Set.of("resultOutcome")),
            Map.entry("confirm-service", Set.of("serviceOutcome")),
            Map.entry("complete-risk-facts", Set.of("completeness", "source")),
            Map.entry("ask-after-patient", Set.of("whereNow", "source", "toldBy")),
            Map.entry("confirm-death", Set.of("deathOutcome", "source", "confirmedBy")),
            Map.entry("call-off-promises", Set.of("doneAt")),
            Map.entry("close-episode", Set.of("ongoingCare", "patientInformed", "review")),
            Map.entry("work-added-order", Set.of("orderOutcome")),
            Map.entry("acknowledge-escalation", Set.of("action")),
            Map.entry("resolve-escalation", Set.of("reason", "lookAgainAt", "reasonWords")));

    /** The answers that a routing fact is made of; the model's gateways know no others. */
    private static final Map<String, Map<String, Set<String>>> ROUTED = Map.of(
            "call-patient",
                    Map.of(
                            "contactOutcome",
                            Set.of(
                                    "REACHED",
                                    "NO_ANSWER",
                                    "VOICEMAIL",
                                    "BUSY",
                                    "NOT_HOME",
                                    "RESCHEDULED",
                                    "WRONG_NUMBER",
                                    "DECLINED",
                                    "OTHER")),
            "book-appointment", Map.of("bookingOutcome", Set.of("BOOKED", "NOT_NEEDED", "DECLINED")),
            "confirm-attendance", Map.of("attendance", Set.of("ATTENDED", "MISSED", "CANCELLED")),
            "decide-medication-item",
                    Map.of(
                            "decision",
                            Set.of(
                                    "AS_DISCHARGED",
                                    "AS_BEFORE",
                                    "AS_TAKEN",
                                    "OTHERWISE",
                                    "STOP",
                                    "READ_AS",
                                    "NOTHING_TO_CHANGE",
                                    "NOT_A_DIFFERENCE",
                                    "ASK_PRESCRIBER")),
            "decide-discharge", Map.of("decision", Set.of("START", "WATCH", "NONE")),
            "confirm-death", Map.of("deathOutcome", Set.of("CONFIRMED", "NOT_SO")),
            "acknowledge-escalation", Map.of("action", Set.of("ACKNOWLEDGE", "TAKE_OVER")));

    private static final Pattern KEY = Pattern.compile("[a-z][a-zA-Z0-9]*");
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]*|[a-z][a-z0-9-]*");
    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9]*");
    private static final Set<String> FEEL = Set.of("null", "and", "or", "count", "this", "not", "true", "false");

    private final Map<String, JsonNode> forms = read();

    @Test
    void aFormIsNamedAsItsFileAndOpensInTheModeler() {
        assertThat(forms.keySet()).isEqualTo(new TreeSet<>(REQUIRED.keySet()));
        forms.forEach((file, form) -> {
            assertThat(form.path("id").asText()).as(file).isEqualTo(file);
            assertThat(form.path("type").asText()).as(file).isEqualTo("default");
            assertThat(form.path("schemaVersion").asInt()).as(file).isEqualTo(16);
            assertThat(form.path("executionPlatform").asText()).as(file).isEqualTo("Camunda Platform");
            assertThat(form.path("executionPlatformVersion").asText()).as(file).isEqualTo("7.24.0");
        });
    }

    @Test
    void aKeyIsCamelCaseAndStandsOnceInItsRow() {
        var violations = new ArrayList<String>();
        forms.forEach((file, form) -> {
            var ids = new HashSet<String>();
            keysOnce(file, form, new HashSet<>(), violations);
            fields(form).forEach(field -> {
                if (!ids.add(field.path("id").asText())) {
                    violations.add(at(file, field) + "give it an id of its own");
                }
                if (!KINDS.contains(field.path("type").asText())) {
                    violations.add(at(file, field) + "use one of " + new TreeSet<>(KINDS));
                }
                boolean keyed = !KEYLESS.contains(field.path("type").asText());
                if (keyed && !KEY.matcher(field.path("key").asText()).matches()) {
                    violations.add(at(file, field) + "give it a key in camelCase");
                }
                if (keyed
                        && !field.path("type").asText().equals("expression")
                        && label(field).isBlank()) {
                    violations.add(at(file, field) + "give it a label in plain words");
                }
            });
        });
        assertThat(violations).isEmpty();
    }

    @Test
    void aChoiceIsACodeAndItsWordsAreForPeople() {
        var violations = new ArrayList<String>();
        forms.forEach((file, form) -> fields(form)
                .filter(field -> Set.of("radio", "select", "checklist")
                        .contains(field.path("type").asText()))
                .forEach(field -> {
                    if (field.has("valuesKey")) {
                        return;
                    }
                    var codes = codes(field);
                    if (codes.isEmpty() || new HashSet<>(codes).size() != codes.size()) {
                        violations.add(at(file, field) + "list each choice once");
                    }
                    codes.stream()
                            .filter(code -> !CODE.matcher(code).matches())
                            .forEach(code -> violations.add(at(file, field) + "make a code of " + code));
                }));
        assertThat(violations).isEmpty();
    }

    @Test
    void whatAStepIsNotSafeWithoutIsRequired() {
        REQUIRED.forEach((file, keys) -> assertThat(requiredAndShown(forms.get(file)))
                .as("required in %s.form", file)
                .containsAll(keys));
    }

    @Test
    void theAnswersAreThoseTheModelsKnow() {
        ROUTED.forEach((file, fields) -> fields.forEach((key, codes) ->
                assertThat(codes(field(file, key))).as(file + ", " + key).containsExactlyInAnyOrderElementsOf(codes)));
    }

    @Test
    void aConditionAsksOnlyForFieldsOfItsForm() {
        var violations = new ArrayList<String>();
        forms.forEach((file, form) -> {
            var known = Stream.concat(
                            fields(form).map(field -> field.path("key").asText()),
                            fields(form).map(field -> field.path("path").asText()))
                    .collect(Collectors.toSet());
            fields(form).filter(field -> field.has("conditional")).forEach(field -> {
                var hide = field.path("conditional").path("hide").asText();
                if (!hide.startsWith("=")) {
                    violations.add(at(file, field) + "begin the condition with =");
                }
                WORD.matcher(hide.replaceAll("\"[^\"]*\"", ""))
                        .results()
                        .map(it -> it.group())
                        .filter(word -> !FEEL.contains(word) && !known.contains(word))
                        .forEach(word -> violations.add(at(file, field) + "ask for a field of this form, not " + word));
            });
        });
        assertThat(violations).isEmpty();
    }

    @Test
    void freeTextHasABoundAndNoFieldComesFilledIn() {
        var violations = new ArrayList<String>();
        forms.forEach((file, form) -> fields(form).forEach(field -> {
            if (field.path("type").asText().startsWith("text")
                    && field.has("key")
                    && !field.path("validate").has("maxLength")) {
                violations.add(at(file, field) + "set validate.maxLength");
            }
            if (field.has("defaultValue")) {
                violations.add(at(file, field) + "leave the default to the server: nobody said it yet");
            }
            if (field.path("type").asText().equals("datetime")
                    && field.path("subtype").asText().equals("datetime")
                    && !field.path("timeSerializingFormat").asText().equals("no_timezone")) {
                violations.add(at(file, field) + "keep the time as written: no_timezone");
            }
            if (field.path("type").asText().equals("datetime")
                    && !field.path("subtype").asText("date").equals("date")
                    && !Set.of("patient", "team")
                            .contains(field.at("/properties/clock").asText())) {
                violations.add(at(file, field) + "say whose clock it is on: property clock, patient or team");
            }
        }));
        assertThat(violations).isEmpty();
    }

    @Test
    void aListShowsWhatIsThereAndItsRowsKeepTheirId() {
        var violations = new ArrayList<String>();
        forms.forEach((file, form) -> fields(form)
                .filter(field -> field.path("type").asText().equals("dynamiclist"))
                .forEach(list -> {
                    if (list.path("allowAddRemove").asBoolean(true)
                            || list.path("defaultRepetitions").asInt(1) != 0) {
                        violations.add(
                                at(file, list) + "rows come from the server: no adding, no removing, none by default");
                    }
                    if (children(list)
                            .noneMatch(it -> it.path("key").asText().equals("id")
                                    && it.path("type").asText().equals("expression")
                                    && it.path("expression").asText().equals("=this.id"))) {
                        violations.add(at(file, list) + "carry the row's id by an expression =this.id");
                    }
                }));
        assertThat(violations).isEmpty();
    }

    @Test
    void aCallThatReachesNobodyIsOneTap() {
        assertThat(requiredAndShown(forms.get("call-patient"))).containsExactly("contactOutcome");
        var shown = children(forms.get("call-patient"))
                .filter(field -> !field.has("conditional"))
                .map(field -> field.path("key").asText())
                .toList();
        assertThat(shown).containsExactly("contactOutcome");
    }

    @Test
    void aRedFlagIsNotFiledBeforeItIsHandedOver() {
        var group = fields(forms.get("call-patient"))
                .filter(field -> field.path("type").asText().equals("group"))
                .filter(field ->
                        children(field).anyMatch(it -> it.path("key").asText().equals("handedOverTo")))
                .findFirst()
                .orElseThrow();

        assertThat(group.path("conditional").path("hide").asText())
                .isEqualTo("=redFlags = null or count(redFlags) = 0");
        assertThat(children(group).filter(field -> field.has("key"))).allSatisfy(field -> {
            assertThat(field.path("validate").path("required").asBoolean()).isTrue();
            assertThat(field.has("conditional")).isFalse();
        });
        assertThat(children(group).filter(field -> field.has("key")).map(field -> field.path("key")
                        .asText()))
                .containsExactly("emergencyAdvised", "handedOverTo", "handedOverAt");
    }

    /** The sheet asks for a hand-over where the table says red: the two lists are one. */
    @Test
    void theRedFlagsOfTheSheetAreTheRedRowsOfTheTable() throws IOException {
        var rows = findings(Files.readString(Path.of("processes/red-flag-triage.dmn")));
        // PHQ-9 is an instrument of its own, not asked on the call
        var red = rows.entrySet().stream()
                .filter(row -> row.getValue().equals("RED"))
                .map(Map.Entry::getKey)
                .filter(code -> !code.startsWith("phq9"))
                .toList();

        assertThat(codes(field("call-patient", "redFlags"))).containsExactlyInAnyOrderElementsOf(red);
        assertThat(codes(field("call-patient", "concerns"))).noneMatch(code -> "RED".equals(rows.get(code)));
        assertThat(codes(field("call-patient", "concerns")))
                .containsAll(rows.entrySet().stream()
                        .filter(row -> row.getValue().equals("AMBER"))
                        .map(Map.Entry::getKey)
                        .filter(code -> !code.equals("not-asked"))
                        .toList());
        assertThat(rows).as("what could not be asked").containsEntry("not-asked", "AMBER");
        assertThat(codes(field("call-patient", "notAsked"))).containsExactly("NOT_ASKED");
    }

    private static Map<String, String> findings(String table) {
        var urgencies = new TreeMap<String, String>();
        Pattern.compile("<rule .*?</rule>", Pattern.DOTALL)
                .matcher(table)
                .results()
                .map(rule -> Pattern.compile("<text>(.*?)</text>", Pattern.DOTALL)
                        .matcher(rule.group())
                        .results()
                        .map(it -> it.group(1).strip().replace("&#34;", "\"").replace("&quot;", "\""))
                        .toList())
                .forEach(cells -> Pattern.compile("\"([a-z0-9-]{5,})\"")
                        .matcher(cells.get(0))
                        .results()
                        .forEach(code -> cells.stream()
                                .filter(cell -> cell.matches("\"(RED|AMBER|GREEN)\""))
                                .findFirst()
                                .ifPresent(urgency -> urgencies.put(code.group(1), urgency.replace("\"", "")))));
        return urgencies;
    }

    private static void keysOnce(String file, JsonNode scope, Set<String> keys, List<String> violations) {
        children(scope).forEach(field -> {
            if (field.has("key") && !keys.add(field.path("key").asText())) {
                violations.add(at(file, field) + "give it a key of its own");
            }
            if (field.has("path") && !keys.add(field.path("path").asText())) {
                violations.add(at(file, field) + "give it a path of its own");
            }
            keysOnce(file, field, field.has("path") ? new HashSet<>() : keys, violations);
        });
    }

    private static Set<String> requiredAndShown(JsonNode scope) {
        return children(scope)
                .filter(field -> !field.has("conditional"))
                .flatMap(field -> Stream.concat(
                        field.path("validate").path("required").asBoolean()
                                ? Stream.of(field.path("key").asText())
                                : Stream.empty(),
                        requiredAndShown(field).stream()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private JsonNode field(String file, String key) {
        return fields(forms.get(file))
                .filter(field -> field.path("key").asText().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + ".form has no field " + key));
    }

    private static List<String> codes(JsonNode field) {
        return StreamSupport.stream(field.path("values").spliterator(), false)
                .map(value -> value.path("value").asText())
                .toList();
    }

    private static String label(JsonNode field) {
        return field.has("dateLabel")
                ? field.path("dateLabel").asText()
                : field.path("label").asText();
    }

    private static String at(String file, JsonNode field) {
        return file + ".form, " + field.path("id").asText() + ": ";
    }

    private static Stream<JsonNode> children(JsonNode scope) {
        return StreamSupport.stream(scope.path("components").spliterator(), false);
    }

    private static Stream<JsonNode> fields(JsonNode scope) {
        return children(scope).flatMap(field -> Stream.concat(Stream.of(field), fields(field)));
    }

    private static Map<String, JsonNode> read() {
        var json = new ObjectMapper();
        try (Stream<Path> files = Files.list(FORMS)) {
            var forms = new TreeMap<String, JsonNode>();
            for (var file : files.filter(it -> it.toString().endsWith(".form")).toList()) {
                forms.put(file.getFileName().toString().replace(".form", ""), json.readTree(file.toFile()));
            }
            return forms;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

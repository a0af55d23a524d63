package org.homeward.worklist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.homeward.engine.Refused;
import org.junit.jupiter.api.Test;

class FormSchemaTests {

    private static FormSchema schema(String components) {
        try {
            return new FormSchema("test", new ObjectMapper().readTree("{\"components\":[" + components + "]}"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static List<String> broken(FormSchema schema, Map<String, Object> data) {
        return schema.broken(data).stream().map(Refused.Field::field).toList();
    }

    @Test
    void aRequiredFieldIsNamedUntilItIsFilledIn() {
        FormSchema schema =
                schema("{\"type\":\"textfield\",\"key\":\"note\",\"label\":\"Note\",\"validate\":{\"required\":true}}");

        assertThat(broken(schema, Map.of())).containsExactly("note");
        assertThat(broken(schema, Map.of("note", "  "))).containsExactly("note");
        assertThat(broken(schema, Map.of("note", "seen"))).isEmpty();
    }

    @Test
    void aHiddenFieldIsNotAskedFor() {
        FormSchema schema = schema("{\"type\":\"textfield\",\"key\":\"why\",\"label\":\"Why\",\"validate\":"
                + "{\"required\":true},\"conditional\":{\"hide\":\"=outcome != \\\"OTHER\\\"\"}}");

        assertThat(broken(schema, Map.of("outcome", "DONE"))).isEmpty();
        assertThat(broken(schema, Map.of("outcome", "OTHER"))).containsExactly("why");
    }

    @Test
    void aConditionWithinARowSeesTheRow() {
        FormSchema schema = schema("{\"type\":\"dynamiclist\",\"path\":\"items\",\"components\":[{\"type\":"
                + "\"textfield\",\"key\":\"receiver\",\"label\":\"Receiver\",\"validate\":{\"required\":true},"
                + "\"conditional\":{\"hide\":\"=this.status != \\\"HANDED_OFF\\\"\"}}]}");

        assertThat(broken(schema, Map.of("items", List.of(Map.of("status", "DONE"), Map.of("status", "HANDED_OFF")))))
                .containsExactly("items[1].receiver");
    }

    @Test
    void anAnswerThatWasNotOfferedIsRefused() {
        FormSchema schema = schema("{\"type\":\"radio\",\"key\":\"outcome\",\"label\":\"Outcome\",\"values\":"
                + "[{\"label\":\"Yes\",\"value\":\"YES\"}]}");

        assertThat(broken(schema, Map.of("outcome", "YES"))).isEmpty();
        assertThat(broken(schema, Map.of("outcome", "DROP TABLE"))).containsExactly("outcome");
    }

    @Test
    void whatTheFormHasNoFieldForIsDropped() {
        FormSchema schema = schema("{\"type\":\"textfield\",\"key\":\"note\",\"label\":\"Note\"}");

        assertThat(schema.known(Map.of("note", "seen", "riskTier", "LOW"))).containsExactly(Map.entry("note", "seen"));
    }

    @Test
    void aDateIsADate() {
        FormSchema schema =
                schema("{\"type\":\"datetime\",\"subtype\":\"date\",\"key\":\"on\",\"dateLabel\":\"Seen on\"}");

        assertThat(broken(schema, Map.of("on", "2028-02-29"))).isEmpty();
        assertThat(schema.broken(Map.of("on", "2027-02-29")).get(0).message()).contains("Seen on");
    }

    /** Whoever has a patient with chest pain on the line fills in who, what was advised, and who took over. */
    @Test
    void aRedFlagAsksForNothingThatCanWait() {
        var sheet = new FormSchemas(new ObjectMapper()).get("call-patient");
        var data = new HashMap<String, Object>(Map.of(
                "contactOutcome",
                "REACHED",
                "identifiersConfirmed",
                List.of("NAME", "BIRTH_DATE"),
                "spokeWith",
                "PATIENT",
                "redFlags",
                List.of("chest-pain"),
                "emergencyAdvised",
                List.of("ADVISED_911"),
                "handedOverTo",
                "Dr. Ahn",
                "handedOverAt",
                "2026-11-23T10:00",
                "concernWords",
                "since this morning"));
        assertThat(sheet.broken(data)).isEmpty();
        data.remove("redFlags");
        assertThat(sheet.broken(data))
                .extracting(Refused.Field::field)
                .contains("medicinesObtained", "condition", "knowsWhomToCall", "channel", "interpreter");
    }
}

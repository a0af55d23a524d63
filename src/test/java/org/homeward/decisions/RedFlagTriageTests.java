package org.homeward.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.decisions.DecisionFiles.FOLDER;
import static org.homeward.decisions.DecisionFiles.given;
import static org.homeward.decisions.DecisionFiles.only;

import java.util.Arrays;
import java.util.List;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedFlagTriageTests {

    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            chest-pain severe-shortness-of-breath syncope stroke-signs suicidal-thoughts | RED   | 15
            phq9-item9-positive                                                          | RED   | 15
            more-short-of-breath more-swelling dizziness wakes-breathless weight-gain    | AMBER | 60
            sleeps-propped-up much-worse bleeding fever medicines-not-obtained           | AMBER | 60
            none                                                                         | GREEN | -
            a-code-nobody-knows                                                          | AMBER | 60
            """)
    void saysHowUrgentAFindingIs(String symptoms, String urgency, @Nullable Integer minutes) {
        assertThat(Arrays.asList(symptoms.split(" "))).allSatisfy(symptom -> {
            var row = only("red-flag-triage", given("symptom", symptom));
            assertThat(row).containsEntry("urgency", urgency);
            assertThat(row.get("minutes")).isEqualTo(minutes);
            assertThat((String) row.get("action")).isNotBlank();
        });
    }

    @Test
    void tellsARedFindingToCallForHelpAndAClinicianNow() {
        assertThat((String)
                        only("red-flag-triage", given("symptom", "chest-pain")).get("action"))
                .contains("911", "988", "clinician now");
    }

    @Test
    void noFindingIsGreenAnUnknownOneIsNot() {
        assertThat(only("red-flag-triage", given("symptom", null))).containsEntry("urgency", "GREEN");
        assertThat(only("red-flag-triage", given("symptom", ""))).containsEntry("urgency", "GREEN");
        assertThat(only("red-flag-triage", given("symptom", "Chest pain"))).containsEntry("urgency", "AMBER");
    }

    @Test
    void standsInTheOrderOfSeverity() {
        List<String> urgencies = Dmn.readModelFromFile(
                        FOLDER.resolve("red-flag-triage.dmn").toFile())
                .getModelElementsByType(Rule.class)
                .stream()
                .map(row -> row.getOutputEntries()
                        .iterator()
                        .next()
                        .getTextContent()
                        .strip())
                .filter(urgency -> !urgency.equals("\"GREEN\""))
                .toList();
        assertThat(urgencies.subList(0, urgencies.lastIndexOf("\"RED\"") + 1)).containsOnly("\"RED\"");
    }
}

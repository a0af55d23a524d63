package org.homeward.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.decisions.DecisionFiles.FOLDER;
import static org.homeward.decisions.DecisionFiles.evaluate;
import static org.homeward.decisions.DecisionFiles.given;
import static org.homeward.decisions.DecisionFiles.only;
import static org.homeward.decisions.DecisionFiles.text;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.homeward.medication.Category;
import org.homeward.medication.Discrepancy.Detail;
import org.homeward.medication.Discrepancy.Step;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MedicationDiscrepancyTests {

    private static final List<String> SEVERITIES = List.of("NONE", "LOW", "MODERATE", "HIGH", "CRITICAL");

    // the same finding is asked for by several tests, and an evaluation takes milliseconds
    private static final Map<String, Map<String, Object>> ANSWERS = new HashMap<>();
    private static final Map<String, Boolean> CLOCKS = new HashMap<>();

    private static Map<String, Object> decide(
            @Nullable Object category, @Nullable Object step, @Nullable Object detail, @Nullable Boolean highAlert) {
        Map<String, Object> inputs = given(
                "category",
                category == null ? null : category.toString(),
                "step",
                step == null ? null : step.toString(),
                "detail",
                detail == null ? null : detail.toString(),
                "highAlert",
                highAlert);
        return ANSWERS.computeIfAbsent(inputs.toString(), key -> only("medication-discrepancy", inputs));
    }

    private static boolean isAClock(String dueRule) {
        return CLOCKS.computeIfAbsent(
                dueRule,
                rule -> evaluate("transition-deadlines", given("rule", rule)).size() == 1);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            # category,   step,      detail,        high,  severity, owner,      due,                        reason, rule
            ALLERGY,      DISCHARGE, INGREDIENT,    false, CRITICAL, prescriber, medication-allergy,         true,   allergy
            ALLERGY,      DISCHARGE, CLASS,         true,  CRITICAL, prescriber, medication-allergy,         true,   allergy
            INTERACTION,  DISCHARGE, -,             false, HIGH,     pharmacist, medication-urgent,          true,   interaction
            DUPLICATE,    DISCHARGE, INGREDIENT,    true,  CRITICAL, pharmacist, medication-urgent,          true,   duplicate-ingredient-high-alert
            DUPLICATE,    DISCHARGE, INGREDIENT,    false, HIGH,     pharmacist, reconcile-medications,      true,   duplicate-ingredient
            DUPLICATE,    DISCHARGE, CLASS,         true,  HIGH,     pharmacist, medication-urgent,          true,   duplicate-class-high-alert
            DUPLICATE,    DISCHARGE, CLASS,         false, MODERATE, pharmacist, reconcile-medications,      true,   duplicate-class
            OMISSION,     DISCHARGE, -,             true,  HIGH,     prescriber, medication-urgent,          true,   omission-high-alert
            OMISSION,     DISCHARGE, -,             false, MODERATE, pharmacist, reconcile-medications,      true,   omission
            OMISSION,     HOME,      -,             true,  HIGH,     nurse,      medication-urgent,          true,   not-taken-high-alert
            OMISSION,     HOME,      -,             false, MODERATE, nurse,      reconcile-medications,      true,   not-taken
            STOPPED,      HOME,      -,             false, MODERATE, nurse,      reconcile-medications,      true,   not-taken
            STOPPED,      DISCHARGE, -,             true,  MODERATE, pharmacist, medication-urgent,          true,   stopped-high-alert
            STOPPED,      DISCHARGE, -,             false, LOW,      pharmacist, reconcile-medications,      true,   stopped
            SUBSTITUTION, DISCHARGE, -,             false, MODERATE, pharmacist, reconcile-medications,      true,   substitution
            SUBSTITUTION, DISCHARGE, -,             true,  HIGH,     pharmacist, medication-urgent,          true,   substitution-high-alert
            CHANGED,      DISCHARGE, USE,           true,  MODERATE, pharmacist, medication-urgent,          true,   changed-high-alert
            CHANGED,      DISCHARGE, USE,           false, LOW,      pharmacist, reconcile-medications,      true,   changed
            CHANGED,      DISCHARGE, PRESENTATION,  false, LOW,      nurse,      reconcile-medications,      false,  presentation
            CHANGED,      DISCHARGE, PRESENTATION,  true,  MODERATE, pharmacist, medication-urgent,          false,  presentation-high-alert
            CHANGED,      HOME,      USE,           true,  HIGH,     pharmacist, medication-urgent,          true,   taken-otherwise-high-alert
            CHANGED,      HOME,      USE,           false, MODERATE, nurse,      reconcile-medications,      true,   taken-otherwise
            CHANGED,      HOME,      PRESENTATION,  false, LOW,      nurse,      reconcile-medications,      false,  presentation
            NEW,          DISCHARGE, INDICATED,     false, LOW,      nurse,      reconcile-medications,      false,  new
            NEW,          DISCHARGE, NOT_INDICATED, false, LOW,      pharmacist, reconcile-medications,      true,   new-without-indication
            NEW,          DISCHARGE, NOT_INDICATED, true,  MODERATE, pharmacist, medication-urgent,          true,   new-without-indication-high-alert
            NEW,          DISCHARGE, INDICATED,     true,  MODERATE, nurse,      medication-urgent,          false,  new-high-alert
            NEW,          HOME,      STOPPED,       true,  CRITICAL, prescriber, medication-urgent,          true,   stopped-yet-taken-high-alert
            NEW,          HOME,      STOPPED,       false, HIGH,     pharmacist, medication-urgent,          true,   stopped-yet-taken
            NEW,          HOME,      OMITTED,       false, MODERATE, pharmacist, reconcile-medications,      true,   taken-beside-the-list
            NEW,          HOME,      UNLISTED,      true,  HIGH,     prescriber, medication-urgent,          true,   taken-beside-the-list-high-alert
            HIGH_ALERT,   DISCHARGE, -,             true,  MODERATE, nurse,      medication-high-alert-call, false,  high-alert
            PIM,          DISCHARGE, -,             false, LOW,      pharmacist, reconcile-medications,      true,   potentially-inappropriate
            PIM,          DISCHARGE, -,             true,  MODERATE, pharmacist, medication-urgent,          true,   potentially-inappropriate-high-alert
            UNCODED,      DISCHARGE, NAME,          false, MODERATE, pharmacist, reconcile-medications,      false,  uncoded-name
            UNCODED,      DISCHARGE, NAME,          true,  HIGH,     pharmacist, medication-urgent,          false,  uncoded-name-high-alert
            UNCODED,      DISCHARGE, NOTATION,      false, LOW,      nurse,      reconcile-medications,      false,  uncoded-notation
            UNCODED,      DISCHARGE, NOTATION,      true,  HIGH,     pharmacist, medication-urgent,          false,  uncoded-notation-high-alert
            UNCODED,      DISCHARGE, ALLERGEN,      false, HIGH,     pharmacist, medication-urgent,          false,  allergy-not-read
            CONTINUE,     DISCHARGE, -,             true,  NONE,     none,       reconcile-medications,      false,  continue
            """)
    void saysHowGraveItIsWhoseAndByWhen(
            String category,
            String step,
            @Nullable String detail,
            boolean highAlert,
            String severity,
            String owner,
            String due,
            boolean reason,
            String rule) {
        assertThat(decide(category, step, detail, highAlert))
                .containsEntry("severity", severity)
                .containsEntry("owner", owner)
                .containsEntry("dueRule", due)
                .containsEntry("reasonRequired", reason)
                .containsEntry("rule", rule)
                .containsEntry("verified", false);
    }

    /** Every combination that code can produce, so that none falls through to nobody. */
    @ParameterizedTest
    @EnumSource(Category.class)
    void hasAnOwnerAndAClockForWhateverAComparisonCanFind(Category category) {
        for (Step step : Step.values()) {
            for (Detail detail : Stream.concat(Stream.of((Detail) null), Stream.of(Detail.values()))
                    .toList()) {
                for (Boolean highAlert : new Boolean[] {true, false, null}) {
                    Map<String, Object> row = decide(category, step, detail, highAlert);
                    assertThat(row.get("owner"))
                            .isIn(
                                    category == Category.CONTINUE
                                            ? List.of("none")
                                            : List.of("prescriber", "pharmacist", "nurse"));
                    assertThat(row).doesNotContainEntry("rule", "other");
                    assertThat((String) row.get("action")).isNotBlank();
                    assertThat(isAClock(text(row, "dueRule")))
                            .as("the clock of %s", row)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Category.class, names = "CONTINUE", mode = EnumSource.Mode.EXCLUDE)
    void aHighAlertMedicineIsNeverLessGraveAndNeverLaterThanOneWithout(Category category) {
        for (Step step : Step.values()) {
            for (Detail detail : Detail.values()) {
                Map<String, Object> without = decide(category, step, detail, false);
                Map<String, Object> with = decide(category, step, detail, true);
                assertThat(SEVERITIES.indexOf(text(with, "severity")))
                        .isGreaterThanOrEqualTo(SEVERITIES.indexOf(text(without, "severity")));
                assertThat(with.get("dueRule")).isNotEqualTo("reconcile-medications");
            }
        }
    }

    @Test
    void notKnowingWhetherAMedicineIsHighAlertCountsAsHighAlert() {
        for (Category category : Category.values()) {
            assertThat(decide(category, Step.DISCHARGE, Detail.USE, null))
                    .isEqualTo(decide(category, Step.DISCHARGE, Detail.USE, true));
        }
    }

    @Test
    void aFindingThatTheTableDoesNotKnowGoesToAPharmacist() {
        assertThat(decide("SOMETHING_ELSE", null, null, false))
                .containsEntry("rule", "other")
                .containsEntry("owner", "pharmacist")
                .containsEntry("severity", "HIGH");
        assertThat(decide(null, null, null, null)).containsEntry("owner", "pharmacist");
    }

    @Test
    void hasNoRowsBeforeTheyCameIntoForce() {
        assertThat(evaluate(
                        "medication-discrepancy",
                        given("asOf", LocalDate.of(1999, 12, 31), "category", "ALLERGY", "highAlert", true)))
                .isEmpty();
    }

    @Test
    void everyRowCanBeReached() {
        List<String> rules = Dmn.readModelFromFile(
                        FOLDER.resolve("medication-discrepancy.dmn").toFile())
                .getModelElementsByType(Rule.class)
                .stream()
                .map(row -> List.copyOf(row.getOutputEntries())
                        .get(5)
                        .getTextContent()
                        .strip()
                        .replace("\"", ""))
                .toList();
        Set<Object> reached = new TreeSet<>();
        for (Object category :
                Stream.concat(Stream.of("?"), Stream.of(Category.values())).toList()) {
            for (Step step : Step.values()) {
                for (Detail detail : Stream.concat(Stream.of((Detail) null), Stream.of(Detail.values()))
                        .toList()) {
                    for (boolean highAlert : new boolean[] {true, false}) {
                        reached.add(decide(category, step, detail, highAlert).get("rule"));
                    }
                }
            }
        }
        assertThat(reached).containsExactlyInAnyOrderElementsOf(rules);
    }
}

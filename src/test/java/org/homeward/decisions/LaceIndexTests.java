package org.homeward.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.decisions.DecisionFiles.evaluate;
import static org.homeward.decisions.DecisionFiles.given;
import static org.homeward.decisions.DecisionFiles.only;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaceIndexTests {

    private static Map<String, Integer> points(
            @Nullable Integer days, @Nullable Boolean acute, @Nullable Integer charlson, @Nullable Integer visits) {
        return evaluate(
                        "lace-index",
                        given(
                                "lengthOfStayDays", days,
                                "acuteAdmission", acute,
                                "charlsonSum", charlson,
                                "emergencyVisits", visits))
                .stream()
                .collect(Collectors.toMap(row -> (String) row.get("part"), row -> (Integer) row.get("points")));
    }

    private static int score(int days, boolean acute, int charlson, int visits) {
        Map<String, Integer> points = points(days, acute, charlson, visits);
        assertThat(points).containsOnlyKeys("L", "A", "C", "E");
        return points.values().stream().mapToInt(Integer::intValue).sum();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # days, acute, comorbidity sum, emergency visits, score
            5,      true,  5,               2,                14
            2,      false, 0,               0,                2
            0,      false, 0,               0,                0
            14,     true,  4,               4,                19
            365,    true,  37,              40,               19
            """)
    void addsUpThePublishedExamples(int days, boolean acute, int charlson, int visits, int score) {
        assertThat(score(days, acute, charlson, visits)).isEqualTo(score);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "2,2", "3,3", "4,4", "5,4", "6,4", "7,5", "13,5", "14,7", "15,7", "400,7"})
    void givesPointsForTheLengthOfStay(int days, int points) {
        assertThat(points(days, null, null, null)).containsOnly(Map.entry("L", points));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "2,2", "3,3", "4,5", "5,5", "6,5", "37,5"})
    void givesPointsForComorbidities(int sum, int points) {
        assertThat(points(null, null, sum, null)).containsOnly(Map.entry("C", points));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "2,2", "3,3", "4,4", "5,4", "100,4"})
    void givesPointsForEmergencyVisits(int visits, int points) {
        assertThat(points(null, null, null, visits)).containsOnly(Map.entry("E", points));
    }

    @ParameterizedTest
    @CsvSource({"false,0", "true,3"})
    void givesPointsForAnAcuteAdmission(boolean acute, int points) {
        assertThat(points(null, acute, null, null)).containsOnly(Map.entry("A", points));
    }

    /** Variants in circulation say 6 for two weeks, 6 for many comorbidities, 4 for a sum of 4, or 5 for five days. */
    @Test
    void followsNoneOfTheKnownDivergingVariants() {
        assertThat(IntStream.rangeClosed(0, 400)
                        .mapToObj(d -> points(d, null, null, null).get("L")))
                .doesNotContain(6);
        assertThat(IntStream.rangeClosed(0, 40)
                        .mapToObj(c -> points(null, null, c, null).get("C")))
                .doesNotContain(4, 6);
        assertThat(points(5, null, null, null)).containsEntry("L", 4);
        assertThat(points(6, null, null, null)).containsEntry("L", 4);
        assertThat(points(null, null, null, 4)).containsEntry("E", 4);
        assertThat(points(null, null, null, 2)).containsEntry("E", 2);
    }

    @Test
    void onlyRisesWithEachInput() {
        assertThat(IntStream.rangeClosed(0, 60)
                        .mapToObj(d -> points(d, null, null, null).get("L")))
                .isSorted();
        assertThat(IntStream.rangeClosed(0, 60)
                        .mapToObj(c -> points(null, null, c, null).get("C")))
                .isSorted();
        assertThat(IntStream.rangeClosed(0, 60)
                        .mapToObj(e -> points(null, null, null, e).get("E")))
                .isSorted();
    }

    @Test
    void saysNothingAboutAPartThatIsNotKnown() {
        assertThat(points(null, null, null, null)).isEmpty();
        assertThat(points(3, null, 1, null)).containsOnlyKeys("L", "C");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            MYOCARDIAL_INFARCTION, 1, true
            CEREBROVASCULAR_DISEASE, 1, true
            PERIPHERAL_VASCULAR_DISEASE, 1, true
            DIABETES, 1, true
            HEART_FAILURE, 2, true
            DIABETES_WITH_END_ORGAN_DAMAGE, 2, true
            CHRONIC_PULMONARY_DISEASE, 2, true
            MILD_LIVER_OR_RENAL_DISEASE, 2, true
            TUMOUR, 2, true
            DEMENTIA, 3, true
            CONNECTIVE_TISSUE_DISEASE, 3, true
            SEVERE_LIVER_OR_RENAL_DISEASE, 4, true
            HIV, 4, false
            METASTATIC_TUMOUR, 6, true
            """)
    void weighsComorbiditiesAsLaceDoesNotAsIn1987(String condition, int weight, boolean verified) {
        assertThat(only("lace-comorbidity", given("condition", condition)))
                .containsEntry("weight", weight)
                .containsEntry("verified", verified);
    }

    @Test
    void hasNoWeightForAConditionItDoesNotKnow() {
        assertThat(List.of("PEPTIC_ULCER", "PARALYSIS", ""))
                .allSatisfy(condition -> assertThat(evaluate("lace-comorbidity", given("condition", condition)))
                        .isEmpty());
    }
}

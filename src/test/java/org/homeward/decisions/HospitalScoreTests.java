package org.homeward.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.decisions.DecisionFiles.evaluate;
import static org.homeward.decisions.DecisionFiles.given;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HospitalScoreTests {

    private static Map<String, Integer> points(@Nullable Object... inputs) {
        return evaluate("hospital-score", given(inputs)).stream()
                .collect(Collectors.toMap(row -> (String) row.get("part"), row -> (Integer) row.get("points")));
    }

    @ParameterizedTest
    @CsvSource({"6.5,1", "11.9,1", "11.99,1", "12.0,0", "12,0", "12.1,0", "17,0"})
    void countsHaemoglobinUnder12(double value, int points) {
        assertThat(points("hemoglobin", value)).containsOnly(Map.entry("HEMOGLOBIN", points));
    }

    @ParameterizedTest
    @CsvSource({"120,1", "134,1", "134.9,1", "135.0,0", "135,0", "140,0"})
    void countsSodiumUnder135(double value, int points) {
        assertThat(points("sodium", value)).containsOnly(Map.entry("SODIUM", points));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "4,0", "5,2", "6,2", "90,2"})
    void countsAStayOfFiveDaysOrMore(int days, int points) {
        assertThat(points("lengthOfStayDays", days)).containsOnly(Map.entry("LENGTH_OF_STAY", points));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # version, admissions, points
            2016, 0, 0
            2016, 1, 0
            2016, 2, 2
            2016, 5, 2
            2016, 6, 5
            2016, 40, 5
            2013, 0, 0
            2013, 1, 2
            2013, 2, 2
            2013, 5, 2
            2013, 6, 5
            2013, 40, 5
            """)
    void countsEarlierAdmissionsByTheVersionOfTheScore(int version, int admissions, int points) {
        assertThat(points("version", version, "admissions12Months", admissions))
                .containsOnly(Map.entry("ADMISSIONS", points));
    }

    @Test
    void doesNotGuessTheVersion() {
        assertThat(points("admissions12Months", 1)).isEmpty();
        assertThat(points("admissions12Months", 1, "version", 2020)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"oncologyService, ONCOLOGY, 2", "procedure, PROCEDURE, 1", "urgentAdmission, INDEX_TYPE, 1"})
    void countsWhatIsTrue(String input, String part, int points) {
        assertThat(points(input, true)).containsOnly(Map.entry(part, points));
        assertThat(points(input, false)).containsOnly(Map.entry(part, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {2013, 2016})
    void runsFrom0To13(int version) {
        assertThat(sum(points(
                        "version",
                        version,
                        "hemoglobin",
                        14.0,
                        "oncologyService",
                        false,
                        "sodium",
                        140.0,
                        "procedure",
                        false,
                        "urgentAdmission",
                        false,
                        "admissions12Months",
                        0,
                        "lengthOfStayDays",
                        2)))
                .isZero();
        assertThat(sum(points(
                        "version",
                        version,
                        "hemoglobin",
                        8.0,
                        "oncologyService",
                        true,
                        "sodium",
                        120.0,
                        "procedure",
                        true,
                        "urgentAdmission",
                        true,
                        "admissions12Months",
                        9,
                        "lengthOfStayDays",
                        12)))
                .isEqualTo(13);
    }

    @Test
    void rangesCanBeReadFromTheEndsBecausePointsOnlyRiseOrOnlyFall() {
        for (int version : new int[] {2013, 2016}) {
            assertThat(IntStream.rangeClosed(0, 40).mapToObj(n -> points("version", version, "admissions12Months", n)
                            .get("ADMISSIONS")))
                    .isSorted();
        }
        assertThat(IntStream.rangeClosed(0, 40)
                        .mapToObj(n -> points("lengthOfStayDays", n).get("LENGTH_OF_STAY")))
                .isSorted();
        assertThat(IntStream.rangeClosed(0, 40).mapToObj(n -> -sumOfOne(points("hemoglobin", n / 2.0))))
                .isSorted();
        assertThat(IntStream.rangeClosed(0, 40).mapToObj(n -> -sumOfOne(points("sodium", 120.0 + n))))
                .isSorted();
    }

    private static int sum(Map<String, Integer> points) {
        assertThat(points).hasSize(7);
        return points.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static int sumOfOne(Map<String, Integer> points) {
        return points.values().iterator().next();
    }
}

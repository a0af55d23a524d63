package org.homeward.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.decisions.DecisionFiles.given;
import static org.homeward.decisions.DecisionFiles.only;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RiskTierTests {

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            # LACE, HOSPITAL, tier,     row
            0,      0,        LOW,      low
            4,      4,        LOW,      low
            5,      4,        MODERATE, lace-moderate
            9,      0,        MODERATE, lace-moderate
            4,      5,        MODERATE, hospital-moderate
            0,      6,        MODERATE, hospital-moderate
            10,     0,        HIGH,     lace-high
            19,     13,       HIGH,     lace-high
            0,      7,        HIGH,     hospital-high
            9,      7,        HIGH,     hospital-high
            10,     6,        HIGH,     lace-high
            4,      -,        LOW,      low
            9,      -,        MODERATE, lace-moderate
            -,      4,        LOW,      low
            -,      7,        HIGH,     hospital-high
            -,      -,        HIGH,     no-score
            """)
    void takesTheHigherOfBothScores(@Nullable Integer lace, @Nullable Integer hospital, String tier, String row) {
        assertThat(only("risk-tier", given("laceMax", lace, "hospitalMax", hospital, "incomplete", false)))
                .containsEntry("tier", tier)
                .containsEntry("rule", row);
    }

    @Test
    void hasATierForEveryPairOfScores() {
        for (int lace = 0; lace <= 19; lace++) {
            for (int hospital = 0; hospital <= 13; hospital++) {
                String expected =
                        lace >= 10 || hospital >= 7 ? "HIGH" : lace >= 5 || hospital >= 5 ? "MODERATE" : "LOW";
                assertThat(only("risk-tier", given("laceMax", lace, "hospitalMax", hospital, "incomplete", true)))
                        .containsEntry("tier", expected);
            }
        }
    }

    @Test
    void asksForWhatIsMissing() {
        assertThat(only("risk-tier", given("laceMax", 3, "hospitalMax", 3, "incomplete", true)))
                .containsEntry("supplyMissing", true);
        assertThat(only("risk-tier", given("laceMax", 3, "hospitalMax", 3, "incomplete", false)))
                .containsEntry("supplyMissing", false);
        assertThat(only("risk-tier", given("laceMax", null, "hospitalMax", null)))
                .containsEntry("supplyMissing", true);
    }
}

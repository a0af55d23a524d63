package org.homeward.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.decisions.DecisionFiles.evaluate;
import static org.homeward.decisions.DecisionFiles.given;
import static org.homeward.decisions.DecisionFiles.only;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocialNeedsTests {

    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            living-situation | STEADY           | -
            living-situation | WORRIED          | housing-instability
            living-situation | NONE             | homelessness
            living-situation | REFUSED          | -
            housing-problems | NONE             | -
            housing-problems | REFUSED          | -
            housing-problems | PESTS            | inadequate-housing
            housing-problems | MOLD             | inadequate-housing
            housing-problems | LEAD             | inadequate-housing
            housing-problems | HEAT             | inadequate-housing
            housing-problems | OVEN             | inadequate-housing
            housing-problems | SMOKE_DETECTORS  | inadequate-housing
            housing-problems | LEAKS            | inadequate-housing
            food-worried     | NEVER            | -
            food-worried     | SOMETIMES        | food-insecurity
            food-worried     | OFTEN            | food-insecurity
            food-worried     | REFUSED          | -
            food-ran-out     | NEVER            | -
            food-ran-out     | SOMETIMES        | food-insecurity
            food-ran-out     | OFTEN            | food-insecurity
            food-ran-out     | REFUSED          | -
            transportation   | NO               | -
            transportation   | YES              | transportation-insecurity
            transportation   | REFUSED          | -
            utilities        | NO               | -
            utilities        | YES              | utility-insecurity
            utilities        | ALREADY_SHUT_OFF | utility-insecurity
            utilities        | REFUSED          | -
            """)
    void oneAnswerShowsANeedOrNone(String item, String answer, @Nullable String need) {
        var rows = evaluate("social-needs", given("item", item, "answer", answer, "total", null));
        assertThat(rows).extracting(row -> row.get("need")).isEqualTo(need == null ? List.of() : List.of(need));
        assertThat(rows).allSatisfy(row -> assertThat(row).containsEntry("sensitive", false));
    }

    @ParameterizedTest
    @CsvSource({"4, false", "10, false", "11, true", "20, true"})
    void theSafetyQuestionsArePositiveOverTen(int total, boolean positive) {
        assertThat(evaluate("social-needs", given("item", "safety", "answer", "", "total", total)))
                .hasSize(positive ? 1 : 0);
    }

    @Test
    void whatIsNotSafeToBeSeenIsMarked() {
        assertThat(only("social-needs", given("item", "safety", "answer", "", "total", 11)))
                .containsEntry("sensitive", true)
                .containsEntry("verified", false)
                .containsEntry("services", "intimate-partner-violence|elder-abuse");
    }

    /** The published expression: at risk when either says so; no risk when either was answered, be it by a refusal. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            OFTEN,     OFTEN,     LA19952-3
            OFTEN,     NEVER,     LA19952-3
            OFTEN,     REFUSED,   LA19952-3
            OFTEN,     '',        LA19952-3
            SOMETIMES, SOMETIMES, LA19952-3
            SOMETIMES, NEVER,     LA19952-3
            SOMETIMES, '',        LA19952-3
            NEVER,     OFTEN,     LA19952-3
            NEVER,     SOMETIMES, LA19952-3
            REFUSED,   OFTEN,     LA19952-3
            REFUSED,   SOMETIMES, LA19952-3
            '',        OFTEN,     LA19952-3
            '',        SOMETIMES, LA19952-3
            NEVER,     NEVER,     LA19983-8
            NEVER,     REFUSED,   LA19983-8
            NEVER,     '',        LA19983-8
            REFUSED,   NEVER,     LA19983-8
            REFUSED,   REFUSED,   LA19983-8
            REFUSED,   '',        LA19983-8
            '',        NEVER,     LA19983-8
            '',        REFUSED,   LA19983-8
            '',        '',        NO_RESULT
            """)
    void theHungerVitalSignIsComputedAsPublished(String worried, String ranOut, String result) {
        assertThat(only("hunger-vital-sign", given("worried", worried, "ranOut", ranOut)))
                .containsEntry("result", result);
    }
}

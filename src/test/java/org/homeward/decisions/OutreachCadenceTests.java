package org.homeward.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.decisions.DecisionFiles.given;
import static org.homeward.decisions.DecisionFiles.number;
import static org.homeward.decisions.DecisionFiles.only;
import static org.homeward.decisions.DecisionFiles.text;

import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutreachCadenceTests {

    private static Map<String, Object> next(int attempt, @Nullable String tier, String window) {
        return only("outreach-cadence", given("attempt", attempt, "riskTier", tier, "window", window));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            # step, tier,     window, next,       days, from,      part,      whom
            1,      LOW,      OPEN,   CALL,       1,    discharge, MORNING,   PATIENT
            2,      LOW,      OPEN,   CALL,       0,    previous,  AFTERNOON, PATIENT
            3,      LOW,      OPEN,   CALL,       1,    previous,  MIDDAY,    PATIENT
            4,      LOW,      OPEN,   CALL,       0,    previous,  AFTERNOON, ALTERNATE
            1,      HIGH,     LATE,   CALL,       0,    receipt,   ANY,       PATIENT
            2,      HIGH,     LATE,   CALL,       0,    previous,  AFTERNOON, PATIENT
            5,      LOW,      LATE,   LETTER,     0,    previous,  ANY,       PATIENT
            5,      HIGH,     LATE,   LETTER,     0,    previous,  ANY,       PATIENT
            6,      HIGH,     LATE,   HOME_VISIT, 1,    previous,  ANY,       PATIENT
            6,      -,        LATE,   HOME_VISIT, 1,    previous,  ANY,       PATIENT
            6,      MODERATE, LATE,   CALL,       3,    previous,  MORNING,   PATIENT
            7,      MODERATE, LATE,   CALL,       5,    previous,  AFTERNOON, PATIENT
            8,      MODERATE, LATE,   STOP,       -,    -,         -,         -
            7,      HIGH,     LATE,   CALL,       2,    previous,  MORNING,   PATIENT
            8,      HIGH,     LATE,   CALL,       5,    previous,  AFTERNOON, PATIENT
            9,      HIGH,     LATE,   STOP,       -,    -,         -,         -
            1,      HIGH,     OVER,   STOP,       -,    -,         -,         -
            """)
    void goesOnUntilDay14(
            int attempt,
            @Nullable String tier,
            String window,
            String next,
            @Nullable Integer days,
            @Nullable String from,
            @Nullable String part,
            @Nullable String whom) {
        Map<String, Object> row = next(attempt, tier, window);
        assertThat(row).containsEntry("next", next);
        assertThat(row.get("businessDays")).isEqualTo(days);
        assertThat(row.get("countedFrom")).isEqualTo(from);
        assertThat(row.get("partOfDay")).isEqualTo(part);
        assertThat(row.get("contact")).isEqualTo(whom);
    }

    @Test
    void makesAtLeastTwoAttemptsInsideTheWindowOfTwoBusinessDays() {
        int businessDay = 0;
        int inside = 0;
        for (int attempt = 1; attempt <= 4; attempt++) {
            businessDay += number(next(attempt, "LOW", "OPEN"), "businessDays");
            inside += businessDay <= 2 ? 1 : 0;
        }
        assertThat(inside).isGreaterThanOrEqualTo(2);
    }

    @Test
    void neverCallsTwiceInARowAtTheSameTimeOfTheDay() {
        for (String tier : new String[] {"LOW", "MODERATE", "HIGH"}) {
            String before = "";
            for (int attempt = 1; attempt <= 8; attempt++) {
                Map<String, Object> row = next(attempt, tier, attempt <= 4 ? "OPEN" : "LATE");
                if ("CALL".equals(row.get("next"))) {
                    assertThat(row.get("partOfDay")).isNotEqualTo(before);
                    before = text(row, "partOfDay");
                }
            }
        }
    }

    @Test
    void alwaysSaysWhatIsNext() {
        for (int attempt = 1; attempt <= 40; attempt++) {
            for (String tier : new String[] {"LOW", "MODERATE", "HIGH", null}) {
                for (String window : new String[] {"OPEN", "LATE", "OVER"}) {
                    assertThat(next(attempt, tier, window).get("next")).isIn("CALL", "LETTER", "HOME_VISIT", "STOP");
                }
            }
        }
    }

    @Test
    void sendsSomebodyToAnUnreachableHighRiskPatientAndALetterToEverybody() {
        assertThat(IntStream.rangeClosed(1, 9)
                        .mapToObj(n -> next(n, "HIGH", "LATE").get("next")))
                .contains("LETTER", "HOME_VISIT");
        assertThat(IntStream.rangeClosed(1, 9)
                        .mapToObj(n -> next(n, "LOW", "LATE").get("next")))
                .contains("LETTER")
                .doesNotContain("HOME_VISIT");
    }
}

package org.homeward.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.homeward.assessment.SocialAnswers.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts as answered, refused and not asked, and what the safety questions add up to. */
class SocialAnswersTests {

    private static Map<String, Object> form(Object... more) {
        Map<String, Object> form =
                new HashMap<>(Map.of("instrument", "AHC_HRSN", "screeningOutcome", "ANSWERED", "inPrivate", "YES"));
        for (int i = 0; i < more.length; i += 2) {
            form.put((String) more[i], more[i + 1]);
        }
        return form;
    }

    @Test
    void refusedAndNotAskedAreToldApart() {
        SocialAnswers answers = SocialAnswers.of(form(
                "livingSituation",
                "STEADY",
                "housingProblems",
                List.of("REFUSED"),
                "foodWorried",
                "REFUSED",
                "hurt",
                "NEVER"));
        assertThat(answers.answered()).isEqualTo(2);
        assertThat(answers.refused()).isEqualTo(2);
        assertThat(answers.unasked()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            NEVER,        NEVER,        NEVER,        NEVER,        4,  4
            SOMETIMES,    SOMETIMES,    RARELY,       RARELY,       10, 10
            SOMETIMES,    SOMETIMES,    SOMETIMES,    RARELY,       11, 11
            FREQUENTLY,   FREQUENTLY,   FREQUENTLY,   FREQUENTLY,   20, 20
            FREQUENTLY,   FAIRLY_OFTEN, REFUSED,      '',           11, 19
            NEVER,        NEVER,        NEVER,        REFUSED,      4,  8
            RARELY,       RARELY,       REFUSED,      REFUSED,      6,  14
            """)
    void whatIsMissingMakesTheSumARange(
            String hurt, String insulted, String threatened, String screamed, int low, int high) {
        assertThat(SocialAnswers.of(form(
                                "hurt", hurt, "insulted", insulted, "threatened", threatened, "screamed", screamed))
                        .safety())
                .isEqualTo(new Range(low, high));
    }

    @Test
    void nothingThatWasNotAskedInPrivateCounts() {
        Map<String, Object> form = form("hurt", "FREQUENTLY", "insulted", "FREQUENTLY", "inPrivate", "NO");
        assertThat(SocialAnswers.of(form).safety()).isNull();
        assertThat(SocialAnswers.of(form).data()).isEmpty();
        assertThat(SocialAnswers.of(form("hurt", "REFUSED")).safety()).isNull();
        Map<String, Object> refused = form("foodWorried", "OFTEN", "screeningOutcome", "REFUSED");
        assertThat(SocialAnswers.of(refused).data()).isEmpty();
        Map<String, Object> two =
                form("livingSituation", "NONE", "foodRanOut", "OFTEN", "instrument", "HUNGER_VITAL_SIGN");
        assertThat(SocialAnswers.of(two).data()).containsOnlyKeys("foodRanOut");
        assertThat(SocialAnswers.of(two).unasked()).isEqualTo(1);
    }

    @Test
    void noneOfTheAboveExcludesTheOthers() {
        assertThat(SocialAnswers.of(form("housingProblems", List.of("MOLD", "NONE")))
                        .contradictions())
                .containsOnlyKeys("housingProblems");
        assertThat(SocialAnswers.of(form("housingProblems", List.of("MOLD", "LEAKS")))
                        .contradictions())
                .isEmpty();
        assertThat(SocialAnswers.of(form("housingProblems", List.of("NONE"))).contradictions())
                .isEmpty();
    }
}

package org.homeward.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchWordsTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1948-03-07",
                "1948/3/7",
                "3/7/1948",
                "03-07-1948",
                "3/7/48",
                "7.3.1948",
                "Mar 7, 1948",
                "march 7 1948",
                "7 March 1948",
                "7-Mar-1948",
                "7th March, 1948",
                "7 de marzo de 1948",
                "dob 3/7/1948",
            })
    void readsABirthDateHoweverItIsWritten(String typed) {
        assertThat(SearchWords.read(typed, 2026)).isEqualTo("1948-03-07");
    }

    @Test
    void keepsWhatStandsAroundADate() {
        assertThat(SearchWords.read("  Núñez  3/7/1948 ", 2026)).isEqualTo("Núñez 1948-03-07");
    }

    @Test
    void dropsTheWordThatOnlyNamesAnIdentifier() {
        assertThat(SearchWords.read("MRN: 4417-82", 2026)).isEqualTo("4417-82");
        assertThat(SearchWords.read("MR MRN-10001", 2026)).isEqualTo("MRN-10001");
        assertThat(SearchWords.read("May Born", 2026)).isEqualTo("May Born");
    }

    @Test
    void leavesADayThatDoesNotExistAsItWasTyped() {
        assertThat(SearchWords.read("2/30/1948", 2026)).isEqualTo("2/30/1948");
    }

    @Test
    void takesATwoDigitYearForThePast() {
        assertThat(SearchWords.read("3/7/25", 2026)).isEqualTo("2025-03-07");
        assertThat(SearchWords.read("3/7/27", 2026)).isEqualTo("1927-03-07");
    }
}

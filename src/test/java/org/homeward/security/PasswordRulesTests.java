package org.homeward.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTests {

    @ParameterizedTest
    @ValueSource(strings = {"eleven char", "nora.lindqvist-1", "Password1234", "aaaaaaaaaaaaaaaa", "abababababab"})
    void whatIsShortOrGuessedFirstIsRefusedWithAReason(String password) {
        assertThat(PasswordRules.problem("nora.lindqvist", password)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"twelve chars", "cuatro palabras en español", "correct horse battery"})
    void wordsAreEnough(String password) {
        assertThat(PasswordRules.problem("nora.lindqvist", password)).isEmpty();
    }

    @Test
    void longIsFineAndEndlessIsNot() {
        assertThat(PasswordRules.problem("n", "many different words ".repeat(6)))
                .isEmpty();
        assertThat(PasswordRules.problem("n", "many different words ".repeat(7)))
                .isPresent();
    }
}

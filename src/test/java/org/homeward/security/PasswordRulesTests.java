package org.homeward.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.password.PasswordEncoder;

/** What OWASP ASVS 5, chapter 6.2, asks of passwords. */
class PasswordRulesTests {

    private static final String NAME = "Nora Lindqvist, RN";
    private final PasswordRules rules = new PasswordRules(people(), settings());

    private static People people() {
        People people = mock(People.class);
        when(people.organizations()).thenReturn(Map.of("cascadia-health", "Cascadia Health"));
        return people;
    }

    private static SignInSettings settings() {
        return new SignInSettings(
                true, List.of("stbrendan"), "", new SignInSettings.Oidc("", "", "", "", Set.of(), "groups", List.of()));
    }

    private boolean may(String password) {
        return rules.problem("nora.l", password, NAME, "nora@example.org").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eleven char",
                "nora.l-123456789",
                "Password1234",
                "!!password!!2024",
                "aaaaaaaaaaaaaaaa",
                "abababababab",
                "letmeinletmein",
                "monkeysunshine",
                "123456789012"
            })
    void whatIsShortOrGuessedFirstIsRefusedWithAReason(String password) {
        assertThat(may(password)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "my homeward words",
                "LINDQVIST forever",
                "all at Cascadia!",
                "StBrendan 4 ever",
                "example words 1"
            })
    void whatWhoKnowsThePlaceOrThePersonWouldTryIsRefused(String password) {
        assertThat(may(password)).isFalse();
        assertThat(rules.problem("nora.l", password, NAME, "nora@example.org").orElseThrow())
                .contains("out of the password");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "twelve chars",
                "cuatro palabras en español",
                "correct horse battery",
                "only small letters",
                "            x y z w v",
                "四つの言葉を覚えておきます"
            })
    void wordsAreEnoughAndNoKindOfCharacterIsAskedForOrForbidden(String password) {
        assertThat(may(password)).isTrue();
    }

    @Test
    void everyCommonPasswordThatIsLongEnoughIsRefusedAlsoWithAYearBehindIt() throws IOException {
        List<String> leaked;
        try (BufferedReader list = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(getClass().getResourceAsStream("/dictionaries/passwords.txt")),
                StandardCharsets.UTF_8))) {
            leaked = list.lines().toList();
        }
        assertThat(leaked).hasSizeGreaterThan(100_000);
        // each takes a reading of the list, so some of them
        List<String> longEnough = leaked.stream()
                .filter(one -> one.length() >= PasswordRules.SHORTEST)
                .toList();
        assertThat(longEnough).hasSizeGreaterThan(400);
        for (int i = 0; i < longEnough.size(); i += 20) {
            assertThat(may(longEnough.get(i))).as(longEnough.get(i)).isFalse();
        }
        List<String> words = leaked.stream()
                .filter(one -> one.matches("[a-z]{8,11}"))
                .limit(3_000)
                .toList();
        for (int i = 0; i < words.size(); i += 60) {
            assertThat(may(words.get(i) + "2026")).as(words.get(i)).isFalse();
        }
    }

    @Test
    void longIsFineAndEndlessIsNot() {
        assertThat(rules.problem("n", "many different words ".repeat(6))).isEmpty();
        assertThat(rules.problem("n", "many different words ".repeat(7))).isPresent();
    }

    /** bcrypt would stop at the 72nd byte. */
    @Test
    void aLongPasswordCountsToItsLastCharacter() {
        PasswordEncoder encoder = new Passwords().passwordEncoder();
        String words = "many different words ".repeat(6);
        String hash = encoder.encode(words + "a");
        assertThat(encoder.matches(words + "a", hash)).isTrue();
        assertThat(encoder.matches(words + "b", hash)).isFalse();
        assertThat(encoder.matches("ä".repeat(36), encoder.encode("ä".repeat(36))))
                .isTrue();
        assertThat(encoder.matches(
                        "twelve chars",
                        "{bcrypt}"
                                + org.springframework.security.crypto.bcrypt.BCrypt.hashpw(
                                        "twelve chars", org.springframework.security.crypto.bcrypt.BCrypt.gensalt(4))))
                .as("what was kept before")
                .isTrue();
    }
}

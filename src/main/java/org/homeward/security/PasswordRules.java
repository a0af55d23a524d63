package org.homeward.security;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Decide which passwords may be set: long, not the person's own name, not one that everybody tries first. No rules about
 * kinds of characters, which make passwords worse (OWASP ASVS 5, chapter on passwords).
 */
public final class PasswordRules {

    public static final int SHORTEST = 12;
    public static final int LONGEST = 128;

    private static final Set<String> COMMON = Set.of(
            "password1234",
            "passwordpassword",
            "password12345",
            "123456789012",
            "1234567890123",
            "qwertyuiop12",
            "qwertyuiop123",
            "administrator",
            "administrator1",
            "letmeinletmein",
            "changemeplease",
            "changemechangeme",
            "homewardhomeward",
            "welcomewelcome",
            "iloveyouiloveyou");

    private PasswordRules() {}

    /** What is wrong with it, for whoever chose it; empty when it may be set. */
    public static Optional<String> problem(String personId, String password) {
        String lower = password.toLowerCase(Locale.ROOT);
        if (password.length() < SHORTEST) {
            return Optional.of("Use at least " + SHORTEST + " characters; a few words are easiest to remember");
        }
        if (password.length() > LONGEST) {
            return Optional.of("Use at most " + LONGEST + " characters");
        }
        if (personId.length() > 2 && lower.contains(personId.toLowerCase(Locale.ROOT))) {
            return Optional.of("Leave the name to sign in with out of the password");
        }
        if (COMMON.contains(lower) || lower.chars().distinct().count() < 5) {
            return Optional.of("This password is among the first that are tried; choose another");
        }
        return Optional.empty();
    }
}

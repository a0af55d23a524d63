package org.homeward.security;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decide which passwords may be set: long, none that is tried first, and without words that whoever knows the person or
 * the place would try. No rules about kinds of characters, which make passwords worse (OWASP ASVS 5, chapter 6.2).
 */
@Component
public class PasswordRules {

    public static final int SHORTEST = 12;
    public static final int LONGEST = 128;

    private static final String PRODUCT = "homeward";
    /** Shorter words are in half of all sentences. */
    private static final int SHORTEST_WORD = 4;

    private static final int FEWEST_DIFFERENT = 5;
    private static final int COMMONEST = 3_000;
    /** A hundred thousand passwords from leaks, the commonest first; MIT licence, from me.gosimple:nbvcxz. */
    private static final String LEAKED = "/dictionaries/passwords.txt";

    private final People people;
    private final SignInSettings settings;

    PasswordRules(People people, SignInSettings settings) {
        this.people = people;
        this.settings = settings;
    }

    /**
     * What is wrong with it, for whoever chose it; empty when it may be set.
     *
     * @param names what the person is called: display name, e-mail
     */
    public Optional<String> problem(String personId, String password, @Nullable String... names) {
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST) {
            return Optional.of("Use at least " + SHORTEST + " characters; a few words are easiest to remember");
        }
        if (length > LONGEST) {
            return Optional.of("Use at most " + LONGEST + " characters");
        }
        String lower = password.toLowerCase(Locale.ROOT);
        if (personId.length() > 2 && lower.contains(personId.toLowerCase(Locale.ROOT))) {
            return Optional.of("Leave the name to sign in with out of the password");
        }
        Optional<String> word = contextWords(names).filter(lower::contains).findFirst();
        if (word.isPresent()) {
            return Optional.of("Leave “" + word.get() + "” out of the password: it is tried early here");
        }
        if (lower.codePoints().distinct().count() < FEWEST_DIFFERENT || isTriedFirst(lower)) {
            return Optional.of("This password is among the first that are tried; choose another");
        }
        return Optional.empty();
    }

    /** The product, the organisations, the person, and what the installation adds ({@code homeward.sign-in.words}). */
    private Stream<String> contextWords(@Nullable String... names) {
        return Stream.of(
                        Stream.of(PRODUCT),
                        settings.words().stream(),
                        people.organizations().values().stream().flatMap(PasswordRules::words),
                        Arrays.stream(names).filter(Objects::nonNull).flatMap(PasswordRules::words))
                .flatMap(words -> words)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(word -> word.length() >= SHORTEST_WORD)
                .distinct();
    }

    private static Stream<String> words(String name) {
        return Arrays.stream(name.split("[^\\p{L}\\p{N}]+"));
    }

    /**
     * A leaked password, also with digits and signs around it, also twice or more in a row, or two of the commonest one
     * after the other.
     */
    private static boolean isTriedFirst(String lower) {
        String bare = lower.replaceAll("^[^\\p{L}]+|[^\\p{L}]+$", "");
        List<String> leaked = leaked();
        Set<String> all = new HashSet<>(leaked);
        Set<String> commonest = new HashSet<>(leaked.subList(0, COMMONEST));
        return Stream.of(lower, bare)
                .flatMap(one -> Stream.of(one, once(one)))
                .filter(one -> one.length() >= SHORTEST_WORD)
                .anyMatch(one -> all.contains(one)
                        || IntStream.rangeClosed(SHORTEST_WORD, one.length() - SHORTEST_WORD)
                                .anyMatch(at -> commonest.contains(one.substring(0, at))
                                        && commonest.contains(one.substring(at))));
    }

    /** Read anew each time: passwords are set seldom, and the list is large. */
    private static List<String> leaked() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(PasswordRules.class.getResourceAsStream(LEAKED), LEAKED),
                StandardCharsets.UTF_8))) {
            return lines.lines().map(line -> line.toLowerCase(Locale.ROOT)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a text repeats; the text itself where it repeats nothing. */
    private static String once(String text) {
        for (int length : List.of(text.length() / 2, text.length() / 3, text.length() / 4)) {
            if (length > 0 && text.equals(text.substring(0, length).repeat(text.length() / length))) {
                return text.substring(0, length);
            }
        }
        return text;
    }
}

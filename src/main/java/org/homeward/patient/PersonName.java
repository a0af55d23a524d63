package org.homeward.patient;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names a person as they are called.
 *
 * @param secondFamily the second of two surnames (Spanish use), kept apart so that either finds the person
 * @param preferred what the person wants to be called; the call opens with it
 */
public record PersonName(
        String family,
        @Nullable String secondFamily,
        String given,
        @Nullable String middle,
        @Nullable String preferred,
        @Nullable String prefix,
        @Nullable String suffix) {

    public static PersonName of(String given, String family) {
        return new PersonName(family, null, given, null, null, null, null);
    }

    /** Writes the name as lists show it: {@code Núñez Ibáñez, María José}. */
    public String listed() {
        return joined(family, secondFamily, suffix) + ", " + joined(given, middle);
    }

    /** Writes the name as it is spoken: {@code María José Núñez Ibáñez}. */
    public String spoken() {
        return joined(prefix, given, middle, family, secondFamily, suffix);
    }

    private static String joined(@Nullable String... parts) {
        return Stream.of(parts)
                .filter(Objects::nonNull)
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(" "));
    }
}

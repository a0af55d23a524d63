package org.homeward.patient;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Folds names so that people find "Núñez-Ibáñez" by typing "nunez" or "ibanez". */
final class NameKey {

    // letters that canonical decomposition leaves whole
    private static final Map<String, String> WHOLE_LETTERS =
            Map.of("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i");
    private static final int LONGEST_TOKEN = 80;

    private static final Set<String> PARTICLES = Set.of(
            "al", "bin", "da", "das", "de", "del", "den", "der", "di", "do", "dos", "e", "el", "la", "las", "le", "los",
            "van", "von", "y", "jr", "sr", "ii", "iii");

    private NameKey() {}

    static String fold(String text) {
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT);
        for (var letter : WHOLE_LETTERS.entrySet()) {
            folded = folded.replace(letter.getKey(), letter.getValue());
        }
        return folded;
    }

    /** Splits into the words a person may be looked up by; an apostrophe joins (O'Brien → obrien), a hyphen splits. */
    static Set<String> tokens(@Nullable String... texts) {
        return Stream.of(texts)
                .filter(text -> text != null)
                .map(text -> fold(text).replaceAll("['’ʼ`´]", ""))
                .flatMap(text -> Arrays.stream(text.split("[^\\p{L}\\p{N}]+")))
                .filter(token -> !token.isEmpty())
                .map(token -> token.substring(0, Math.min(token.length(), LONGEST_TOKEN)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Whether two may be the name of one person: a family name in common, be it one of two, or all words the same though
     * family and given name changed places. Who has no letter in a name has none that disagrees.
     */
    static boolean agree(PersonName one, PersonName other) {
        Set<String> mine = families(one);
        Set<String> theirs = families(other);
        return mine.isEmpty()
                || theirs.isEmpty()
                || !Collections.disjoint(mine, theirs)
                || whole(one).equals(whole(other));
    }

    /** Without the particles: "de la Cruz" and "de León" are two names. */
    private static Set<String> families(PersonName name) {
        Set<String> words = tokens(name.family(), name.secondFamily());
        Set<String> telling = new TreeSet<>(words);
        telling.removeAll(PARTICLES);
        return telling.isEmpty() ? words : telling;
    }

    static Set<String> tokens(PersonName name) {
        return tokens(name.family(), name.secondFamily(), name.given(), name.middle(), name.preferred());
    }

    /** Two people have an equal name when all their given names and surnames fold to the same words. */
    static String whole(PersonName name) {
        return String.join(" ", tokens(name.family(), name.secondFamily(), name.given(), name.middle()));
    }
}

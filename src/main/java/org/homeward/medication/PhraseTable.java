package org.homeward.medication;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Find the longest phrase of a table that begins at a token. */
final class PhraseTable<T> {

    record Match<T>(T value, int length) {}

    private final Map<String, T> phrases = new HashMap<>();
    private final Map<String, Integer> longestBy = new HashMap<>();

    void put(String phrase, T value) {
        List<Token> tokens = Token.of(phrase);
        if (tokens.isEmpty()) {
            throw new IllegalStateException("A phrase without words");
        }
        phrases.put(Token.key(phrase), value);
        longestBy.merge(tokens.get(0).text(), tokens.size(), Math::max);
    }

    @Nullable
    T exactly(String text) {
        return phrases.get(Token.key(text));
    }

    @Nullable
    Match<T> at(List<Token> tokens, int from) {
        Integer longest = longestBy.get(tokens.get(from).text());
        if (longest == null) {
            return null;
        }
        Match<T> best = null;
        StringBuilder key = new StringBuilder();
        for (int i = from; i < tokens.size() && i < from + longest; i++) {
            Token token = tokens.get(i);
            if (i > from) {
                if (token.after(',') || token.after(';')) {
                    break;
                }
                key.append(' ');
            }
            key.append(token.text());
            T value = phrases.get(key.toString());
            if (value != null) {
                best = new Match<>(value, i - from + 1);
            }
        }
        return best;
    }

    Iterable<Map.Entry<String, T>> entries() {
        return phrases.entrySet();
    }
}

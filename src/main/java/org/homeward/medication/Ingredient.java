package org.homeward.medication;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hold an ingredient of the vocabulary.
 *
 * @param rxcui its RxNorm code; null where the vocabulary is not certain of it
 * @param classes names of classes, as in the vocabulary's table of classes
 */
public record Ingredient(String name, @Nullable String rxcui, Set<String> classes) implements Comparable<Ingredient> {

    public Ingredient {
        classes = Set.copyOf(classes);
    }

    @Override
    public int compareTo(Ingredient other) {
        return name.compareTo(other.name);
    }
}

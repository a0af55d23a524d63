package org.homeward.medication;

import org.jspecify.annotations.Nullable;

/** Hold what was made of one attribute: its value, or that nobody stated it, or that what stands there was not read. */
public sealed interface Reading<T> {

    record Value<T>(T value) implements Reading<T> {}

    record NotStated<T>() implements Reading<T> {}

    /** Keeps the words, for comparing them as words. */
    record NotRead<T>(String words) implements Reading<T> {}

    default @Nullable T orNull() {
        return this instanceof Value<T> read ? read.value() : null;
    }

    default boolean notRead() {
        return this instanceof NotRead<T>;
    }

    default boolean stated() {
        return !(this instanceof NotStated<T>);
    }
}

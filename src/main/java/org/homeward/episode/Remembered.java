package org.homeward.episode;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Remembers what the current transaction has read, until it writes. A start asks some thirty times whose a subject is;
 * each would be a round trip.
 */
final class Remembered<K, V> {

    /** Suspended and resumed with its transaction, as every synchronization is. */
    private static final class Notes<K, V> implements TransactionSynchronization {

        private final Object owner;
        private final Map<K, V> values = new HashMap<>();

        Notes(Object owner) {
            this.owner = owner;
        }
    }

    @Nullable
    V find(K key) {
        Notes<K, V> notes = notes();
        return notes == null ? null : notes.values.get(key);
    }

    V get(K key, Function<K, V> read) {
        V known = find(key);
        if (known != null) {
            return known;
        }
        V fresh = read.apply(key);
        put(key, fresh);
        return fresh;
    }

    void put(K key, V value) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            return;
        }
        Notes<K, V> notes = notes();
        if (notes == null) {
            notes = new Notes<>(this);
            TransactionSynchronizationManager.registerSynchronization(notes);
        }
        notes.values.put(key, value);
    }

    void forget() {
        Notes<K, V> notes = notes();
        if (notes != null) {
            notes.values.clear();
        }
    }

    @SuppressWarnings("unchecked")
    private @Nullable Notes<K, V> notes() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            return null;
        }
        for (TransactionSynchronization each : TransactionSynchronizationManager.getSynchronizations()) {
            if (each instanceof Notes<?, ?> notes && notes.owner == this) {
                return (Notes<K, V>) notes;
            }
        }
        return null;
    }
}

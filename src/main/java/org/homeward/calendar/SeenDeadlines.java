package org.homeward.calendar;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Remember the deadlines asked for in the current transaction.
 *
 * <p>The engine asks twice for a user task, once for its due date and once for its timer; the second answer costs no
 * round trip.
 */
final class SeenDeadlines {

    private record Key(UUID subjectId, String rule) {}

    /** Suspended and resumed with its transaction, as every synchronization is. */
    private static final class Seen implements TransactionSynchronization {

        private final Object owner;
        private final Map<Key, Deadline> deadlines = new HashMap<>();

        Seen(Object owner) {
            this.owner = owner;
        }
    }

    Optional<Deadline> find(UUID subjectId, String rule) {
        return seen().map(it -> it.deadlines.get(new Key(subjectId, rule)));
    }

    Optional<Deadline> waitedOnBy(String executionId) {
        return seen().flatMap(it -> it.deadlines.values().stream()
                .filter(deadline -> executionId.equals(deadline.executionId()))
                .findFirst());
    }

    void remember(Deadline deadline) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            return;
        }
        Seen seen = seen().orElseGet(() -> {
            Seen fresh = new Seen(this);
            TransactionSynchronizationManager.registerSynchronization(fresh);
            return fresh;
        });
        seen.deadlines.put(new Key(deadline.subjectId(), deadline.rule()), deadline);
    }

    void forget(Deadline deadline) {
        seen().ifPresent(it -> it.deadlines.remove(new Key(deadline.subjectId(), deadline.rule())));
    }

    private Optional<Seen> seen() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            return Optional.empty();
        }
        return TransactionSynchronizationManager.getSynchronizations().stream()
                .filter(Seen.class::isInstance)
                .map(Seen.class::cast)
                .filter(it -> it.owner == this)
                .findFirst();
    }
}

package org.homeward.episode;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Makes engine moves at the end of the transaction that asks for them, still inside it. A fact may be told from within
 * a step of the very process it moves, a form that is being completed or a service task: moving the process there and
 * then would pull the step from under its own feet.
 */
final class MovesBeforeCommit {

    private final Consumer<UUID> move;

    MovesBeforeCommit(Consumer<UUID> move) {
        this.move = move;
    }

    void later(UUID episodeId) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            throw new IllegalStateException("Engine moves belong to a transaction");
        }
        var waiting = (Waiting) TransactionSynchronizationManager.getResource(this);
        if (waiting == null) {
            waiting = new Waiting();
            TransactionSynchronizationManager.bindResource(this, waiting);
            TransactionSynchronizationManager.registerSynchronization(waiting);
        }
        waiting.add(episodeId);
    }

    private final class Waiting implements TransactionSynchronization {

        private final Set<UUID> episodes = new LinkedHashSet<>();
        private boolean movedAlready;

        void add(UUID episodeId) {
            episodes.add(episodeId);
            if (movedAlready) {
                // told by another's work before commit, after ours: no step of the engine is running any more
                moveAll();
            }
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            moveAll();
            movedAlready = true;
        }

        private void moveAll() {
            while (!episodes.isEmpty()) {
                var next = episodes.iterator().next();
                episodes.remove(next);
                move.accept(next);
            }
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResource(MovesBeforeCommit.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(MovesBeforeCommit.this, this);
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(MovesBeforeCommit.this);
        }
    }
}

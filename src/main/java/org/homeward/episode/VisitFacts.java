package org.homeward.episode;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Take in what senders and people tell of a stay, and let the episodes follow. */
@Service
public class VisitFacts {

    private final FactStore store;
    private final EpisodeReconciler reconciler;

    VisitFacts(FactStore store, EpisodeReconciler reconciler) {
        this.store = store;
        this.reconciler = reconciler;
    }

    /** As {@link #append(Collection)}. */
    @Transactional
    public Set<UUID> append(VisitFact... told) {
        return append(Arrays.asList(told));
    }

    /**
     * Keep the facts and bring every episode of their patients to where the facts now put it: decisions, stages, duties
     * and clocks at once, the engine's moves before the transaction commits. A fact told before changes nothing. The
     * order in which facts are told does not matter; two nodes that tell of the same patient at once take turns, and
     * the caller repeats what the database ends as a deadlock.
     *
     * @return the newest episode of each stay concerned; empty when nothing was new or nothing starts
     */
    @Transactional
    public Set<UUID> append(Collection<VisitFact> told) {
        return told.isEmpty() ? Set.of() : reconciler.settle(store.add(told), told);
    }

    /** What was told of a stay, in the order in which it happened. */
    @Transactional(readOnly = true)
    public List<VisitFact> of(VisitKey visit) {
        return VisitFact.history(store.of(visit)).stream()
                .filter(fact -> visit.equals(fact.visit()))
                .toList();
    }

    /** What the facts amount to now. */
    @Transactional(readOnly = true)
    public EpisodeState stateOf(VisitKey visit) {
        return EpisodeState.fold(visit, store.of(visit));
    }
}

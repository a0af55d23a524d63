package org.homeward.episode;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Contribute the open work of some kinds to the model of a transition: one call activity or task for each id. */
public interface ItemSource {

    /** Such as {@code outreach}; each kind has one source. */
    Set<String> kinds();

    /** In a stable order: the engine asks several times while it creates one multi-instance step. */
    List<UUID> open(UUID episodeId, String kind);
}

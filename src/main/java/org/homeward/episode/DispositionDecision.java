package org.homeward.episode;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Record what became of an accepted discharge; exactly one for each is in force. */
public record DispositionDecision(
        UUID id,
        VisitKey visit,
        Verdict verdict,
        @Nullable UUID episodeId,
        Instant decidedAt,
        @Nullable Instant supersededAt) {}

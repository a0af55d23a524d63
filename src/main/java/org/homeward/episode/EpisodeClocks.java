package org.homeward.episode;

import java.time.Instant;
import java.util.UUID;

/** Move, stop and end the clocks of an episode, always with the reason that people read. */
public interface EpisodeClocks {

    /** @param anchor what the clocks run from: {@code discharge} */
    void reanchor(UUID episodeId, String anchor, Instant instant, String reason);

    /** Stop until {@link #resumeAll}: the patient is back in hospital, or may have died. */
    void stopAll(UUID episodeId, String reason);

    /** Let stopped clocks run on: they keep the moments they had. */
    void resumeAll(UUID episodeId, String reason);

    /** End the open clocks without a miss: what they waited for is no longer due. */
    void voidAll(UUID episodeId, String reason);
}

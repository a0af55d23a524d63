package org.homeward.episode;

import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;

/** Move, stop and end the clocks of an episode, always with the reason that people read. */
public interface EpisodeClocks {

    /** The zone of the team's staffed hours: for want of a better one, where its patients live. */
    ZoneId zoneOf(String teamId);

    /** @param anchor what the clocks run from: {@code discharge} */
    void reanchor(UUID episodeId, String anchor, Instant instant, String reason);

    /** Count again by the terms of the episode's tier as it now is. */
    void tierChanged(UUID episodeId, String reason);

    /** Stop: the steps are about to be withdrawn, the duties are not. A clock resumes when its step comes back. */
    void stopAll(UUID episodeId, String reason);

    /** End the open clocks without a miss: what they waited for is no longer due. */
    void voidAll(UUID episodeId, String reason);
}

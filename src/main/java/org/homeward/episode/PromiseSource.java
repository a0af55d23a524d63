package org.homeward.episode;

import java.util.List;
import java.util.UUID;

/** Name what was promised outside for an episode and would have to be called off: a booked visit, a ride. */
public interface PromiseSource {

    /** In words for the person who calls off. */
    List<String> promised(UUID episodeId);
}

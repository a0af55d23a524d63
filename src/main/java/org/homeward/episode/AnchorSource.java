package org.homeward.episode;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Contribute the moments that clocks of a module's own subjects run from, such as {@code appointment}. */
public interface AnchorSource {

    /** By name; empty for a subject of another module. */
    Map<String, Instant> anchorsOf(UUID subjectId);
}

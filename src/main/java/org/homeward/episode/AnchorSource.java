package org.homeward.episode;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Contribute the moments that clocks of a module's own subjects run from, such as {@code appointment}. */
public interface AnchorSource {

    /** The kind of subject that it knows, as registered with the episode's directory. */
    String subjectKind();

    /** By name; empty for one it does not know. */
    Map<String, Instant> anchorsOf(UUID subjectId);
}

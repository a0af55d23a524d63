package org.homeward.worklist;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/**
 * Tells tasks of the same kind apart: which referral, which visit. A module contributes a bean for its subjects; the
 * words are read when a list is shown and kept in no engine table.
 */
public interface SubjectLabels {

    /** What the subjects among these that are this module's are about, by id. */
    Map<UUID, String> of(Collection<UUID> subjectIds);
}

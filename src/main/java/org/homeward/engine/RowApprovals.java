package org.homeward.engine;

import org.jspecify.annotations.Nullable;

/** Tells whether a clinician of this installation has vouched for rows that their table calls unverified. */
public interface RowApprovals {

    /**
     * @param rule the row's output {@code rule}
     * @param source the row's output {@code source}
     */
    boolean approved(String decision, @Nullable Object rule, @Nullable Object source);
}

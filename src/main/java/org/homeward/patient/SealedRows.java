package org.homeward.patient;

import org.jspecify.annotations.Nullable;

/** Rows that hold something sealed; contributed by the module that keeps them, so that a new key reaches all of them. */
public interface SealedRows {

    /** How far a pass is: the last row's id, null at the end, and how many rows changed. */
    record Step(@Nullable String last, int changed) {}

    /** What they are, for a person to read. */
    String what();

    long count();

    /** Seals the next rows behind one id with the newest key, in the caller's transaction; what is so already stays. */
    Step reseal(@Nullable String after, int most);
}

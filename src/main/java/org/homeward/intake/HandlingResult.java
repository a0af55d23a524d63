package org.homeward.intake;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says what came of applying a message. What goes wrong unexpectedly is thrown, and tried again. */
public sealed interface HandlingResult {

    /**
     * Its facts are in.
     *
     * @param episodeId absent when nothing was started
     */
    record Applied(@Nullable UUID patientId, @Nullable UUID episodeId) implements HandlingResult {}

    /** Another message had said the same before. */
    record DuplicateOf(UUID messageId) implements HandlingResult {}

    /**
     * Only a person can decide; whatever the handler wrote is undone.
     *
     * @param reason a code, such as {@code identifiers-of-several-patients}, without patient data
     */
    record PutAside(String reason) implements HandlingResult {}
}

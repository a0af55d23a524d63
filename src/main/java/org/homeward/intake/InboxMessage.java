package org.homeward.intake;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hands one stored message to its handler.
 *
 * @param about the message this one adds to, such as the discharge of a fact
 * @param raw what is to be applied: as it was sent, or as a person corrected it
 */
public record InboxMessage(
        UUID id,
        String client,
        String kind,
        @Nullable UUID about,
        String contentType,
        byte[] raw,
        Instant receivedAt,
        int attempt,
        boolean replayed) {

    public enum State {
        RECEIVED,
        APPLIED,
        DUPLICATE,
        REFUSED,
        QUARANTINED
    }

    /** A message was stored; once that is committed the worker need not wait for its next look. */
    public record Received(UUID id) {}
}

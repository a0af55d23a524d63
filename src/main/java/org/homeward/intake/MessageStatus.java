package org.homeward.intake;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Says what became of a message, without what it holds.
 *
 * @param reason why it is in quarantine, as a code
 * @param correlationId finds a failure in the log
 */
public record MessageStatus(
        UUID id,
        String client,
        String kind,
        @Nullable UUID about,
        InboxMessage.State state,
        Instant receivedAt,
        int attempts,
        @Nullable Instant appliedAt,
        @Nullable UUID episodeId,
        @Nullable String reason,
        @Nullable String lastError,
        @Nullable String correlationId,
        @Nullable Instant quarantinedAt,
        boolean corrected,
        Receipt.Answer answer) {}

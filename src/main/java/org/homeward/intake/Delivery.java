package org.homeward.intake;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a sender delivered.
 *
 * @param client the sender as it signed in; keys are per client
 * @param about the message this one adds to
 * @param key the sender's own key for this message; without it equal content is one message
 */
public record Delivery(
        String client,
        String kind,
        @Nullable UUID about,
        String contentType,
        byte[] raw,
        @Nullable String key) {}

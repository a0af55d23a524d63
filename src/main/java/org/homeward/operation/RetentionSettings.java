package org.homeward.operation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * For how long is kept what nobody needs for ever; the audit trail has its own setting.
 *
 * @param inboxRaw the bytes of a message that has come to its end; its hash and what became of it stay
 * @param drafts what somebody filled in and has not touched since; told a week before
 * @param engineHistory the engine's own history of processes that have ended
 */
@ConfigurationProperties("homeward.retention")
record RetentionSettings(
        @DefaultValue("90d") Duration inboxRaw,
        @DefaultValue("30d") Duration drafts,
        @DefaultValue("730d") Duration engineHistory) {

    static final Duration TOLD_BEFORE = Duration.ofDays(7);

    RetentionSettings {
        if (drafts.compareTo(TOLD_BEFORE.plusDays(1)) < 0) {
            throw new IllegalArgumentException("homeward.retention.drafts: at least 8 days, a week of them a warning");
        }
    }
}

package org.homeward.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the trail is sealed and how long it is kept.
 *
 * @param keys Base64 of 32 random bytes each, oldest first: the last one seals, every one verifies
 * @param keyFile read, and made when missing, only while {@code keys} is empty
 * @param signingKeys the same for the checkpoints; another key, so that whoever checks need not be able to seal
 * @param signingKeyFile as {@code keyFile}
 * @param anchor a file outside the database that gets each signed checkpoint as a line; beside it {@code <file>.head}
 *     holds the newest seal. Without it only the log tells when the whole database was put back to an earlier day
 * @param checkpointEvery how often a checkpoint is signed while events come
 * @param kept for how long events are kept
 */
@ConfigurationProperties("homeward.audit")
record AuditSettings(
        @DefaultValue List<String> keys,
        @Nullable Path keyFile,
        @DefaultValue List<String> signingKeys,
        @Nullable Path signingKeyFile,
        @Nullable Path anchor,
        @DefaultValue("1h") Duration checkpointEvery,
        @DefaultValue("P6Y") Period kept) {

    AuditSettings {
        if (anchor != null && anchor.toString().isBlank()) {
            anchor = null;
        }
        if (kept.toTotalMonths() < 1) {
            throw new IllegalArgumentException("homeward.audit.kept: at least one month");
        }
    }
}

package org.homeward.patient;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Sets the keys that protect raw messages and national identifiers at rest.
 *
 * @param keys Base64 of 32 random bytes each, oldest first: the last one seals, every one opens and finds; {@code keys rotate}
 *     seals anew what the others sealed, so that they can go
 * @param keyFile read, and made when missing, only while {@code keys} is empty; for one node on one machine, and with
 *     the embedded database there by default
 */
@ConfigurationProperties("homeward.encryption")
record EncryptionProperties(
        @DefaultValue List<String> keys, @Nullable Path keyFile) {}

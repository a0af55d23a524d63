package org.homeward.patient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({PatientProperties.class, EncryptionProperties.class})
class PatientConfiguration {

    @Bean
    AtRest atRest(EncryptionProperties properties, Environment environment) {
        if (!properties.keys().isEmpty()) {
            return new AtRest(properties.keys().stream()
                    .map(key -> Base64.getDecoder().decode(key.strip()))
                    .toList());
        }
        Path keyFile = properties.keyFile();
        if (keyFile == null && environment.getProperty("homeward.database.embedded", Boolean.class, false)) {
            keyFile = Path.of(".homeward/encryption.key");
        }
        if (keyFile == null) {
            // a key made by one node could not be read by the next, and would be in nobody's backup
            throw new IllegalStateException("homeward.encryption.keys is empty: set at least one key");
        }
        return new AtRest(List.of(keyIn(keyFile.toAbsolutePath())));
    }

    private static byte[] keyIn(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            return Base64.getDecoder()
                    .decode(Files.readString(file, StandardCharsets.US_ASCII).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or make the key file", e);
        }
    }

    private static void make(Path file) throws IOException {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        Files.createDirectories(file.getParent());
        Path draft = Files.createTempFile(file.getParent(), "key", ".new");
        if (Files.getFileStore(draft).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
        }
        Files.writeString(draft, Base64.getEncoder().encodeToString(key), StandardOpenOption.TRUNCATE_EXISTING);
        try {
            // a link fails where a rename would replace: of two processes starting at once, one key wins
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException another) {
            return;
        } finally {
            Files.delete(draft);
        }
    }
}

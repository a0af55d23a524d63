package org.homeward.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Find the keys of a setting; make one in a file only where one machine is the whole installation. */
@Component
public class InstallationKeys {

    private static final int LENGTH = 32;

    private final boolean embedded;

    InstallationKeys(Environment environment) {
        this.embedded = environment.getProperty("homeward.database.embedded", Boolean.class, false);
    }

    /**
     * Keys of 32 bytes, oldest first.
     *
     * @param setting its name, for whoever has to set it
     * @param keys Base64, as they were set
     * @param file read, and made when missing, while {@code keys} is empty
     * @param embeddedFile stands for {@code file} where the database is embedded
     * @throws IllegalStateException where there is neither: a key made by one node could not be read by the next, and
     *     would be in nobody's backup
     */
    public List<byte[]> find(String setting, List<String> keys, @Nullable Path file, Path embeddedFile) {
        if (!keys.isEmpty()) {
            return keys.stream().map(key -> decoded(setting, key)).toList();
        }
        Path from = file == null && embedded ? embeddedFile : file;
        if (from == null) {
            throw new IllegalStateException(setting + " is empty: set at least one key");
        }
        return List.of(keyIn(setting, from.toAbsolutePath()));
    }

    /** Makes a key for one purpose out of a key, so that no two purposes share one. */
    public static byte[] derived(byte[] key, String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(("homeward/" + purpose).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot derive a key", e);
        }
    }

    private static byte[] decoded(String setting, String key) {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(key.strip());
        } catch (IllegalArgumentException e) {
            // without the cause: its text repeats what it could not read
            throw new IllegalArgumentException(setting + ": a key is not Base64");
        }
        if (decoded.length != LENGTH) {
            throw new IllegalArgumentException(setting + ": each key is Base64 of 32 random bytes");
        }
        return decoded;
    }

    private static byte[] keyIn(String setting, Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            return decoded(setting, Files.readString(file, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or make the key file", e);
        }
    }

    private static void make(Path file) throws IOException {
        byte[] key = new byte[LENGTH];
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

package org.homeward.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps signed words on the chain outside the database: a database that was put back to an earlier day, head and all,
 * agrees with itself, but not with these. Every checkpoint is a line of the log too.
 */
@Component
class AnchorFile {

    private static final Logger log = LoggerFactory.getLogger(AnchorFile.class);

    private final @Nullable Path file;

    AnchorFile(AuditSettings settings) {
        this.file = settings.anchor();
    }

    boolean isKept() {
        return file != null;
    }

    /** The trail goes on when the file cannot be written: a full disk must not keep a nurse from her patients. */
    void keep(List<Checkpoint> checkpoints, Checkpoint head) {
        checkpoints.forEach(checkpoint -> log.info("Trail: {}", checkpoint.line()));
        if (file == null) {
            return;
        }
        try {
            Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
            Files.createDirectories(folder);
            for (Checkpoint checkpoint : checkpoints) {
                Files.writeString(
                        file,
                        checkpoint.line() + "\n",
                        StandardCharsets.US_ASCII,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
            Path draft = folder.resolve(file.getFileName() + ".head.new");
            Files.writeString(draft, head.line() + "\n", StandardCharsets.US_ASCII);
            Files.move(draft, headFile(file), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            log.error(
                    "The trail's anchor file cannot be written: {}",
                    e.getClass().getSimpleName());
        }
    }

    /** The lines that are there; one that cannot be read is told by its number. */
    record Lines(List<Checkpoint> kept, List<String> unreadable) {}

    Lines read() {
        Lines lines = new Lines(new ArrayList<>(), new ArrayList<>());
        if (file != null) {
            read(file, lines);
            read(headFile(file), lines);
        }
        return lines;
    }

    private static void read(Path from, Lines lines) {
        if (!Files.exists(from)) {
            return;
        }
        try {
            List<String> all = Files.readAllLines(from, StandardCharsets.ISO_8859_1);
            for (int i = 0; i < all.size(); i++) {
                String name = from.getFileName() + ":" + (i + 1);
                Checkpoint.parsed(all.get(i)).ifPresentOrElse(lines.kept()::add, () -> lines.unreadable()
                        .add(name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the trail's anchor file", e);
        }
    }

    private static Path headFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".head");
    }
}

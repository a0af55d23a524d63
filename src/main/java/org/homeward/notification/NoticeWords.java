package org.homeward.notification;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turn a notice into words; contributed by the module that has the subject. No patient data: it leaves the house. */
public interface NoticeWords {

    Set<String> templates();

    /** One line as things stand now; empty when there is nothing to tell any more, and the notice is withdrawn. */
    Optional<Line> of(String template, UUID subjectId);

    /**
     * @param words what, and how late
     * @param path the console's page about it, ids only
     * @param subject of a message about this alone, where no step is late
     */
    record Line(String words, String path, @Nullable String subject) {

        public Line(String words, String path) {
            this(words, path, null);
        }
    }
}

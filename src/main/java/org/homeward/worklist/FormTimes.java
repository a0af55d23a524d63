package org.homeward.worklist;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Read and write dates and times as forms carry them: without a zone. A time that concerns the patient is on the clock
 * where the patient is.
 */
public final class FormTimes {

    private static final DateTimeFormatter WORDS =
            DateTimeFormatter.ofPattern("EEE d MMM yyyy HH:mm z", Locale.ENGLISH);

    private FormTimes() {}

    /** A date and time of a form; empty when there is none or it cannot be read. */
    public static Optional<Instant> instant(@Nullable Object value, ZoneId zone) {
        if (!(value instanceof String text) || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.parse(text.replaceAll("(Z|[+-]\\d\\d:\\d\\d)$", ""))
                    .atZone(zone)
                    .toInstant());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    public static Optional<LocalDate> date(@Nullable Object value) {
        if (!(value instanceof String text) || text.length() < 10) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(text.substring(0, 10)));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /** As a form's date-and-time field takes it. */
    public static String field(Instant instant, ZoneId zone) {
        return instant.atZone(zone)
                .toLocalDateTime()
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
    }

    public static String words(@Nullable Instant instant, @Nullable ZoneId zone) {
        return instant == null
                ? "an unknown time"
                : instant.atZone(Objects.requireNonNullElse(zone, ZoneOffset.UTC))
                        .format(WORDS);
    }
}

package org.homeward.console;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;
import org.homeward.calendar.BusinessClock;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.jspecify.annotations.Nullable;

/** Writes moments as the people of one zone read them, seen from now. */
record Moments(ZoneId zone, Instant now) {

    /** By the clock of the person's first team, for pages that are about no one patient. */
    static Moments of(Person person, People people, BusinessClock clock) {
        return new Moments(people.zoneOf(person), clock.instant());
    }

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("h:mm a", Locale.US);
    private static final DateTimeFormatter NAMED = DateTimeFormatter.ofPattern("h:mm a z", Locale.US);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE, MMM d", Locale.US);
    private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("EEE, MMM d, yyyy", Locale.US);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MMM d, yyyy", Locale.US);
    private static final DateTimeFormatter FIELD = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm");
    private static final LocalTime LAST_MINUTE = LocalTime.of(23, 59);

    /** "Today, 9:40 AM", "Thu, Nov 19, 4:40 PM". */
    String at(Instant instant) {
        ZonedDateTime then = instant.atZone(zone);
        return dayOf(then.toLocalDate()) + ", " + TIME.format(then);
    }

    /**
     * As {@link #inSentence}, but a clock that runs to the end of a day says so.
     *
     * @param counted the zone its days are counted in: the patient's
     */
    String due(Instant instant, ZoneId counted) {
        LocalDate day = endOf(instant.atZone(counted));
        return day == null ? inSentence(instant) : lower(dayOf(day)) + endOfDay(counted);
    }

    /** As {@link #due}, for what is printed. */
    String exactDue(Instant instant, ZoneId counted) {
        LocalDate day = endOf(instant.atZone(counted));
        return day == null ? exact(instant) : DATE.format(day) + endOfDay(counted);
    }

    /** The day whose end this is; null within a day. */
    private static @Nullable LocalDate endOf(ZonedDateTime then) {
        if (then.toLocalTime().equals(LocalTime.MIDNIGHT)) {
            return then.toLocalDate().minusDays(1);
        }
        return then.toLocalTime().isBefore(LAST_MINUTE) ? null : then.toLocalDate();
    }

    /** "Today" within a sentence; names of days stay as they are. */
    private static String lower(String words) {
        return words.startsWith("Tod") || words.startsWith("Tom") || words.startsWith("Yes")
                ? Character.toLowerCase(words.charAt(0)) + words.substring(1)
                : words;
    }

    private String endOfDay(ZoneId counted) {
        return counted.getRules().getOffset(now).equals(zone.getRules().getOffset(now))
                ? ", end of day"
                : ", end of day where the patient is";
    }

    /** "Today", "Thu, Nov 19", with the year when it is another one. */
    String day(LocalDate day) {
        return dayOf(day);
    }

    /** As {@link #at} within a sentence: "today, 9:40 AM". */
    String inSentence(Instant instant) {
        return lower(at(instant));
    }

    /** "Nov 19, 2026": for what is printed and read at another time. */
    String date(LocalDate day) {
        return DATE.format(day);
    }

    /** "at 4:40 PM EST": by the system's clock, where the pages' own is shifted. */
    String clock(Instant instant) {
        return "at " + NAMED.format(instant.atZone(zone));
    }

    String date(Instant instant) {
        return DATE.format(instant.atZone(zone));
    }

    /** "Nov 19, 2026, 4:40 PM": for what is printed and read at another time. */
    String exact(Instant instant) {
        ZonedDateTime then = instant.atZone(zone);
        return DATE.format(then) + ", " + TIME.format(then);
    }

    /** "2 days", "3 h 20 min", "12 min". */
    String span(Duration duration) {
        Duration span = duration.abs();
        if (span.toHours() >= 48) {
            return span.toDays() + " days";
        }
        if (span.toHours() >= 1) {
            return span.toHours() + " h " + span.toMinutesPart() + " min";
        }
        return Math.max(1, span.toMinutes()) + " min";
    }

    String ago(Instant instant) {
        return span(Duration.between(instant, now));
    }

    /** "3 h left" or "2 days late". */
    String left(Instant workBy) {
        Duration left = Duration.between(now, workBy);
        return span(left) + (left.isNegative() ? " late" : " left");
    }

    boolean past(Instant instant) {
        return instant.isBefore(now);
    }

    /** What a date and time field of a browser is filled with. */
    String field(Instant instant) {
        return FIELD.format(instant.atZone(zone));
    }

    LocalDate today() {
        return now.atZone(zone).toLocalDate();
    }

    String zoneName() {
        return zone.getDisplayName(TextStyle.FULL, Locale.US);
    }

    private String dayOf(LocalDate day) {
        LocalDate today = today();
        if (day.equals(today)) {
            return "Today";
        }
        if (day.equals(today.plusDays(1))) {
            return "Tomorrow";
        }
        if (day.equals(today.minusDays(1))) {
            return "Yesterday";
        }
        return (day.getYear() == today.getYear() ? DAY : YEAR).format(day);
    }
}

package org.homeward.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** Hold hours of a day on the wall clock; an end at or before the start belongs to the next day, so 00:00 to 00:00 is the whole day. */
public record Hours(LocalTime from, LocalTime to) {

    public static Hours of(String from, String to) {
        return new Hours(LocalTime.parse(from), LocalTime.parse(to));
    }

    /** These hours on one date. A time the clocks skip is the moment after the jump; a repeated hour counts in full. */
    Span on(LocalDate day, ZoneId zone) {
        Instant start = ZonedDateTime.of(day, from, zone).toInstant();
        LocalDate lastDay = to.isAfter(from) ? day : day.plusDays(1);
        Instant end =
                ZonedDateTime.of(lastDay, to, zone).withLaterOffsetAtOverlap().toInstant();
        return new Span(start, end);
    }
}

package org.homeward.calendar;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Say when somebody of a team is there: weekly hours in the team's zone, and other hours (or none) on single dates.
 *
 * <p>On a holiday nobody is there unless the team works holidays or the date has hours of its own.
 */
public record StaffedHours(
        ZoneId zone,
        Map<DayOfWeek, List<Hours>> weekly,
        Map<LocalDate, List<Hours>> exceptions,
        boolean worksHolidays) {

    public StaffedHours {
        weekly = weekly.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, day -> List.copyOf(day.getValue())));
        exceptions = exceptions.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, day -> List.copyOf(day.getValue())));
    }

    public static StaffedHours weekdays(ZoneId zone, Hours hours) {
        return weekly(zone, EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), hours);
    }

    /** Always somebody there, holidays too. */
    public static StaffedHours roundTheClock(ZoneId zone) {
        Map<DayOfWeek, List<Hours>> week = weekly(zone, EnumSet.allOf(DayOfWeek.class), Hours.of("00:00", "00:00"))
                .weekly();
        return new StaffedHours(zone, week, Map.of(), true);
    }

    private static StaffedHours weekly(ZoneId zone, Set<DayOfWeek> days, Hours hours) {
        Map<DayOfWeek, List<Hours>> week = days.stream().collect(Collectors.toMap(day -> day, day -> List.of(hours)));
        return new StaffedHours(zone, week, Map.of(), false);
    }

    public boolean staffedAt(Instant instant, BusinessCalendar calendar) {
        return between(instant, instant.plusSeconds(1), calendar).stream().anyMatch(span -> span.contains(instant));
    }

    /** The last moment of the local day on which somebody of the team is there; empty when nobody is that day. */
    public Optional<Instant> endOf(LocalDate day, BusinessCalendar calendar) {
        return hoursOn(day, calendar).stream()
                .map(hours -> hours.on(day, zone).to())
                .max(Instant::compareTo);
    }

    List<Span> between(Instant from, Instant to, BusinessCalendar calendar) {
        List<Span> spans = new ArrayList<>();
        LocalDate last = to.atZone(zone).toLocalDate();
        // the day before too: a night shift reaches into the first day
        for (LocalDate day = from.atZone(zone).toLocalDate().minusDays(1); !day.isAfter(last); day = day.plusDays(1)) {
            for (Hours hours : hoursOn(day, calendar)) {
                spans.add(hours.on(day, zone));
            }
        }
        return Span.tidy(spans, from, to);
    }

    private List<Hours> hoursOn(LocalDate day, BusinessCalendar calendar) {
        List<Hours> exception = exceptions.get(day);
        if (exception != null) {
            return exception;
        }
        if (!worksHolidays && calendar.holidayOn(day).isPresent()) {
            return List.of();
        }
        return weekly.getOrDefault(day.getDayOfWeek(), List.of());
    }
}

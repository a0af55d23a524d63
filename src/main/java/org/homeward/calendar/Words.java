package org.homeward.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Say dates and rules the way a nurse does: weekday, day, month; the year only where it is another than the anchor's. */
final class Words {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM", Locale.US);
    private static final DateTimeFormatter DAY_AND_YEAR = DateTimeFormatter.ofPattern("EEE d MMM yyyy", Locale.US);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.US);

    private final int year;

    Words(int year) {
        this.year = year;
    }

    String day(LocalDate day) {
        return (day.getYear() == year ? DAY : DAY_AND_YEAR).format(day);
    }

    String moment(Instant instant, ZoneId zone) {
        ZonedDateTime local = instant.atZone(zone);
        return day(local.toLocalDate()) + " " + TIME.format(local);
    }

    static String time(Instant instant, ZoneId zone) {
        return TIME.format(instant.atZone(zone));
    }

    static String zone(ZoneId zone) {
        return zone.getDisplayName(TextStyle.FULL_STANDALONE, Locale.US);
    }

    static String anchor(String name) {
        return switch (name) {
            case RuleTerms.DISCHARGE -> "Discharged";
            case "receipt" -> "Received";
            case RuleTerms.NOW -> "Begun";
            case "appointment" -> "Appointment";
            case "attempt" -> "Attempt planned";
            default -> Character.toUpperCase(name.charAt(0)) + name.substring(1).replace('-', ' ');
        };
    }

    static String amount(RuleTerms terms) {
        int n = terms.amount();
        String counted =
                switch (terms.unit()) {
                    case BUSINESS_DAYS -> n == 0 ? "the same business day" : plural(n, "business day");
                    case CALENDAR_DAYS -> n == 0 ? "the same day" : plural(n, "day");
                    case HOURS -> n == 0 ? "at once" : plural(n, "hour");
                    case MINUTES -> n == 0 ? "at once" : plural(n, "minute");
                };
        if (terms.endOfDay() && !terms.unit().countsDays()) {
            counted = n == 0 ? "the same day" : counted + ", to the end of that day";
        }
        return terms.anchorDay() == 1 && terms.unit().countsDays() ? counted + ", the first day counted" : counted;
    }

    private static String plural(int n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }

    /** Why the days in between did not count, in order: each holiday by name, weekends joined, many weekends counted. */
    String closedDays(LocalDate after, LocalDate until, BusinessCalendar calendar) {
        List<String> parts = new ArrayList<>();
        List<List<LocalDate>> weekends = new ArrayList<>();
        int firstWeekend = -1;
        for (LocalDate day = after.plusDays(1); day.isBefore(until); day = day.plusDays(1)) {
            if (calendar.isWeekend(day)) {
                LocalDate before = day.minusDays(1);
                if (!weekends.isEmpty() && weekends.get(weekends.size() - 1).contains(before)) {
                    weekends.get(weekends.size() - 1).add(day);
                } else {
                    weekends.add(new ArrayList<>(List.of(day)));
                    firstWeekend = firstWeekend < 0 ? parts.size() : firstWeekend;
                    parts.add("");
                }
            } else {
                LocalDate closed = day;
                calendar.holidayOn(day).ifPresent(name -> parts.add(day(closed) + " is a holiday (" + name + ")"));
            }
        }
        if (weekends.size() > 2) {
            parts.set(firstWeekend, weekends.size() + " weekends lie between");
        } else {
            int next = 0;
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).isEmpty()) {
                    parts.set(i, weekend(weekends.get(next++)));
                }
            }
        }
        parts.removeIf(String::isEmpty);
        return listed(parts);
    }

    private String weekend(List<LocalDate> days) {
        if (days.size() == 1) {
            return day(days.get(0)) + " is a weekend day";
        }
        return day(days.get(0)) + " and " + day(days.get(days.size() - 1)) + " are the weekend";
    }

    private static String listed(List<String> parts) {
        if (parts.size() < 2) {
            return String.join("", parts);
        }
        return String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.get(parts.size() - 1);
    }
}

package org.homeward.outreach;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.homeward.calendar.TeamCalendar;
import org.homeward.outreach.CadenceStep.PartOfDay;
import org.jspecify.annotations.Nullable;

/**
 * Choose when the next call may begin: while the team is there and the patient may be called, at an hour not tried
 * before, best where the patient said to be reached best. Pure.
 */
final class AttemptTime {

    private static final Duration STEP = Duration.ofMinutes(30);
    private static final int DAYS_TO_LOOK = 21;
    private static final LocalTime NOON = LocalTime.NOON;

    /** Hours of the patient's own choosing, on the patient's wall clock. */
    record BestHours(@Nullable LocalTime from, @Nullable LocalTime to) {

        static final BestHours ANY = new BestHours(null, null);

        boolean contain(LocalTime time) {
            return (from == null || !time.isBefore(from)) && (to == null || time.isBefore(to));
        }
    }

    private AttemptTime() {}

    /**
     * @param tried when the patient was called before
     * @return never before {@code now}; {@code now} itself when the team is never there while the patient may be called,
     *     where the calendar has the last word
     */
    static Instant choose(
            CadenceStep step,
            Instant dischargedAt,
            Instant receivedAt,
            List<Instant> tried,
            Instant now,
            ZoneId patientZone,
            BestHours best,
            TeamCalendar team) {
        LocalDate first = firstDay(step, dischargedAt, receivedAt, tried, patientZone, team);
        LocalDate today = now.atZone(patientZone).toLocalDate();
        LocalDate from = first.isBefore(today) ? today : first;
        Set<Integer> hoursTried = new HashSet<>();
        tried.forEach(at -> hoursTried.add(at.atZone(patientZone).getHour()));
        Instant fallback = null;
        for (LocalDate day = from; day.isBefore(from.plusDays(DAYS_TO_LOOK)); day = day.plusDays(1)) {
            List<Instant> open = openings(day, now, patientZone, team);
            Instant chosen = open.stream()
                    .filter(at -> !hoursTried.contains(at.atZone(patientZone).getHour()))
                    .min(Comparator.<Instant>comparingInt(
                                    at -> misfit(at.atZone(patientZone).toLocalTime(), step, best))
                            .thenComparing(Comparator.naturalOrder()))
                    .orElse(null);
            if (chosen != null) {
                return chosen;
            }
            if (fallback == null && !open.isEmpty()) {
                fallback = open.get(0);
            }
        }
        return fallback == null ? now : fallback;
    }

    private static LocalDate firstDay(
            CadenceStep step,
            Instant dischargedAt,
            Instant receivedAt,
            List<Instant> tried,
            ZoneId patientZone,
            TeamCalendar team) {
        Instant from =
                switch (step.countedFrom()) {
                    case DISCHARGE -> dischargedAt;
                    case RECEIPT -> receivedAt;
                    case PREVIOUS ->
                        tried.stream().max(Comparator.naturalOrder()).orElse(dischargedAt);
                };
        return team.businessDays().plusBusinessDays(from.atZone(patientZone).toLocalDate(), step.businessDays());
    }

    private static List<Instant> openings(LocalDate day, Instant now, ZoneId patientZone, TeamCalendar team) {
        if (!team.businessDays().isBusinessDay(day)) {
            return List.of();
        }
        List<Instant> open = new ArrayList<>();
        LocalTime opens = team.callingWindow().opens();
        LocalTime closes = team.callingWindow().closes();
        Instant soonest = now.truncatedTo(ChronoUnit.MILLIS);
        if (now.atZone(patientZone).toLocalDate().equals(day)
                && mayCall(soonest, patientZone, opens, closes)
                && team.staffedAt(soonest)) {
            open.add(soonest);
        }
        Instant end = day.plusDays(1).atStartOfDay(patientZone).toInstant();
        for (Instant at = day.atStartOfDay(patientZone).toInstant(); at.isBefore(end); at = at.plus(STEP)) {
            if (!at.isBefore(now) && mayCall(at, patientZone, opens, closes) && staffedForAWhile(at, team)) {
                open.add(at);
            }
        }
        return open;
    }

    private static boolean mayCall(Instant at, ZoneId patientZone, LocalTime opens, LocalTime closes) {
        LocalTime time = at.atZone(patientZone).toLocalTime();
        return !time.isBefore(opens) && time.isBefore(closes);
    }

    /** The last minute of a shift is no time to open a call. */
    private static boolean staffedForAWhile(Instant at, TeamCalendar team) {
        return team.staffedAt(at) && team.staffedAt(at.plus(STEP).minusSeconds(1));
    }

    /** What the patient said counts for more than what the table likes. */
    private static int misfit(LocalTime time, CadenceStep step, BestHours best) {
        return (best.contain(time) ? 0 : 2) + (fits(time, step.partOfDay()) ? 0 : 1);
    }

    private static boolean fits(LocalTime time, PartOfDay part) {
        return switch (part) {
            case MORNING -> time.isBefore(NOON);
            case MIDDAY -> !time.isBefore(LocalTime.of(11, 0)) && time.isBefore(LocalTime.of(14, 0));
            case AFTERNOON -> !time.isBefore(LocalTime.of(13, 0));
            case ANY -> true;
        };
    }
}

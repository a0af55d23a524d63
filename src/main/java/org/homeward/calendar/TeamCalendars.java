package org.homeward.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.homeward.security.People;
import org.homeward.security.Team;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Read and change the calendars of teams.
 *
 * <p>A change publishes {@link TeamCalendar.Changed}; the open deadlines of the team follow it in the same transaction.
 * Calendars are kept in memory for a minute, so a change made on another node holds a minute later there.
 */
@Service
public class TeamCalendars {

    /** The site: its rows hold for every team that has none of its own. */
    public static final String SITE = "*";

    private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();

    private record Kept(TeamCalendar calendar, long since) {}

    private record Weekly(DayOfWeek day, Hours hours) {}

    private record ExceptionRow(LocalDate day, boolean closed, Hours hours) {}

    private record HolidayRow(String teamId, LocalDate day, boolean added, String name) {}

    private record Base(Set<DayOfWeek> weekend, HolidayBase holidays, boolean worksHolidays) {}

    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final JdbcClient jdbc;
    private final People people;
    private final ApplicationEventPublisher events;

    TeamCalendars(JdbcClient jdbc, People people, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.people = people;
        this.events = events;
    }

    /** The calendar of a team; fails for a team that does not exist. */
    @Transactional(readOnly = true)
    public TeamCalendar of(String teamId) {
        Kept known = kept.get(teamId);
        if (known != null && System.nanoTime() - known.since < KEPT_NANOS) {
            return known.calendar;
        }
        long since = System.nanoTime();
        TeamCalendar calendar = load(teamId);
        kept.put(teamId, new Kept(calendar, since));
        return calendar;
    }

    /** A day that a team's calendar adds to, or takes from, the holidays it starts from. */
    public record OwnHoliday(LocalDate day, boolean added, String name) {}

    /** The team's own rows, without the site's, from a day on. */
    @Transactional(readOnly = true)
    public List<OwnHoliday> ownHolidays(String teamId, LocalDate from) {
        return jdbc.sql("select on_date, effect, name from team_holiday where team_id = ? and on_date >= ?"
                        + " order by on_date")
                .params(teamId, from)
                .query((row, i) -> new OwnHoliday(
                        row.getObject(1, LocalDate.class), "ADDED".equals(row.getString(2)), row.getString(3)))
                .list();
    }

    /** The team's zone has changed: its hours are others now, and so are its open deadlines. */
    @Transactional
    public void zoneChanged(String teamId, String reason) {
        changed(teamId, reason);
    }

    /** Goes back to what the site's calendar says of a day. */
    @Transactional
    public void forgetHoliday(String teamId, LocalDate day, String reason) {
        jdbc.sql("delete from team_holiday where team_id = ? and on_date = ?")
                .params(teamId, day)
                .update();
        changed(teamId, reason);
    }

    /** Replaces the hours in which a team is there on one day of the week. */
    @Transactional
    public void staff(String teamId, DayOfWeek day, List<Hours> hours, String reason) {
        copySiteHours(teamId);
        jdbc.sql("delete from team_staffed_hours where team_id = ? and day_of_week = ?")
                .params(teamId, day.name())
                .update();
        for (Hours stretch : hours) {
            insertHours(teamId, day, stretch);
        }
        changed(teamId, reason);
    }

    /** Gives one date hours of its own; none means that nobody is there. */
    @Transactional
    public void except(String teamId, LocalDate day, List<Hours> hours, String name) {
        jdbc.sql("delete from team_calendar_exception where team_id = ? and on_date = ?")
                .params(teamId, day)
                .update();
        int position = 0;
        if (hours.isEmpty()) {
            insertException(teamId, day, position, null, null, name);
        }
        for (Hours stretch : hours) {
            insertException(teamId, day, position++, stretch.from(), stretch.to(), name);
        }
        changed(teamId, name);
    }

    @Transactional
    public void addHoliday(String teamId, LocalDate day, String name) {
        putHoliday(teamId, day, "ADDED", name);
    }

    /** The team works on this holiday as on any other day. */
    @Transactional
    public void removeHoliday(String teamId, LocalDate day, String name) {
        putHoliday(teamId, day, "REMOVED", name);
    }

    @Transactional
    public void setBase(String teamId, HolidayBase base, Set<DayOfWeek> weekend, boolean worksHolidays, String reason) {
        jdbc.sql("delete from team_calendar where team_id = ?").param(teamId).update();
        jdbc.sql("insert into team_calendar (team_id, weekend, holiday_base, works_holidays) values (?, ?, ?, ?)")
                .params(
                        teamId,
                        weekend.stream().sorted().map(DayOfWeek::name).collect(Collectors.joining(",")),
                        base.name(),
                        worksHolidays)
                .update();
        changed(teamId, reason);
    }

    @Transactional
    public void setCallingWindow(String teamId, CallingWindow window, String reason) {
        jdbc.sql("delete from calling_window where team_id = ?").param(teamId).update();
        jdbc.sql("insert into calling_window (team_id, opens, closes, source, verified) values (?, ?, ?, ?, ?)")
                .params(teamId, window.opens(), window.closes(), window.source(), window.verified())
                .update();
        changed(teamId, reason);
    }

    private void putHoliday(String teamId, LocalDate day, String effect, String name) {
        jdbc.sql("delete from team_holiday where team_id = ? and on_date = ?")
                .params(teamId, day)
                .update();
        jdbc.sql("insert into team_holiday (team_id, on_date, effect, name) values (?, ?, ?, ?)")
                .params(teamId, day, effect, name)
                .update();
        changed(teamId, name);
    }

    /** A team that changes one day starts from the whole week it had until then. */
    private void copySiteHours(String teamId) {
        if (!SITE.equals(teamId) && weekly(teamId).isEmpty()) {
            for (Weekly row : weekly(SITE)) {
                insertHours(teamId, row.day, row.hours);
            }
        }
    }

    private void insertHours(String teamId, DayOfWeek day, Hours hours) {
        jdbc.sql("insert into team_staffed_hours (team_id, day_of_week, from_time, to_time) values (?, ?, ?, ?)")
                .params(teamId, day.name(), hours.from(), hours.to())
                .update();
    }

    private void insertException(
            String teamId, LocalDate day, int position, @Nullable LocalTime from, @Nullable LocalTime to, String name) {
        jdbc.sql("""
                insert into team_calendar_exception (team_id, on_date, position, from_time, to_time, name)
                values (:team, :day, :position, :from, :to, :name)""")
                .param("team", teamId)
                .param("day", day)
                .param("position", position)
                .param("from", from)
                .param("to", to)
                .param("name", name)
                .update();
    }

    private void changed(String teamId, String reason) {
        kept.clear();
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            // Someone may have read the old rows again before this commits.
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCompletion(int status) {
                    kept.clear();
                }
            });
        }
        events.publishEvent(new TeamCalendar.Changed(teamId, reason));
    }

    private TeamCalendar load(String teamId) {
        ZoneId zone = people.team(teamId)
                .map(Team::timeZone)
                .orElseThrow(() -> new IllegalArgumentException("There is no team " + teamId));
        Base base = base(teamId);
        Map<LocalDate, String> added = new HashMap<>();
        Set<LocalDate> removed = new HashSet<>();
        // the site's rows first, so that the team's own have the last word
        for (HolidayRow row : holidays(teamId)) {
            if (row.added) {
                added.put(row.day, row.name);
                removed.remove(row.day);
            } else {
                added.remove(row.day);
                removed.add(row.day);
            }
        }
        return new TeamCalendar(
                teamId,
                new BusinessCalendar(base.weekend, base.holidays, added, removed),
                new StaffedHours(zone, week(teamId), exceptions(teamId), base.worksHolidays),
                callingWindow(teamId));
    }

    private Base base(String teamId) {
        return jdbc.sql("""
                select weekend, holiday_base, works_holidays from team_calendar
                where team_id in (?, '*') order by team_id = '*' limit 1""")
                .param(teamId)
                .query((row, i) -> new Base(
                        Arrays.stream(row.getString(1).split(","))
                                .filter(day -> !day.isBlank())
                                .map(DayOfWeek::valueOf)
                                .collect(Collectors.toSet()),
                        HolidayBase.valueOf(row.getString(2)),
                        row.getBoolean(3)))
                .single();
    }

    private Map<DayOfWeek, List<Hours>> week(String teamId) {
        List<Weekly> own = weekly(teamId);
        Map<DayOfWeek, List<Hours>> week = new EnumMap<>(DayOfWeek.class);
        for (Weekly row : own.isEmpty() ? weekly(SITE) : own) {
            week.computeIfAbsent(row.day, day -> new ArrayList<>()).add(row.hours);
        }
        return week;
    }

    private List<Weekly> weekly(String teamId) {
        return jdbc.sql("select day_of_week, from_time, to_time from team_staffed_hours where team_id = ?")
                .param(teamId)
                .query((row, i) -> new Weekly(
                        DayOfWeek.valueOf(row.getString(1)),
                        new Hours(row.getObject(2, LocalTime.class), row.getObject(3, LocalTime.class))))
                .list();
    }

    private Map<LocalDate, List<Hours>> exceptions(String teamId) {
        Map<LocalDate, List<Hours>> days = exceptionsOf(SITE);
        days.putAll(exceptionsOf(teamId));
        return days;
    }

    private Map<LocalDate, List<Hours>> exceptionsOf(String teamId) {
        Map<LocalDate, List<Hours>> days = new HashMap<>();
        jdbc.sql("""
                select on_date, from_time, to_time from team_calendar_exception
                where team_id = ? order by on_date, position""")
                .param(teamId)
                .query((row, i) -> {
                    boolean closed = row.getString(2) == null;
                    return new ExceptionRow(
                            row.getObject(1, LocalDate.class),
                            closed,
                            closed
                                    ? new Hours(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT)
                                    : new Hours(row.getObject(2, LocalTime.class), row.getObject(3, LocalTime.class)));
                })
                .list()
                .forEach(row -> {
                    List<Hours> hours = days.computeIfAbsent(row.day, day -> new ArrayList<>());
                    if (!row.closed) {
                        hours.add(row.hours);
                    }
                });
        return days;
    }

    private List<HolidayRow> holidays(String teamId) {
        return jdbc.sql("""
                select team_id, on_date, effect, name from team_holiday
                where team_id in (?, '*') order by team_id <> '*'""")
                .param(teamId)
                .query((row, i) -> new HolidayRow(
                        row.getString(1),
                        row.getObject(2, LocalDate.class),
                        "ADDED".equals(row.getString(3)),
                        row.getString(4)))
                .list();
    }

    private CallingWindow callingWindow(String teamId) {
        return jdbc.sql("""
                select opens, closes, source, verified from calling_window
                where team_id in (?, '*') order by team_id = '*' limit 1""")
                .param(teamId)
                .query((row, i) -> new CallingWindow(
                        row.getObject(1, LocalTime.class),
                        row.getObject(2, LocalTime.class),
                        row.getString(3),
                        row.getBoolean(4)))
                .single();
    }
}

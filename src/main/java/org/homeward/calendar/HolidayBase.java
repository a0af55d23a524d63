package org.homeward.calendar;

import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.Year;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Name the public holidays a team's calendar starts from; the site's own rows add to it and take from it. */
public enum HolidayBase {
    NONE {
        @Override
        Map<LocalDate, String> in(int year) {
            return Map.of();
        }
    },

    /**
     * The eleven federal holidays of 5 U.S.C. 6103; one on a Saturday is also kept on the Friday before, one on a
     * Sunday on the Monday after.
     */
    US_FEDERAL {
        @Override
        Map<LocalDate, String> in(int year) {
            Map<LocalDate, String> days = new HashMap<>();
            // New Year's Day on a Saturday is kept on 31 December, which the library lists under the next year.
            for (int listed : List.of(year, year + 1)) {
                for (Holiday holiday : manager().getHolidays(Year.of(listed))) {
                    String name = holiday.getDescription(Locale.US);
                    holiday.getObservedDate()
                            .filter(day -> day.getYear() == year)
                            .ifPresent(day -> days.put(day, name + ", observed"));
                    if (holiday.getActualDate().getYear() == year) {
                        days.put(holiday.getActualDate(), name);
                    }
                }
            }
            // The library counts Columbus Day among the holidays of single states only.
            if (year >= 1971) {
                days.put(
                        LocalDate.of(year, Month.OCTOBER, 1)
                                .with(TemporalAdjusters.dayOfWeekInMonth(2, DayOfWeek.MONDAY)),
                        "Columbus Day");
            }
            return days;
        }

        private HolidayManager manager() {
            return HolidayManager.getInstance(ManagerParameters.create("us"));
        }
    };

    private final Map<Integer, Map<LocalDate, String>> years = new ConcurrentHashMap<>();

    abstract Map<LocalDate, String> in(int year);

    Optional<String> nameOn(LocalDate day) {
        return Optional.ofNullable(years.computeIfAbsent(day.getYear(), year -> Map.copyOf(in(year)))
                .get(day));
    }
}

package org.homeward.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decide which days count as business days for one team.
 *
 * <p>A business day is any day that is neither a weekend day nor a holiday, whatever hours the practice keeps and
 * whenever it heard of the discharge (CPT, quoted by Noridian JFB article 10534). CPT does not list the holidays: they
 * are the site's data. {@code added} rows win over {@code removed} rows, both win over the base.
 */
public record BusinessCalendar(
        Set<DayOfWeek> weekend, HolidayBase base, Map<LocalDate, String> added, Set<LocalDate> removed) {

    public static final Set<DayOfWeek> SATURDAY_AND_SUNDAY = Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);

    public BusinessCalendar {
        if (weekend.containsAll(EnumSet.allOf(DayOfWeek.class))) {
            throw new IllegalArgumentException("A week needs at least one business day");
        }
        weekend = Set.copyOf(weekend);
        added = Map.copyOf(added);
        removed = Set.copyOf(removed);
    }

    /** Saturday and Sunday, US federal holidays, nothing of the site's own. */
    public static BusinessCalendar usFederal() {
        return new BusinessCalendar(SATURDAY_AND_SUNDAY, HolidayBase.US_FEDERAL, Map.of(), Set.of());
    }

    public boolean isBusinessDay(LocalDate day) {
        return !isWeekend(day) && holidayOn(day).isEmpty();
    }

    public boolean isWeekend(LocalDate day) {
        return weekend.contains(day.getDayOfWeek());
    }

    /** The name of the holiday kept on this day, "…, observed" where it stands in for the real one. */
    public Optional<String> holidayOn(LocalDate day) {
        String own = added.get(day);
        if (own != null) {
            return Optional.of(own);
        }
        return removed.contains(day) ? Optional.empty() : base.nameOn(day);
    }

    /**
     * The n-th business day after {@code day}, which itself is day 0; for 0 the day itself or, when it is closed, the
     * next business day.
     */
    public LocalDate plusBusinessDays(LocalDate day, int n) {
        LocalDate result = day;
        for (int counted = 0; counted < n; ) {
            result = result.plusDays(1);
            if (isBusinessDay(result)) {
                counted++;
            }
        }
        while (!isBusinessDay(result)) {
            result = result.plusDays(1);
        }
        return result;
    }
}

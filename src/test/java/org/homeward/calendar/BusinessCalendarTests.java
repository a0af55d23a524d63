package org.homeward.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BusinessCalendarTests {

    private final BusinessCalendar federal = BusinessCalendar.usFederal();

    @ParameterizedTest
    @CsvSource({
        "2026-01-01, New Year",
        "2026-01-19, Martin Luther King",
        "2026-02-16, President",
        "2026-05-25, Memorial Day",
        "2026-06-19, Juneteenth",
        "2026-07-03, 'Independence Day, observed'",
        "2026-09-07, Labo",
        "2026-10-12, Columbus Day",
        "2026-11-11, Veterans Day",
        "2026-11-26, Thanksgiving",
        "2026-12-25, Christmas",
    })
    void keepsTheElevenFederalHolidays(LocalDate day, String name) {
        assertThat(federal.holidayOn(day))
                .hasValueSatisfying(it -> assertThat(it).contains(name));
        assertThat(federal.isBusinessDay(day)).isFalse();
    }

    @Test
    void hasNoOtherClosedWeekdaysInTheYear() {
        long closedWeekdays = LocalDate.of(2026, 1, 1)
                .datesUntil(LocalDate.of(2027, 1, 1))
                .filter(day -> !federal.isWeekend(day) && !federal.isBusinessDay(day))
                .count();
        assertThat(closedWeekdays).isEqualTo(11);
    }

    @Test
    void keepsAHolidayOnSaturdayOnTheFridayBefore() {
        assertThat(federal.isBusinessDay(LocalDate.of(2026, 7, 3))).isFalse();
        assertThat(federal.isBusinessDay(LocalDate.of(2026, 7, 6))).isTrue();
    }

    @Test
    void keepsAHolidayOnSundayOnTheMondayAfter() {
        // 4 July 2027 is a Sunday
        assertThat(federal.holidayOn(LocalDate.of(2027, 7, 5))).hasValue("Independence Day, observed");
        assertThat(federal.isBusinessDay(LocalDate.of(2027, 7, 2))).isTrue();
    }

    @Test
    void keepsNewYearsDayOnSaturdayInTheOldYear() {
        // 1 January 2028 is a Saturday
        assertThat(federal.holidayOn(LocalDate.of(2027, 12, 31)))
                .hasValueSatisfying(it -> assertThat(it).endsWith(", observed"));
        assertThat(federal.plusBusinessDays(LocalDate.of(2027, 12, 30), 1)).isEqualTo("2028-01-03");
    }

    @Test
    void sitesAddHolidaysAndTakeThemAway() {
        BusinessCalendar own = new BusinessCalendar(
                BusinessCalendar.SATURDAY_AND_SUNDAY,
                HolidayBase.US_FEDERAL,
                Map.of(LocalDate.of(2026, 11, 27), "Day after Thanksgiving"),
                Set.of(LocalDate.of(2026, 10, 12)));
        assertThat(own.holidayOn(LocalDate.of(2026, 11, 27))).hasValue("Day after Thanksgiving");
        assertThat(own.isBusinessDay(LocalDate.of(2026, 10, 12))).isTrue();
        assertThat(own.plusBusinessDays(LocalDate.of(2026, 11, 25), 2)).isEqualTo("2026-12-01");
    }

    @Test
    void teamsMayHaveAnotherWeekend() {
        BusinessCalendar sundayOnly =
                new BusinessCalendar(EnumSet.of(DayOfWeek.SUNDAY), HolidayBase.NONE, Map.of(), Set.of());
        assertThat(sundayOnly.plusBusinessDays(LocalDate.of(2026, 11, 20), 2)).isEqualTo("2026-11-23");
    }

    @Test
    void refusesAWeekWithoutBusinessDays() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new BusinessCalendar(EnumSet.allOf(DayOfWeek.class), HolidayBase.NONE, Map.of(), Set.of()));
    }

    @Test
    void noBusinessDaysAfterAClosedDayIsTheNextOpenOne() {
        assertThat(federal.plusBusinessDays(LocalDate.of(2026, 7, 3), 0)).isEqualTo("2026-07-06");
        assertThat(federal.plusBusinessDays(LocalDate.of(2026, 7, 2), 0)).isEqualTo("2026-07-02");
    }
}

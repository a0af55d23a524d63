package org.homeward.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.calendar.CalendarFixtures.NEW_YORK;
import static org.homeward.calendar.CalendarFixtures.dayTeam;
import static org.homeward.calendar.CalendarFixtures.days;
import static org.homeward.calendar.CalendarFixtures.newYork;
import static org.homeward.calendar.CalendarFixtures.twoBusinessDays;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** The dated examples of Medicare's transitional care management and of the HEDIS window; the discharge is day 0. */
class ClockOracleTests {

    @Test
    void dischargedOnFriday20November2026CountsPastTheWeekend() {
        assertClocks("2026-11-20T16:40", "2026-11-24", "2026-11-27", "2026-12-04", "2026-12-19", "2026-12-20");
    }

    @Test
    void dischargedOnSaturday21November2026CountsFromMonday() {
        assertClocks("2026-11-21T16:40", "2026-11-24", "2026-11-28", "2026-12-05", "2026-12-20", "2026-12-21");
    }

    @Test
    void dischargedOnWednesday25November2026CountsPastThanksgiving() {
        assertClocks("2026-11-25T16:40", "2026-11-30", "2026-12-02", "2026-12-09", "2026-12-24", "2026-12-25");
    }

    @Test
    void dischargedOnThursday2July2026CountsPastIndependenceDayObservedOnFriday() {
        assertClocks("2026-07-02T16:40", "2026-07-07", "2026-07-09", "2026-07-16", "2026-07-31", "2026-08-01");
    }

    @Test
    void theHourOfTheDischargeDoesNotChangeItsDay() {
        for (String time : new String[] {"00:00", "00:01", "12:00", "23:59", "23:59:59.999"}) {
            assertClocks("2026-07-02T" + time, "2026-07-07", "2026-07-09", "2026-07-16", "2026-07-31", "2026-08-01");
        }
    }

    private static void assertClocks(
            String discharge, String twoBusinessDays, String seven, String fourteen, String tcmEnd, String hedisEnd) {
        Instant anchor = newYork(discharge);
        assertDue(twoBusinessDays(), anchor, twoBusinessDays);
        assertDue(days(7), anchor, seven);
        assertDue(days(14), anchor, fourteen);
        assertDue(days(29), anchor, tcmEnd);
        assertDue(days(30), anchor, hedisEnd);
    }

    /** Due with the end of that local day: its last second. */
    private static void assertDue(RuleTerms terms, Instant anchor, String day) {
        Instant due =
                CalendarFixtures.compute(terms, anchor, NEW_YORK, dayTeam()).due();
        assertThat(due)
                .as("%s %s after %s", terms.amount(), terms.unit(), anchor)
                .isEqualTo(LocalDate.parse(day)
                        .plusDays(1)
                        .atStartOfDay(NEW_YORK)
                        .toInstant()
                        .minusSeconds(1));
        assertThat(due.atZone(NEW_YORK).toLocalDate()).isEqualTo(day);
    }
}

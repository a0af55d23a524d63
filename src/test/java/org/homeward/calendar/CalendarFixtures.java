package org.homeward.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Set;

/** The teams, zones and rules that the calendar's tests speak of. */
final class CalendarFixtures {

    static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    static final ZoneId CHICAGO = ZoneId.of("America/Chicago");
    static final ZoneId HONOLULU = ZoneId.of("Pacific/Honolulu");

    static final CallingWindow EIGHT_TO_EIGHT =
            new CallingWindow(LocalTime.of(8, 0), LocalTime.of(20, 0), "site default", false);

    private CalendarFixtures() {}

    /** Monday to Friday 08:00 to 17:00 in New York, federal holidays. */
    static TeamCalendar dayTeam() {
        return team(BusinessCalendar.usFederal(), StaffedHours.weekdays(NEW_YORK, Hours.of("08:00", "17:00")));
    }

    static TeamCalendar dayTeamIn(ZoneId zone) {
        return team(BusinessCalendar.usFederal(), StaffedHours.weekdays(zone, Hours.of("08:00", "17:00")));
    }

    static TeamCalendar neverClosedTeam() {
        return team(BusinessCalendar.usFederal(), StaffedHours.roundTheClock(NEW_YORK));
    }

    static TeamCalendar neverStaffedTeam() {
        return team(BusinessCalendar.usFederal(), new StaffedHours(NEW_YORK, Map.of(), Map.of(), false));
    }

    static TeamCalendar team(BusinessCalendar days, StaffedHours hours) {
        return new TeamCalendar("transitions-north", days, hours, EIGHT_TO_EIGHT);
    }

    static BusinessCalendar withoutHolidays() {
        return new BusinessCalendar(BusinessCalendar.SATURDAY_AND_SUNDAY, HolidayBase.NONE, Map.of(), Set.of());
    }

    static Instant newYork(String local) {
        return at(local, NEW_YORK);
    }

    static Instant at(String local, ZoneId zone) {
        return ZonedDateTime.of(LocalDateTime.parse(local), zone).toInstant();
    }

    /** Computed at the moment it counts from. */
    static ComputedDeadline compute(RuleTerms terms, Instant anchor, ZoneId patientZone, TeamCalendar team) {
        return DeadlineCalculator.compute(terms, anchor, anchor, patientZone, team);
    }

    static RuleTerms twoBusinessDays() {
        return RuleTerms.duty(
                "first-contact", RuleTerms.DISCHARGE, 2, RuleTerms.Unit.BUSINESS_DAYS, "CMS TCM, Noridian 10534");
    }

    static RuleTerms days(int n) {
        return RuleTerms.duty(
                "visit-by-" + n, RuleTerms.DISCHARGE, n, RuleTerms.Unit.CALENDAR_DAYS, "CPT 99495, 99496");
    }

    static RuleTerms hours(String rule, int n) {
        return RuleTerms.duty(rule, RuleTerms.DISCHARGE, n, RuleTerms.Unit.HOURS, "site default");
    }
}

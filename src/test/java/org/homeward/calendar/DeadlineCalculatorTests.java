package org.homeward.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.homeward.calendar.CalendarFixtures.CHICAGO;
import static org.homeward.calendar.CalendarFixtures.HONOLULU;
import static org.homeward.calendar.CalendarFixtures.NEW_YORK;
import static org.homeward.calendar.CalendarFixtures.at;
import static org.homeward.calendar.CalendarFixtures.dayTeam;
import static org.homeward.calendar.CalendarFixtures.dayTeamIn;
import static org.homeward.calendar.CalendarFixtures.days;
import static org.homeward.calendar.CalendarFixtures.hours;
import static org.homeward.calendar.CalendarFixtures.neverClosedTeam;
import static org.homeward.calendar.CalendarFixtures.neverStaffedTeam;
import static org.homeward.calendar.CalendarFixtures.newYork;
import static org.homeward.calendar.CalendarFixtures.team;
import static org.homeward.calendar.CalendarFixtures.twoBusinessDays;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.homeward.calendar.RuleTerms.StepClass;
import org.homeward.calendar.RuleTerms.Unit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DeadlineCalculatorTests {

    @Nested
    class WorkBy {

        @Test
        void leavesAnHourOfTheTeamsLastDay() {
            ComputedDeadline deadline = compute(twoBusinessDays(), newYork("2026-07-02T16:40"));
            assertThat(deadline.workBy()).isEqualTo(newYork("2026-07-07T16:00"));
        }

        @Test
        void leavesAsMuchRoomAsTheRuleAsksFor() {
            ComputedDeadline deadline =
                    compute(twoBusinessDays().withRoom(Duration.ofHours(10)), newYork("2026-07-02T16:40"));
            assertThat(deadline.workBy())
                    .as("ten hours before Tuesday 17:00 the team has left on Monday")
                    .isEqualTo(newYork("2026-07-06T17:00"));
        }

        @Test
        void isTheFridayBeforeWhenACalendarDayFallsOnAWeekend() {
            ComputedDeadline deadline = compute(days(7), newYork("2026-11-21T10:00"));
            assertThat(deadline.due()).isEqualTo(newYork("2026-11-28T23:59:59"));
            assertThat(deadline.workBy()).isEqualTo(newYork("2026-11-27T16:00"));
        }

        @Test
        void followsHoursOfASingleDate() {
            StaffedHours shortFriday = new StaffedHours(
                    NEW_YORK,
                    dayTeam().staffedHours().weekly(),
                    Map.of(LocalDate.of(2026, 11, 27), List.of(Hours.of("09:00", "12:00"))),
                    false);
            ComputedDeadline deadline = CalendarFixtures.compute(
                    days(7), newYork("2026-11-21T10:00"), NEW_YORK, team(BusinessCalendar.usFederal(), shortFriday));
            assertThat(deadline.workBy()).isEqualTo(newYork("2026-11-27T11:00"));
        }

        @Test
        void isDueItselfWhenHoursEndWhileTheTeamIsThere() {
            ComputedDeadline deadline = compute(hours("concern-follow-up", 1), newYork("2026-07-07T10:30"));
            assertThat(deadline.due()).isEqualTo(newYork("2026-07-07T11:30"));
            assertThat(deadline.workBy()).isEqualTo(deadline.due());
        }

        @Test
        void leavesRoomBeforeAnHourToo() {
            ComputedDeadline deadline = compute(
                    hours("concern-follow-up", 1).withRoom(Duration.ofMinutes(15)), newYork("2026-07-07T10:30"));
            assertThat(deadline.workBy()).isEqualTo(newYork("2026-07-07T11:15"));
            assertThat(deadline.reason()).endsWith("; due Tue 7 Jul 11:30; work by Tue 7 Jul 11:15");
        }

        @Test
        void isADayEarlierWhereTheRuleAsksForADay() {
            ComputedDeadline deadline =
                    compute(twoBusinessDays().withRoom(Duration.ofHours(24)), newYork("2026-07-02T16:40"));
            assertThat(deadline.workBy()).isEqualTo(newYork("2026-07-06T17:00"));
            assertThat(deadline.reason())
                    .endsWith("; work by Mon 6 Jul 17:00, as the team is last there on Tue 7 Jul until 17:00");
            assertThat(compute(days(7).withRoom(Duration.ofHours(24)), newYork("2026-07-06T09:00"))
                            .workBy())
                    .as("a day before Monday 17:00 the team was last there on Friday")
                    .isEqualTo(newYork("2026-07-10T17:00"));
        }

        @Test
        void comesForwardWhenHoursEndAtNight() {
            ComputedDeadline deadline = compute(
                    hours("obtain-discharge-summary", 12).withRoom(Duration.ofHours(1)), newYork("2026-07-07T10:30"));
            assertThat(deadline.due()).isEqualTo(newYork("2026-07-07T22:30"));
            assertThat(deadline.workBy()).isEqualTo(newYork("2026-07-07T16:00"));
        }

        @Test
        void isTheTeamsLastMomentWhenLessThanTheRoomIsLeft() {
            ComputedDeadline deadline = compute(
                    hours("obtain-discharge-summary", 4).withRoom(Duration.ofHours(1)), newYork("2026-07-07T16:40"));
            assertThat(deadline.workBy()).isEqualTo(newYork("2026-07-07T17:00"));
            assertThat(deadline.reason()).endsWith("; work by Tue 7 Jul 17:00, the last time the team is there");
        }

        @Test
        void isDueItselfWhenNobodyIsThereBefore() {
            ComputedDeadline deadline = compute(hours("name-care-manager", 4), newYork("2026-07-04T10:00"));
            assertThat(deadline.workBy()).isEqualTo(deadline.due());
            assertThat(deadline.reason()).endsWith("; nobody of the team is there before then");
            assertThat(CalendarFixtures.compute(days(14), newYork("2026-07-02T16:40"), NEW_YORK, neverStaffedTeam())
                            .workBy())
                    .isEqualTo(newYork("2026-07-16T23:59:59"));
        }

        @Test
        void neverShiftsARedFlag() {
            ComputedDeadline deadline = compute(
                    RuleTerms.duty("red-flag-handover", RuleTerms.NOW, 15, Unit.MINUTES, "site default")
                            .withStepClass(StepClass.RED),
                    newYork("2026-07-03T21:55"));
            assertThat(deadline.workBy()).isEqualTo(newYork("2026-07-03T22:10")).isEqualTo(deadline.due());
            assertThat(deadline.reason())
                    .isEqualTo("Begun Fri 3 Jul 21:55; 15 minutes; due Fri 3 Jul 22:10;"
                            + " urgent: does not wait for staffed hours");
        }

        @Test
        void staysInsideThePatientsCallingWindowForACall() {
            // In Honolulu it is 6 hours earlier: calls from 14:00 in New York, where the team leaves at 17:00.
            RuleTerms call = twoBusinessDays().withCallingWindow(true).withRoom(Duration.ofHours(2));
            ComputedDeadline deadline =
                    CalendarFixtures.compute(call, at("2026-07-02T10:00", HONOLULU), HONOLULU, dayTeam());
            assertThat(deadline.due()).isEqualTo(at("2026-07-07T23:59:59", HONOLULU));
            assertThat(deadline.workBy()).isEqualTo(newYork("2026-07-07T15:00"));
            RuleTerms longer = call.withRoom(Duration.ofHours(4));
            assertThat(CalendarFixtures.compute(longer, at("2026-07-02T10:00", HONOLULU), HONOLULU, dayTeam())
                            .workBy())
                    .as("four hours before that nobody may call yet on Tuesday")
                    .isEqualTo(newYork("2026-07-06T17:00"));
        }

        @Test
        void ofATeamThatNeverClosesIsAnHourBeforeMidnight() {
            ComputedDeadline deadline =
                    CalendarFixtures.compute(days(7), newYork("2026-11-21T10:00"), NEW_YORK, neverClosedTeam());
            assertThat(deadline.workBy()).isEqualTo(newYork("2026-11-28T22:59:59"));
        }
    }

    @Nested
    class Due {

        @Test
        void countsTheDateOnThePatientsWallClock() {
            // Friday 00:30 in New York is still Thursday 23:30 for the team in Chicago.
            ComputedDeadline deadline = CalendarFixtures.compute(
                    twoBusinessDays(), newYork("2026-11-20T00:30"), NEW_YORK, dayTeamIn(CHICAGO));
            assertThat(deadline.due()).isEqualTo(newYork("2026-11-24T23:59:59"));
            assertThat(deadline.workBy()).isEqualTo(at("2026-11-24T16:00", CHICAGO));
        }

        @Test
        void separatesAMinuteBeforeMidnightFromMidnight() {
            assertThat(compute(days(7), newYork("2026-07-01T23:59")).due()).isEqualTo(newYork("2026-07-08T23:59:59"));
            assertThat(compute(days(7), newYork("2026-07-02T00:00")).due()).isEqualTo(newYork("2026-07-09T23:59:59"));
            assertThat(compute(days(0), newYork("2026-07-02T00:00")).due()).isEqualTo(newYork("2026-07-02T23:59:59"));
        }

        @Test
        void countsTheLeapDay() {
            assertThat(compute(days(1), newYork("2028-02-28T09:00")).due()).isEqualTo(newYork("2028-02-29T23:59:59"));
            assertThat(compute(days(30), newYork("2028-01-31T09:00")).due()).isEqualTo(newYork("2028-03-01T23:59:59"));
            assertThat(compute(days(30), newYork("2027-01-31T09:00")).due()).isEqualTo(newYork("2027-03-02T23:59:59"));
            assertThat(compute(twoBusinessDays(), newYork("2028-02-28T09:00")).due())
                    .isEqualTo(newYork("2028-03-01T23:59:59"));
        }

        @Test
        void endsTheDayAtMidnightOnTheDaysTheClocksChange() {
            Instant shortDay = compute(days(0), newYork("2026-03-08T00:00")).due();
            assertThat(Duration.between(newYork("2026-03-08T00:00"), shortDay))
                    .isEqualTo(Duration.ofHours(23).minusSeconds(1));
            Instant longDay = compute(days(0), newYork("2026-11-01T00:00")).due();
            assertThat(Duration.between(newYork("2026-11-01T00:00"), longDay))
                    .isEqualTo(Duration.ofHours(25).minusSeconds(1));
        }

        @Test
        void endsTheDayBeforeAMidnightThatTheClocksSkip() {
            // In Santiago 6 September 2026 begins at 01:00.
            ZoneId santiago = ZoneId.of("America/Santiago");
            Instant due = CalendarFixtures.compute(
                            days(1), at("2026-09-04T10:00", santiago), santiago, dayTeamIn(santiago))
                    .due();
            assertThat(due).isEqualTo(at("2026-09-05T23:59:59", santiago));
            assertThat(due.plusSeconds(1)).isEqualTo(at("2026-09-06T01:00", santiago));
        }

        @Test
        void countsHoursAsElapsedTimeAcrossAClockChange() {
            assertThat(compute(hours("ama-call", 24), newYork("2026-03-07T16:00"))
                            .due())
                    .isEqualTo(newYork("2026-03-08T17:00"));
            assertThat(compute(hours("ama-call", 24), newYork("2026-10-31T16:00"))
                            .due())
                    .isEqualTo(newYork("2026-11-01T15:00"));
        }

        @Test
        void takesTheMomentOfTheJumpForATimeThatTheClocksSkip() {
            assertThat(compute(days(1).withEndOfDay(false), newYork("2026-03-07T02:30"))
                            .due())
                    .isEqualTo(newYork("2026-03-08T03:00"));
        }

        @Test
        void takesTheFirstOfARepeatedHour() {
            assertThat(compute(days(1).withEndOfDay(false), newYork("2026-10-31T01:30"))
                            .due())
                    .isEqualTo(Instant.parse("2026-11-01T05:30:00Z"));
        }

        @Test
        void givesTheWholeBusinessDayToACountBegunOnAClosedDay() {
            RuleTerms nextBusinessDay = RuleTerms.duty(
                            "triage-decision", RuleTerms.DISCHARGE, 1, Unit.BUSINESS_DAYS, "site default")
                    .withEndOfDay(false);
            assertThat(compute(nextBusinessDay, newYork("2026-11-20T16:00")).due())
                    .isEqualTo(newYork("2026-11-23T16:00"));
            assertThat(compute(nextBusinessDay, newYork("2026-11-21T09:00")).due())
                    .isEqualTo(newYork("2026-11-23T23:59:59"));
        }

        @Test
        void runsToTheEndOfTheSameDay() {
            assertThat(compute(
                            hours("triage-decision", 0).withEndOfDay(true).withRoom(Duration.ofHours(1)),
                            newYork("2026-07-07T09:00")))
                    .satisfies(it -> {
                        assertThat(it.due()).isEqualTo(newYork("2026-07-07T23:59:59"));
                        assertThat(it.workBy()).isEqualTo(newYork("2026-07-07T16:00"));
                    });
        }

        @Test
        void canCountTheAnchorsDayAsTheFirst() {
            assertThat(compute(days(7).withAnchorDay(1), newYork("2026-07-02T16:40"))
                            .due())
                    .isEqualTo(newYork("2026-07-08T23:59:59"));
            assertThat(compute(twoBusinessDays().withAnchorDay(1), newYork("2026-11-20T16:40"))
                            .due())
                    .isEqualTo(newYork("2026-11-23T23:59:59"));
            assertThat(compute(twoBusinessDays().withAnchorDay(1), newYork("2026-11-21T16:40"))
                            .due())
                    .as("a closed day is never counted")
                    .isEqualTo(newYork("2026-11-24T23:59:59"));
        }

        @Test
        void refusesToCountBackward() {
            assertThatIllegalArgumentException().isThrownBy(() -> days(-1));
        }
    }

    @Nested
    class Opening {

        private final RuleTerms fourHoursLater = RuleTerms.opening(
                        "next-attempt", "attempt", 4, Unit.HOURS, "site default")
                .withCallingWindow(true);

        @Test
        void isTheMomentItselfWhenCallsArePossibleThen() {
            ComputedDeadline opening = compute(fourHoursLater, newYork("2026-07-07T09:10"));
            assertThat(opening.workBy()).isEqualTo(newYork("2026-07-07T13:10"));
            assertThat(opening.reason()).isEqualTo("Attempt planned Tue 7 Jul 09:10; 4 hours; that is Tue 7 Jul 13:10");
        }

        @Test
        void waitsForTheTeamAndForThePatientsMorning() {
            ComputedDeadline opening = compute(fourHoursLater, newYork("2026-07-02T16:40"));
            assertThat(opening.workBy()).isEqualTo(newYork("2026-07-06T08:00"));
            assertThat(opening.due()).isEqualTo(opening.workBy());
            assertThat(opening.reason())
                    .isEqualTo("Attempt planned Thu 2 Jul 16:40; 4 hours; that is Thu 2 Jul 20:40; calls are made"
                            + " between 08:00 and 20:00 where the patient is, while the team is there;"
                            + " opens Mon 6 Jul 08:00");
        }

        @Test
        void keepsThePatientsMorningInAnotherZone() {
            ComputedDeadline opening =
                    CalendarFixtures.compute(fourHoursLater, newYork("2026-07-07T05:00"), HONOLULU, dayTeam());
            assertThat(opening.workBy()).isEqualTo(at("2026-07-07T08:00", HONOLULU));
        }

        @Test
        void keepsThePatientsWindowWhenTheTeamIsNeverThereInIt() {
            ComputedDeadline opening =
                    CalendarFixtures.compute(fourHoursLater, newYork("2026-07-07T19:00"), NEW_YORK, neverStaffedTeam());
            assertThat(opening.workBy()).isEqualTo(newYork("2026-07-08T08:00"));
        }

        @Test
        void waitsForTheNextWindowWhenTheDischargeIsHeardOfLate() {
            RuleTerms firstCall = RuleTerms.opening("next-attempt", RuleTerms.DISCHARGE, 0, Unit.HOURS, "site default")
                    .withCallingWindow(true);
            ComputedDeadline opening = DeadlineCalculator.compute(
                    firstCall, newYork("2026-07-07T16:00"), newYork("2026-07-07T22:00"), NEW_YORK, dayTeam());
            assertThat(opening.workBy()).isEqualTo(newYork("2026-07-08T08:00"));
            assertThat(opening.reason()).endsWith("; opens Wed 8 Jul 08:00");
        }

        @Test
        void leavesTheDutyWhereItWasWhenTheDischargeIsHeardOfLate() {
            assertThat(DeadlineCalculator.compute(
                            twoBusinessDays(),
                            newYork("2026-07-02T16:40"),
                            newYork("2026-07-10T09:00"),
                            NEW_YORK,
                            dayTeam()))
                    .isEqualTo(compute(twoBusinessDays(), newYork("2026-07-02T16:40")));
        }

        @Test
        void ofAnAppointmentIsItsTime() {
            ComputedDeadline opening = compute(
                    RuleTerms.opening("appointment-time", "appointment", 0, Unit.MINUTES, "the booking"),
                    newYork("2026-07-11T09:15"));
            assertThat(opening.workBy()).isEqualTo(newYork("2026-07-11T09:15"));
            assertThat(opening.reason()).isEqualTo("Appointment Sat 11 Jul 09:15");
        }
    }

    @Nested
    class Reason {

        @Test
        void namesTheHolidayAndTheWeekendThatDidNotCount() {
            assertThat(compute(twoBusinessDays(), newYork("2026-07-02T16:40")).reason())
                    .isEqualTo("Discharged Thu 2 Jul 16:40; 2 business days; Fri 3 Jul is a holiday"
                            + " (Independence Day, observed) and Sat 4 Jul and Sun 5 Jul are the weekend; due Tue 7 Jul;"
                            + " work by Tue 7 Jul 16:00, as the team is there until 17:00");
        }

        @Test
        void saysNothingOfClosedDaysForCalendarDays() {
            assertThat(compute(days(7), newYork("2026-07-02T16:40")).reason())
                    .isEqualTo("Discharged Thu 2 Jul 16:40; 7 days; due Thu 9 Jul;"
                            + " work by Thu 9 Jul 16:00, as the team is there until 17:00");
        }

        @Test
        void namesTheYearOnlyWhenItChanges() {
            assertThat(compute(twoBusinessDays(), newYork("2026-12-31T10:00")).reason())
                    .startsWith(
                            "Discharged Thu 31 Dec 10:00; 2 business days; Fri 1 Jan 2027 is a holiday"
                                    + " (New Year's Day) and Sat 2 Jan 2027 and Sun 3 Jan 2027 are the weekend; due Tue 5 Jan 2027");
        }

        @Test
        void tellsThePatientsTimeFromTheTeams() {
            assertThat(CalendarFixtures.compute(
                                    twoBusinessDays(), at("2026-11-18T10:00", HONOLULU), HONOLULU, dayTeam())
                            .reason())
                    .isEqualTo("Discharged Wed 18 Nov 10:00 (where the patient is, Hawaii-Aleutian Time);"
                            + " 2 business days; due Fri 20 Nov; work by Fri 20 Nov 16:00 (the team's time),"
                            + " as the team is there until 17:00");
        }

        @Test
        void countsWeekendsWhenThereAreMany() {
            assertThat(compute(
                                    RuleTerms.duty("x", RuleTerms.DISCHARGE, 20, Unit.BUSINESS_DAYS, "site default"),
                                    newYork("2026-11-02T10:00"))
                            .reason())
                    .startsWith("Discharged Mon 2 Nov 10:00; 20 business days; 4 weekends lie between,"
                            + " Wed 11 Nov is a holiday (Veterans Day) and Thu 26 Nov is a holiday (Thanksgiving Day);"
                            + " due Wed 2 Dec");
        }

        @Test
        void saysThatAClosedDayPassesTheSameDayOn() {
            assertThat(compute(
                                    RuleTerms.duty("x", RuleTerms.DISCHARGE, 0, Unit.BUSINESS_DAYS, "site default"),
                                    newYork("2026-11-21T10:00"))
                            .reason())
                    .startsWith(
                            "Discharged Sat 21 Nov 10:00; the same business day or, as that day is closed, the next;"
                                    + " due Mon 23 Nov");
        }
    }

    @Test
    void nightShiftsBelongToTheEveningTheyBegin() {
        StaffedHours nights = new StaffedHours(
                NEW_YORK, Map.of(DayOfWeek.FRIDAY, List.of(Hours.of("22:00", "06:00"))), Map.of(), false);
        BusinessCalendar calendar = BusinessCalendar.usFederal();
        assertThat(nights.staffedAt(newYork("2026-11-21T05:59"), calendar)).isTrue();
        assertThat(nights.staffedAt(newYork("2026-11-21T06:01"), calendar)).isFalse();
        assertThat(nights.staffedAt(newYork("2026-11-20T05:59"), calendar)).isFalse();
    }

    @Test
    void holidaysAreNotStaffedUnlessTheTeamWorksThem() {
        Instant thanksgiving = newYork("2026-11-26T10:00");
        BusinessCalendar calendar = BusinessCalendar.usFederal();
        assertThat(dayTeam().staffedHours().staffedAt(thanksgiving, calendar)).isFalse();
        assertThat(StaffedHours.roundTheClock(NEW_YORK).staffedAt(thanksgiving, calendar))
                .isTrue();
    }

    private static ComputedDeadline compute(RuleTerms terms, Instant anchor) {
        return CalendarFixtures.compute(terms, anchor, NEW_YORK, dayTeam());
    }
}

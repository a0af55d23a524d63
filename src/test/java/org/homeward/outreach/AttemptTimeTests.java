package org.homeward.outreach;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.homeward.calendar.BusinessCalendar;
import org.homeward.calendar.CallingWindow;
import org.homeward.calendar.HolidayBase;
import org.homeward.calendar.Hours;
import org.homeward.calendar.StaffedHours;
import org.homeward.calendar.TeamCalendar;
import org.homeward.outreach.AttemptTime.BestHours;
import org.homeward.outreach.CadenceStep.From;
import org.homeward.outreach.CadenceStep.PartOfDay;
import org.homeward.outreach.Outreach.Next;
import org.homeward.outreach.Outreach.Whom;
import org.junit.jupiter.api.Test;

class AttemptTimeTests {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final ZoneId LOS_ANGELES = ZoneId.of("America/Los_Angeles");
    private static final CadenceStep FIRST = step(1, From.DISCHARGE, PartOfDay.MORNING);
    private static final CadenceStep SECOND = step(0, From.PREVIOUS, PartOfDay.AFTERNOON);

    private static CadenceStep step(int days, From from, PartOfDay part) {
        return new CadenceStep(Next.CALL, days, from, part, Whom.PATIENT, "test");
    }

    private static TeamCalendar team(ZoneId zone) {
        return new TeamCalendar(
                "team",
                new BusinessCalendar(
                        Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), HolidayBase.US_FEDERAL, Map.of(), Set.of()),
                StaffedHours.weekdays(zone, Hours.of("08:00", "17:00")),
                new CallingWindow(LocalTime.of(8, 0), LocalTime.of(20, 0), "test", false));
    }

    private static Instant newYork(String local) {
        return java.time.LocalDateTime.parse(local).atZone(NEW_YORK).toInstant();
    }

    private static Instant chosen(CadenceStep step, Instant discharge, Instant now, Instant... tried) {
        return AttemptTime.choose(
                step, discharge, discharge, List.of(tried), now, NEW_YORK, BestHours.ANY, team(NEW_YORK));
    }

    @Test
    void aDischargeOnThanksgivingEveIsCalledOnTheFridayAfter() {
        Instant discharge = newYork("2026-11-25T15:00:00");

        assertThat(chosen(FIRST, discharge, discharge)).isEqualTo(newYork("2026-11-27T08:00:00"));
    }

    @Test
    void theSecondCallIsOfTheSameAfternoon() {
        Instant discharge = newYork("2026-11-16T15:00:00");
        Instant first = newYork("2026-11-17T08:10:00");

        assertThat(chosen(SECOND, discharge, first, first)).isEqualTo(newYork("2026-11-17T13:00:00"));
    }

    @Test
    void afterALateFirstCallTheSecondComesAtAnotherHour() {
        Instant discharge = newYork("2026-11-16T15:00:00");
        Instant first = newYork("2026-11-17T15:20:00");

        assertThat(chosen(SECOND, discharge, first, first)).isEqualTo(newYork("2026-11-17T16:00:00"));
        Instant last = newYork("2026-11-17T16:20:00");
        assertThat(chosen(SECOND, discharge, last, last))
                .as("nothing is left of that day")
                .isEqualTo(newYork("2026-11-18T13:00:00"));
    }

    @Test
    void whenItIsTimeAlreadyTheCallIsNow() {
        Instant discharge = newYork("2026-11-16T15:00:00");
        Instant now = newYork("2026-11-17T09:17:00");

        assertThat(chosen(FIRST, discharge, now)).isEqualTo(now);
    }

    @Test
    void thePatientsWishGoesBeforeWhatTheTableLikes() {
        Instant discharge = newYork("2026-11-16T15:00:00");
        BestHours afterWork = new BestHours(LocalTime.of(15, 30), null);

        assertThat(AttemptTime.choose(
                        FIRST, discharge, discharge, List.of(), discharge, NEW_YORK, afterWork, team(NEW_YORK)))
                .isEqualTo(newYork("2026-11-16T15:30:00").plus(java.time.Duration.ofDays(1)));
    }

    @Test
    void aTeamInCaliforniaCallsAPatientInNewYorkWhenBothAreAwake() {
        Instant discharge = newYork("2026-11-16T15:00:00");

        assertThat(AttemptTime.choose(
                        FIRST, discharge, discharge, List.of(), discharge, NEW_YORK, BestHours.ANY, team(LOS_ANGELES)))
                .isEqualTo(newYork("2026-11-17T11:00:00"));
    }

    @Property
    void aCallIsNeverInTheNightNorOnAClosedDayNorInAnHourTriedBefore(
            @ForAll @IntRange(max = 24 * 60 * 365) int minutes, @ForAll @IntRange(min = 1, max = 6) int calls) {
        Instant discharge = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(minutes * 60L);
        TeamCalendar team = team(LOS_ANGELES);
        List<Instant> tried = new ArrayList<>();
        Instant now = discharge;
        for (int i = 0; i < calls; i++) {
            Instant chosen = AttemptTime.choose(
                    i == 0 ? FIRST : SECOND, discharge, discharge, tried, now, NEW_YORK, BestHours.ANY, team);
            ZonedDateTime local = chosen.atZone(NEW_YORK);
            assertThat(chosen).isAfterOrEqualTo(now);
            assertThat(local.toLocalTime()).isBetween(LocalTime.of(8, 0), LocalTime.of(20, 0));
            assertThat(team.staffedAt(chosen)).isTrue();
            assertThat(team.businessDays().isBusinessDay(local.toLocalDate())).isTrue();
            assertThat(tried).noneMatch(earlier -> earlier.atZone(NEW_YORK).getHour() == local.getHour());
            tried.add(chosen);
            now = chosen;
        }
    }
}

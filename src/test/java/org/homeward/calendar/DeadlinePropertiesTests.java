package org.homeward.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.calendar.CalendarFixtures.dayTeamIn;
import static org.homeward.calendar.CalendarFixtures.neverClosedTeam;
import static org.homeward.calendar.CalendarFixtures.neverStaffedTeam;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.TimeZone;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.homeward.calendar.RuleTerms.Kind;
import org.homeward.calendar.RuleTerms.StepClass;
import org.homeward.calendar.RuleTerms.Unit;

/** What holds for every anchor, rule, team and zone. */
class DeadlinePropertiesTests {

    @Property(tries = 500)
    void businessDayDeadlinesNeverFallOnAClosedDay(
            @ForAll("anchors") Instant anchor,
            @ForAll("terms") RuleTerms terms,
            @ForAll("zones") ZoneId zone,
            @ForAll("teams") TeamCalendar team) {
        RuleTerms businessDays = inUnit(terms, Unit.BUSINESS_DAYS);
        Instant due = CalendarFixtures.compute(businessDays, anchor, zone, team).due();
        assertThat(team.businessDays().isBusinessDay(due.atZone(zone).toLocalDate()))
                .isTrue();
    }

    @Property(tries = 500)
    void aLaterAnchorIsNeverDueEarlier(
            @ForAll("anchors") Instant anchor,
            @ForAll @LongRange(min = 0, max = 400_000) long minutesLater,
            @ForAll("terms") RuleTerms terms,
            @ForAll("zones") ZoneId zone,
            @ForAll("teams") TeamCalendar team) {
        // Days to the minute repeat with the repeated hour in autumn; to the end of the day they never do.
        RuleTerms rule = terms.unit().countsDays() ? terms.withEndOfDay(true) : terms;
        Instant first = CalendarFixtures.compute(rule, anchor, zone, team).due();
        Instant second = CalendarFixtures.compute(rule, anchor.plus(minutesLater, ChronoUnit.MINUTES), zone, team)
                .due();
        assertThat(second).isAfterOrEqualTo(first);
    }

    @Property(tries = 300)
    void theServersZoneChangesNothing(
            @ForAll("anchors") Instant anchor,
            @ForAll("terms") RuleTerms terms,
            @ForAll("zones") ZoneId zone,
            @ForAll("teams") TeamCalendar team,
            @ForAll("zones") ZoneId server) {
        ComputedDeadline expected = CalendarFixtures.compute(terms, anchor, zone, team);
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone(server));
            assertThat(CalendarFixtures.compute(terms, anchor, zone, team)).isEqualTo(expected);
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Property(tries = 1000)
    void workByLiesBetweenTheAnchorAndDue(
            @ForAll("anchors") Instant anchor,
            @ForAll("terms") RuleTerms terms,
            @ForAll("zones") ZoneId zone,
            @ForAll("teams") TeamCalendar team) {
        ComputedDeadline deadline = CalendarFixtures.compute(terms, anchor, zone, team);
        Instant from = anchor.truncatedTo(ChronoUnit.SECONDS);
        assertThat(deadline.due()).isAfterOrEqualTo(from);
        assertThat(deadline.workBy()).isBeforeOrEqualTo(deadline.due()).isAfterOrEqualTo(from);
    }

    @Property(tries = 300)
    void everyTimeIsOneThatTheEngineCanStore(
            @ForAll("anchors") Instant anchor,
            @ForAll("terms") RuleTerms terms,
            @ForAll("zones") ZoneId zone,
            @ForAll("teams") TeamCalendar team) {
        ComputedDeadline deadline = CalendarFixtures.compute(terms, anchor, zone, team);
        assertThat(deadline.due()).isEqualTo(deadline.due().truncatedTo(ChronoUnit.SECONDS));
        assertThat(deadline.workBy()).isEqualTo(deadline.workBy().truncatedTo(ChronoUnit.SECONDS));
    }

    @Property(tries = 500)
    void workByIsAMomentTheTeamIsThereOrDueItself(
            @ForAll("anchors") Instant anchor,
            @ForAll("terms") RuleTerms terms,
            @ForAll("zones") ZoneId zone,
            @ForAll("teams") TeamCalendar team) {
        RuleTerms duty = terms.withKind(Kind.DUTY).withStepClass(StepClass.CLINICAL);
        ComputedDeadline deadline = CalendarFixtures.compute(duty, anchor, zone, team);
        if (!deadline.workBy().equals(deadline.due())) {
            assertThat(team.staffedHours()
                            .between(
                                    deadline.workBy().minusSeconds(60),
                                    deadline.workBy().plusSeconds(60),
                                    team.businessDays()))
                    .anyMatch(span -> span.contains(deadline.workBy()));
        }
    }

    @Property(tries = 300)
    void callsOpenInsideThePatientsWindow(
            @ForAll("anchors") Instant anchor,
            @ForAll("terms") RuleTerms terms,
            @ForAll("zones") ZoneId zone,
            @ForAll("teams") TeamCalendar team) {
        RuleTerms call = terms.withKind(Kind.OPENING).withCallingWindow(true);
        Instant opens = CalendarFixtures.compute(call, anchor, zone, team).workBy();
        assertThat(opens.atZone(zone).getHour()).isBetween(8, 19);
    }

    @Property(tries = 300)
    void reasonsFitTheirColumnAndShowNoMachineDates(
            @ForAll("anchors") Instant anchor,
            @ForAll("terms") RuleTerms terms,
            @ForAll("zones") ZoneId zone,
            @ForAll("teams") TeamCalendar team) {
        String reason = CalendarFixtures.compute(terms, anchor, zone, team).reason();
        assertThat(reason).hasSizeLessThan(1000).doesNotContainPattern("\\d{4}-\\d{2}");
    }

    @Provide
    Arbitrary<Instant> anchors() {
        long from = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
        long to = Instant.parse("2035-12-31T00:00:00Z").toEpochMilli();
        return Arbitraries.longs().between(from, to).map(Instant::ofEpochMilli);
    }

    @Provide
    Arbitrary<RuleTerms> terms() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 60),
                        Arbitraries.of(Unit.class),
                        Arbitraries.of(StepClass.class),
                        Arbitraries.of(Kind.class),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of(0, 1),
                        Arbitraries.integers().between(0, 600))
                .as((amount, unit, stepClass, kind, endOfDay, call, anchorDay, room) -> RuleTerms.duty(
                                "rule", RuleTerms.DISCHARGE, amount, unit, "site default")
                        .withStepClass(stepClass)
                        .withKind(kind)
                        .withEndOfDay(endOfDay)
                        .withCallingWindow(call)
                        .withAnchorDay(anchorDay)
                        .withRoom(Duration.ofMinutes(room)));
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(
                        "America/New_York",
                        "America/Los_Angeles",
                        "America/Phoenix",
                        "America/Santiago",
                        "America/Havana",
                        "Pacific/Honolulu",
                        "Pacific/Apia",
                        "Australia/Lord_Howe",
                        "Europe/London",
                        "UTC")
                .map(ZoneId::of);
    }

    @Provide
    Arbitrary<TeamCalendar> teams() {
        return Arbitraries.oneOf(
                zones().map(CalendarFixtures::dayTeamIn),
                Arbitraries.of(neverClosedTeam(), neverStaffedTeam(), dayTeamIn(ZoneId.of("America/Chicago"))));
    }

    private static RuleTerms inUnit(RuleTerms terms, Unit unit) {
        // Only what the rule demands: an opening may be moved on into the calling window of another day.
        return new RuleTerms(
                terms.rule(),
                terms.anchor(),
                terms.amount(),
                unit,
                terms.endOfDay(),
                terms.anchorDay(),
                terms.callingWindow(),
                terms.room(),
                terms.stepClass(),
                Kind.DUTY,
                terms.source(),
                terms.verified(),
                terms.decisionVersion());
    }
}

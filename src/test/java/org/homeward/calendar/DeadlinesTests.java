package org.homeward.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.homeward.calendar.CalendarFixtures.days;
import static org.homeward.calendar.CalendarFixtures.hours;
import static org.homeward.calendar.CalendarFixtures.newYork;
import static org.homeward.calendar.CalendarFixtures.twoBusinessDays;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.homeward.calendar.Deadline.State;
import org.homeward.calendar.RuleTerms.Unit;
import org.homeward.security.People;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@CalendarTest
@Tag("mysql")
class DeadlinesTests {

    private static final Instant DISCHARGE = newYork("2026-07-02T16:40");
    private static final Instant TUESDAY_EVENING = newYork("2026-07-07T23:59:59");
    private static final Instant TUESDAY_AT_FOUR = newYork("2026-07-07T16:00");

    @Autowired
    Deadlines deadlines;

    @Autowired
    TrialEpisodes trial;

    @Autowired
    TeamCalendars teams;

    @Autowired
    People people;

    @Autowired
    BusinessClock clock;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    PlatformTransactionManager transactions;

    @BeforeEach
    void thursdayOfTheDischarge() {
        TrialEpisodes.addTeam(people, TrialEpisodes.TEAM);
        trial.rule(twoBusinessDays());
        trial.rule(days(14));
        trial.rule(hours("obtain-discharge-summary", 24));
        setClock(newYork("2026-07-02T17:00"));
    }

    @Test
    void setsTheClockOfARuleAndKeepsHowItCameAbout() {
        UUID episode = trial.discharged(DISCHARGE);
        assertThat(deadlines.at(request(episode, "first-contact"))).isEqualTo(TUESDAY_AT_FOUR);

        Deadline stored = deadlines.find(episode, "first-contact").orElseThrow();
        assertThat(stored.due()).isEqualTo(TUESDAY_EVENING);
        assertThat(stored.workBy()).isEqualTo(TUESDAY_AT_FOUR);
        assertThat(stored.anchorAt()).isEqualTo(DISCHARGE);
        assertThat(stored.terms()).isEqualTo(twoBusinessDays());
        assertThat(stored.state()).isEqualTo(State.OPEN);
        assertThat(stored.reason()).startsWith("Discharged Thu 2 Jul 16:40; 2 business days;");
        assertThat(deadlines.ofEpisode(episode)).containsExactly(stored);
    }

    @Test
    void answersTheSameClockHoweverOftenItIsAsked() {
        UUID episode = trial.discharged(DISCHARGE);
        Deadline first = deadlines.open(request(episode, "first-contact"));
        Deadline second = deadlines.open(request(episode, "first-contact"));
        Deadline third = inTransaction(() -> {
            deadlines.open(request(episode, "first-contact"));
            return deadlines.open(request(episode, "first-contact"));
        });
        assertThat(second.id()).isEqualTo(first.id()).isEqualTo(third.id());
        assertThat(deadlines.ofEpisode(episode)).hasSize(1);
    }

    @Test
    void setsANewClockInOneStatementAndAnswersTheTimerWithoutAny() {
        deadlines.open(request(trial.discharged(DISCHARGE), "first-contact"));
        long statements = inTransaction(() -> {
            UUID episode = trial.discharged(DISCHARGE);
            long before = statements();
            deadlines.at(request(episode, "first-contact"));
            deadlines.at(request(episode, "first-contact"));
            return statements() - before - 1;
        });
        assertThat(statements).isEqualTo(1);
    }

    @RepeatedTest(10)
    void letsOnlyOneOfManySetTheClockAtTheSameTime() throws Exception {
        UUID episode = trial.discharged(DISCHARGE);
        List<Deadline> all = atOnce(8, () -> deadlines.open(request(episode, "first-contact")));
        assertThat(all).extracting(Deadline::id).containsOnly(all.get(0).id());
        assertThat(deadlines.ofEpisode(episode)).hasSize(1);
    }

    @Test
    void theDatabaseRefusesASecondOpenClock() {
        UUID episode = trial.discharged(DISCHARGE);
        Deadline open = deadlines.open(request(episode, "first-contact"));
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> inTransaction(() -> jdbc.sql("""
                        insert into deadline (id, subject_id, rule, episode_id, team_id, anchor, amount, unit,
                            end_of_day, anchor_day, in_calling_window, room_seconds, step_class, kind, rule_source,
                            verified, decision_version, patient_zone, anchor_at, due, work_by, reason, state,
                            opened_at, version)
                        select ?, subject_id, rule, episode_id, team_id, anchor, amount, unit,
                            end_of_day, anchor_day, in_calling_window, room_seconds, step_class, kind, rule_source,
                            verified, decision_version, patient_zone, anchor_at, due, work_by, reason, 'STOPPED',
                            opened_at, version
                        from deadline where id = ?""")
                        .params(UUID.randomUUID().toString(), open.id().toString())
                        .update()));
    }

    @Test
    void leavesNothingBehindWhenTheTransactionFails() {
        UUID episode = trial.discharged(DISCHARGE);
        assertThatIllegalStateException()
                .isThrownBy(() -> inTransaction(() -> {
                    deadlines.open(request(episode, "first-contact"));
                    throw new IllegalStateException("rolled back");
                }));
        assertThat(deadlines.find(episode, "first-contact")).isEmpty();
        deadlines.open(request(episode, "first-contact"));
        assertThat(deadlines.ofEpisode(episode)).hasSize(1);
    }

    @Test
    void startsANewClockAfterTheOldOneWasClosed() {
        UUID episode = trial.discharged(DISCHARGE);
        Deadline first = deadlines.open(request(episode, "first-contact"));
        Deadline second = inTransaction(() -> {
            deadlines.open(request(episode, "first-contact"));
            deadlines.meet(episode, "first-contact", clock.instant());
            return deadlines.open(request(episode, "first-contact"));
        });
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(deadlines.ofEpisode(episode))
                .extracting(Deadline::state)
                .containsExactlyInAnyOrder(State.MET, State.OPEN);
    }

    @Test
    void anUnknownAnchorIsAFaultNotAGuess() {
        trial.rule(RuleTerms.opening("appointment-time", "appointment", 0, Unit.MINUTES, "the booking"));
        UUID episode = trial.discharged(DISCHARGE);
        assertThatIllegalStateException()
                .isThrownBy(() -> deadlines.at(request(episode, "appointment-time")))
                .withMessageContaining("'appointment'");
    }

    @Test
    void countsFromNowWhereTheRuleSaysSo() {
        trial.rule(RuleTerms.duty("concern-follow-up", RuleTerms.NOW, 1, Unit.HOURS, "site default"));
        UUID episode = trial.discharged(DISCHARGE);
        setClock(newYork("2026-07-06T09:00"));
        Instant workBy = deadlines.at(request(episode, "concern-follow-up"));
        assertThat(workBy).isBetween(newYork("2026-07-06T10:00"), newYork("2026-07-06T10:05"));
    }

    @Test
    void isMetLateOnlyAfterWhatTheRuleDemands() {
        UUID episode = trial.discharged(DISCHARGE);
        deadlines.open(request(episode, "first-contact"));
        Deadline inTime =
                deadlines.meet(episode, "first-contact", TUESDAY_EVENING).orElseThrow();
        assertThat(inTime.state()).isEqualTo(State.MET);
        assertThat(inTime.metLate()).as("after workBy, but in time").isFalse();
        assertThat(trial.events(Deadline.Met.class, episode)).containsExactly(new Deadline.Met(inTime));
        assertThat(deadlines.find(inTime.id())).hasValue(inTime);
        assertThat(deadlines.meet(episode, "first-contact", TUESDAY_EVENING)).isEmpty();

        UUID other = trial.discharged(DISCHARGE);
        deadlines.open(request(other, "first-contact"));
        assertThat(deadlines.meet(other, "first-contact", TUESDAY_EVENING.plusSeconds(1)))
                .hasValueSatisfying(it -> assertThat(it.metLate()).isTrue());
    }

    @Test
    void findsWhatIsOverdueOnceItsWorkByHasPassed() {
        trial.rule(RuleTerms.opening("transition-end", RuleTerms.DISCHARGE, 1, Unit.CALENDAR_DAYS, "CMS TCM"));
        UUID episode = trial.discharged(DISCHARGE);
        deadlines.open(request(episode, "transition-end"));
        Deadline contact = deadlines.open(request(episode, "first-contact"));
        assertThat(overdueOf(episode, TUESDAY_AT_FOUR.minusSeconds(1))).isEmpty();
        assertThat(overdueOf(episode, TUESDAY_AT_FOUR)).containsExactly(contact.id());
    }

    @Test
    void isMissedOnceWhoeverFindsItFirst() throws Exception {
        UUID episode = trial.discharged(DISCHARGE);
        Deadline deadline = deadlines.open(request(episode, "first-contact"));
        assertThat(deadlines.miss(deadline.id())).as("still time").isEmpty();

        setClock(TUESDAY_AT_FOUR);
        List<Boolean> told = atOnce(8, () -> deadlines.miss(deadline.id()).isPresent());
        assertThat(told).containsOnlyOnce(true);
        assertThat(trial.events(Deadline.Missed.class, episode)).hasSize(1);
        assertThat(deadlines.find(deadline.id()).orElseThrow()).satisfies(it -> {
            assertThat(it.state()).isEqualTo(State.OPEN);
            assertThat(it.missedAt()).isNotNull();
        });
        assertThat(overdueOf(episode, clock.instant())).isEmpty();
    }

    @Test
    void missesWhatIsOverdueInOneProcessInstance() {
        UUID episode = trial.discharged(DISCHARGE);
        String instance = UUID.randomUUID().toString();
        deadlines.open(new DeadlineRequest(episode, "first-contact", instance, "one"));
        deadlines.open(new DeadlineRequest(episode, "visit-by-14", instance, "two"));
        setClock(TUESDAY_AT_FOUR);
        assertThat(deadlines.missIn(instance)).extracting(Deadline::rule).containsExactly("first-contact");
        assertThat(deadlines.missIn(instance)).isEmpty();
    }

    @Test
    void stopsAndResumesOnItsOwnClock() {
        UUID episode = trial.discharged(DISCHARGE);
        Deadline open = deadlines.open(new DeadlineRequest(episode, "first-contact", "instance-1", scope("a")));
        deadlines.stop(episode, "Readmitted on Fri 3 Jul");

        Deadline stopped = deadlines.find(open.id()).orElseThrow();
        assertThat(stopped.state()).isEqualTo(State.STOPPED);
        assertThat(stopped.stoppedReason()).isEqualTo("Readmitted on Fri 3 Jul");
        setClock(TUESDAY_AT_FOUR);
        assertThat(overdueOf(episode, clock.instant())).isEmpty();
        assertThat(deadlines.miss(open.id())).isEmpty();
        assertThat(deadlines.closeForExecution(scope("a"), State.VOID, "The step was withdrawn"))
                .as("withdrawing the scope does not end the duty")
                .isEmpty();

        Deadline resumed = deadlines.open(new DeadlineRequest(episode, "first-contact", "instance-1", scope("b")));
        assertThat(resumed.id()).isEqualTo(open.id());
        assertThat(resumed.state()).isEqualTo(State.OPEN);
        assertThat(resumed.workBy()).isEqualTo(open.workBy());
        assertThat(resumed.executionId()).isEqualTo(scope("b"));
        assertThat(trial.events(Deadline.Stopped.class, episode)).hasSize(1);
        assertThat(trial.events(Deadline.Resumed.class, episode)).hasSize(1);
        assertThat(deadlines.find(open.id())).hasValue(resumed);
    }

    @Test
    void resumesAllClocksOfAnEpisode() {
        UUID episode = trial.discharged(DISCHARGE);
        deadlines.open(request(episode, "first-contact"));
        deadlines.open(request(episode, "visit-by-14"));
        deadlines.stop(episode, "Readmitted");
        assertThat(deadlines.resume(episode)).hasSize(2).allMatch(it -> it.state() == State.OPEN);
        assertThat(deadlines.resume(episode)).isEmpty();
    }

    @Test
    void closesWhatWaitsInAScopeThatEnds() {
        UUID episode = trial.discharged(DISCHARGE);
        deadlines.open(new DeadlineRequest(episode, "first-contact", "instance-2", scope("c")));
        deadlines.open(new DeadlineRequest(episode, "visit-by-14", "instance-2", scope("d")));

        assertThat(deadlines.ofExecution(scope("c")))
                .hasValueSatisfying(it -> assertThat(it.rule()).isEqualTo("first-contact"));
        assertThat(deadlines.closeForExecution(scope("c"), State.MET, null))
                .singleElement()
                .satisfies(it -> assertThat(it.state()).isEqualTo(State.MET));
        assertThat(deadlines.closeForExecution(scope("d"), State.VOID, "Discharge cancelled"))
                .singleElement()
                .satisfies(it -> assertThat(it.closedReason()).isEqualTo("Discharge cancelled"));
        assertThat(deadlines.closeForExecution(scope("c"), State.MET, null)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> deadlines.closeForExecution(scope("c"), State.STOPPED, null));
        assertThat(trial.events(Deadline.Voided.class, episode)).hasSize(1);
    }

    @Test
    void voidsWhatIsNoLongerOwed() {
        UUID episode = trial.discharged(DISCHARGE);
        Deadline contact = deadlines.open(request(episode, "first-contact"));
        deadlines.open(request(episode, "visit-by-14"));
        assertThat(deadlines.voidOne(contact.id(), "Died")).isPresent();
        assertThat(deadlines.voidOne(contact.id(), "Died")).isEmpty();
        assertThat(deadlines.voidAll(episode, "Died"))
                .extracting(Deadline::rule)
                .containsExactly("visit-by-14");
        assertThat(deadlines.ofEpisode(episode)).allMatch(it -> it.state() == State.VOID);
    }

    @Test
    void followsACorrectedDischargeTimeAndKeepsWhy() {
        trial.rule(RuleTerms.duty("name-care-manager", RuleTerms.NOW, 4, Unit.HOURS, "site default"));
        UUID episode = trial.discharged(DISCHARGE);
        UUID item = trial.itemOf(episode);
        Deadline contact = deadlines.open(request(episode, "first-contact"));
        Deadline summary = deadlines.open(request(item, "obtain-discharge-summary"));
        Deadline manager = deadlines.open(request(episode, "name-care-manager"));

        Instant corrected = newYork("2026-07-01T16:40");
        List<Deadline> moved = deadlines.reanchor(
                episode, RuleTerms.DISCHARGE, corrected, "The hospital corrected the discharge time");

        assertThat(moved).extracting(Deadline::id).containsExactlyInAnyOrder(contact.id(), summary.id());
        Deadline after = deadlines.find(contact.id()).orElseThrow();
        assertThat(after.due()).isEqualTo(newYork("2026-07-06T23:59:59"));
        assertThat(after.reason()).startsWith("Discharged Wed 1 Jul 16:40;");
        assertThat(deadlines.find(manager.id())).hasValue(manager);
        assertThat(deadlines.moves(contact.id())).singleElement().satisfies(move -> {
            assertThat(move.fromDue()).isEqualTo(TUESDAY_EVENING);
            assertThat(move.toDue()).isEqualTo(after.due());
            assertThat(move.why()).isEqualTo("The hospital corrected the discharge time");
        });
        assertThat(trial.events(Deadline.Moved.class, item)).hasSize(1);

        deadlines.reanchor(episode, RuleTerms.DISCHARGE, corrected, "The same message again");
        assertThat(deadlines.moves(contact.id())).hasSize(1);
    }

    @Test
    void isNotMissedAnyMoreWhenItMovesIntoTheFuture() {
        UUID episode = trial.discharged(DISCHARGE);
        Deadline deadline = deadlines.open(request(episode, "first-contact"));
        setClock(TUESDAY_AT_FOUR);
        deadlines.miss(deadline.id());
        deadlines.move(deadline.id(), newYork("2026-07-07T09:00"), "Discharged later than first reported");
        assertThat(deadlines.find(deadline.id()).orElseThrow().missedAt()).isNull();
        assertThat(trial.events(Deadline.Moved.class, episode))
                .singleElement()
                .satisfies(it -> assertThat(it.noLongerMissed()).isTrue());

        setClock(newYork("2026-07-09T16:00"));
        assertThat(overdueOf(episode, clock.instant())).containsExactly(deadline.id());
        assertThat(deadlines.miss(deadline.id())).isPresent();
    }

    @Test
    void staysMissedWhenItMovesButIsStillPast() {
        UUID episode = trial.discharged(DISCHARGE);
        Deadline deadline = deadlines.open(request(episode, "first-contact"));
        setClock(newYork("2026-07-09T10:00"));
        deadlines.miss(deadline.id());
        Deadline moved = deadlines.move(deadline.id(), newYork("2026-07-03T09:00"), "Corrected");
        assertThat(moved.missedAt()).isNotNull();
        assertThat(deadlines.miss(deadline.id())).isEmpty();
    }

    @Test
    void followsTheRiskTier() {
        RuleTerms visit = RuleTerms.duty("book-appointment", RuleTerms.DISCHARGE, 14, Unit.CALENDAR_DAYS, "CPT 99495");
        trial.rule(visit);
        trial.rule(RuleTerms.duty("book-appointment", RuleTerms.DISCHARGE, 7, Unit.CALENDAR_DAYS, "CPT 99496"), "HIGH");
        UUID episode = trial.discharged(DISCHARGE);
        Deadline deadline = deadlines.open(request(episode, "book-appointment"));
        assertThat(deadlines.applyTermsAgain(episode, "Nothing changed")).isEmpty();

        trial.tier(episode, "HIGH");
        assertThat(deadlines.applyTermsAgain(episode, "Raised to high risk"))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.id()).isEqualTo(deadline.id());
                    assertThat(it.due()).isEqualTo(newYork("2026-07-09T23:59:59"));
                    assertThat(it.terms().source()).isEqualTo("CPT 99496");
                });
        assertThatIllegalArgumentException()
                .isThrownBy(() -> deadlines.move(deadline.id(), twoBusinessDays(), "Another rule"));
    }

    @Test
    void followsAChangedCalendarOfItsTeamOnly() {
        TrialEpisodes.addTeam(people, "transitions-own-days");
        UUID episode = trial.discharged(DISCHARGE, "transitions-own-days");
        UUID elsewhere = trial.discharged(DISCHARGE);
        Deadline deadline = deadlines.open(request(episode, "first-contact"));
        Deadline other = deadlines.open(request(elsewhere, "first-contact"));

        teams.addHoliday("transitions-own-days", LocalDate.of(2026, 7, 7), "Founders' Day");

        assertThat(deadlines.find(deadline.id()).orElseThrow()).satisfies(it -> {
            assertThat(it.due()).isEqualTo(newYork("2026-07-08T23:59:59"));
            assertThat(it.reason()).contains("Tue 7 Jul is a holiday (Founders' Day)");
        });
        assertThat(deadlines.moves(deadline.id()))
                .extracting(Deadline.Move::why)
                .containsExactly("The calendar changed: Founders' Day");
        assertThat(deadlines.find(other.id())).hasValue(other);
    }

    @Test
    void teamsOverrideTheSite() {
        TrialEpisodes.addTeam(people, "transitions-late");
        teams.staff("transitions-late", DayOfWeek.TUESDAY, List.of(Hours.of("12:00", "20:00")), "Late Tuesdays");
        teams.except("transitions-late", LocalDate.of(2026, 7, 14), List.of(), "Team day");
        teams.removeHoliday("transitions-late", LocalDate.of(2026, 7, 3), "Works on 3 July");
        TeamCalendar late = teams.of("transitions-late");
        assertThat(late.staffedAt(newYork("2026-07-07T19:00"))).isTrue();
        assertThat(late.staffedAt(newYork("2026-07-07T10:00"))).isFalse();
        assertThat(late.staffedAt(newYork("2026-07-08T10:00")))
                .as("other days as at the site")
                .isTrue();
        assertThat(late.staffedAt(newYork("2026-07-14T13:00"))).isFalse();
        assertThat(late.businessDays().isBusinessDay(LocalDate.of(2026, 7, 3))).isTrue();
        assertThat(late.callingWindow().verified()).isFalse();
        assertThat(teams.of(TrialEpisodes.TEAM).businessDays().isBusinessDay(LocalDate.of(2026, 7, 3)))
                .isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> teams.of("nobody"));
    }

    @Test
    void theSitesHolidaysHoldForEveryTeam() {
        LocalDate day = LocalDate.of(2031, 3, 3);
        teams.addHoliday(TeamCalendars.SITE, day, "Site day");
        assertThat(teams.of(TrialEpisodes.TEAM).businessDays().holidayOn(day)).hasValue("Site day");
        teams.removeHoliday(TrialEpisodes.TEAM, day, "Works on the site day");
        assertThat(teams.of(TrialEpisodes.TEAM).businessDays().isBusinessDay(day))
                .isTrue();
    }

    private DeadlineRequest request(UUID subject, String rule) {
        return new DeadlineRequest(subject, rule, null, null);
    }

    private static String scope(String name) {
        return "scope-" + name;
    }

    private List<UUID> overdueOf(UUID episode, Instant now) {
        return deadlines.overdue(now).stream()
                .filter(it -> it.episodeId().equals(episode))
                .map(Deadline::id)
                .toList();
    }

    private void setClock(Instant to) {
        clock.shift(Duration.between(clock.instant(), to));
    }

    private <T> T inTransaction(Callable<T> work) {
        return new TransactionTemplate(transactions).execute(status -> {
            try {
                return work.call();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private long statements() {
        return jdbc.sql("show session status like 'Questions'")
                .query((row, i) -> row.getLong(2))
                .single();
    }

    private static <T> List<T> atOnce(int threads, Callable<T> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : pool.invokeAll(java.util.Collections.nCopies(threads, work))) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}

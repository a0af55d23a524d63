package org.homeward.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.homeward.calendar.RuleTerms.StepClass.CLINICAL;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.homeward.calendar.Deadline;
import org.homeward.escalation.MissedStepFixture.Story;
import org.homeward.notification.Alarms;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** A missed deadline has exactly one escalation and one row for each level, whoever finds it and whatever dies. */
@LadderTest
@Tag("mysql")
class ExactlyOnceTests {

    /** A node that dies: nothing it did since the last commit is there. */
    private static final class Died extends RuntimeException {}

    @Autowired
    Story story;

    @Autowired
    Escalations escalations;

    @Autowired
    SweepMissedSteps sweep;

    @Autowired
    RuntimeService runtime;

    @Autowired
    Alarms alarms;

    @Autowired
    TransactionTemplate transaction;

    @BeforeEach
    void monday() {
        story.team();
        story.itIs(1, 9, 0);
    }

    @AfterEach
    void theEnginesClockGoesBack() {
        ClockUtil.reset();
    }

    @RepeatedTest(3)
    void timerAndSweepsAtTheSameMomentRaiseOneEscalation() throws Exception {
        Story.Step step = story.missedStep(CLINICAL);
        story.after(Duration.ofMinutes(5));
        Job timer =
                story.jobs().createJobQuery().processInstanceId(step.instance()).singleResult();

        atOnce(List.of(
                () -> {
                    story.jobs().executeJob(timer.getId());
                    return null;
                },
                () -> {
                    sweep.sweep();
                    return null;
                },
                () -> {
                    sweep.sweep();
                    return null;
                }));

        assertExactlyOneOf(step, 0, 1);
    }

    @RepeatedTest(3)
    void theLedgerItselfRefusesASecondOneWhereNothingElseDoes() throws Exception {
        Story.Step step = story.missedStep(CLINICAL);
        Deadline deadline = story.deadline(step);
        Callable<Void> raise = () -> {
            escalations.raise(deadline);
            return null;
        };

        assertThat(atOnce(List.of(raise, raise, raise))).isEmpty();

        assertExactlyOneOf(step, 0, 1);
    }

    @RepeatedTest(3)
    void timerAndSweepAtTheSameMomentClimbOneRung() throws Exception {
        Story.Step step = story.escalatedStep(CLINICAL);
        story.after(Duration.ofMinutes(65));
        Job timer = story.jobs()
                .createJobQuery()
                .processInstanceId(story.ladderOf(step))
                .timers()
                .singleResult();

        List<Throwable> thrown = atOnce(List.of(
                () -> {
                    story.jobs().executeJob(timer.getId());
                    return null;
                },
                () -> {
                    sweep.sweep();
                    return null;
                }));

        assertExactlyOneOf(step, 0, 1, 2);
        // whoever came second was turned away as a whole, not half let in
        assertThat(thrown.size()).isLessThanOrEqualTo(1);
    }

    @Test
    void aNodeThatDiesAfterRaisingLosesAndDoublesNothing() {
        Story.Step step = story.missedStep(CLINICAL);

        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    escalations.escalateMissedSteps(step.instance());
                    assertThat(story.escalations(step)).hasSize(1);
                    throw new Died();
                }))
                .isInstanceOf(Died.class);
        assertThat(story.escalations(step)).isEmpty();
        assertThat(runtime.createProcessInstanceQuery()
                        .processDefinitionKey("escalation")
                        .variableValueEquals("subjectId", step.subject().toString())
                        .count())
                .isZero();

        assertThat(story.dueTimersRun(step.instance())).isOne();
        assertExactlyOneOf(step, 0, 1);
        assertThat(story.notices(step)).hasSize(2);
    }

    @Test
    void aNodeThatDiesAfterTellingTheNextRungLosesAndDoublesNothing() {
        Story.Step step = story.escalatedStep(CLINICAL);
        story.after(Duration.ofMinutes(61));
        String ladder = story.ladderOf(step);

        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    story.dueTimersRun(ladder);
                    assertThat(story.escalation(step).level()).isEqualTo(2);
                    throw new Died();
                }))
                .isInstanceOf(Died.class);
        assertThat(story.escalation(step).level()).isEqualTo(1);

        assertThat(story.dueTimersRun(ladder)).isOne();
        assertExactlyOneOf(step, 0, 1, 2);
        assertThat(story.notices(step)).hasSize(3);
    }

    @Test
    void aTimerThatRunsAgainAfterItsWorkWasDoneDoesNothing() {
        Story.Step step = story.escalatedStep(CLINICAL);

        escalations.escalateMissedSteps(step.instance());
        escalations.raise(story.deadline(step));

        assertExactlyOneOf(step, 0, 1);
    }

    @Test
    void theSweepFindsALostTimerOnceAndRaisesAnAlarm() {
        Story.Step step = story.step(CLINICAL);
        Job timer =
                story.jobs().createJobQuery().processInstanceId(step.instance()).singleResult();
        story.jobs().deleteJob(timer.getId());
        story.after(Duration.ofMinutes(63));

        sweep.sweep();
        sweep.sweep();

        assertExactlyOneOf(step, 0, 1);
        assertThat(alarms.open())
                .filteredOn(alarm -> alarm.objectId().equals(step.deadline().toString()))
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.kind()).isEqualTo(SweepMissedSteps.TIMER_LOST);
                    assertThat(alarm.times()).isOne();
                });
    }

    @Test
    void theSweepFindsALadderWhoseTimerWasLost() {
        Story.Step step = story.escalatedStep(CLINICAL);
        Job timer = story.jobs()
                .createJobQuery()
                .processInstanceId(story.ladderOf(step))
                .timers()
                .singleResult();
        story.jobs().deleteJob(timer.getId());
        story.after(Duration.ofMinutes(63));

        sweep.sweep();
        sweep.sweep();

        assertExactlyOneOf(step, 0, 1, 2);
        assertThat(alarms.open()).anyMatch(alarm -> alarm.objectId()
                .equals(story.escalation(step).id().toString()));
    }

    private void assertExactlyOneOf(Story.Step step, Integer... levels) {
        assertThat(story.escalations(step)).hasSize(1);
        assertThat(story.rungs(step)).extracting(Escalation.Rung::level).containsExactly(levels);
        assertThat(runtime.createProcessInstanceQuery()
                        .processDefinitionKey("escalation")
                        .variableValueEquals(
                                "subjectId", story.escalation(step).id().toString())
                        .count())
                .isOne();
    }

    private static List<Throwable> atOnce(List<Callable<Void>> finders) throws Exception {
        CyclicBarrier start = new CyclicBarrier(finders.size());
        ExecutorService threads = Executors.newFixedThreadPool(finders.size());
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (Callable<Void> finder : finders) {
                running.add(threads.submit(() -> {
                    start.await(10, TimeUnit.SECONDS);
                    return finder.call();
                }));
            }
            List<Throwable> thrown = new ArrayList<>();
            for (Future<Void> one : running) {
                try {
                    one.get(60, TimeUnit.SECONDS);
                } catch (java.util.concurrent.ExecutionException late) {
                    thrown.add(late.getCause());
                }
            }
            return thrown;
        } finally {
            threads.shutdownNow();
        }
    }
}

package org.homeward.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.homeward.calendar.RuleTerms.StepClass.ADMINISTRATIVE;
import static org.homeward.calendar.RuleTerms.StepClass.CLINICAL;
import static org.homeward.calendar.RuleTerms.StepClass.RED;
import static org.homeward.escalation.MissedStepFixture.CLINICIAN;
import static org.homeward.escalation.MissedStepFixture.LEAD;
import static org.homeward.escalation.MissedStepFixture.NURSE;
import static org.homeward.escalation.MissedStepFixture.SUPERVISOR;
import static org.homeward.escalation.MissedStepFixture.TEAM;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.Task;
import org.homeward.audit.Audit;
import org.homeward.audit.AuditEvent;
import org.homeward.calendar.Deadline;
import org.homeward.calendar.Rosters;
import org.homeward.engine.Refused;
import org.homeward.escalation.MissedStepFixture.Story;
import org.homeward.security.Role;
import org.homeward.worklist.FormTimes;
import org.homeward.worklist.Worklist;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The real model and the real table, with the business clock shifted. */
@LadderTest
@Tag("mysql")
class LadderTests {

    @Autowired
    Story story;

    @Autowired
    Worklist worklist;

    @Autowired
    RuntimeService runtime;

    @Autowired
    EscalationBoard board;

    @Autowired
    Audit audit;

    @BeforeEach
    void monday() {
        story.team();
        story.itIs(1, 9, 0);
    }

    @AfterEach
    void theEnginesClockGoesBack() {
        ClockUtil.reset();
    }

    @Test
    void remindsThenTellsLeadSupervisorAndClinicianOnCallAndRepeatsTheLastRung() {
        Story.Step step = story.step(CLINICAL);
        story.tasks().claim(step.task(), story.who(NURSE));
        story.after(Duration.ofMinutes(61));
        assertThat(story.dueTimersRun(step.instance())).isOne();

        story.nobodyAnswers(step);
        story.nobodyAnswers(step);
        story.nobodyAnswers(step);

        assertThat(story.rungs(step))
                .extracting(Escalation.Rung::level, Escalation.Rung::role, Escalation.Rung::personId)
                .containsExactly(
                        tuple(0, "nurse", NURSE),
                        tuple(1, "team-lead", LEAD),
                        tuple(2, "supervisor", SUPERVISOR),
                        tuple(3, "on-call-clinician", CLINICIAN),
                        tuple(4, "on-call-clinician", CLINICIAN));
        assertThat(story.notices(step))
                .containsExactly(
                        NURSE + " step-reminder",
                        LEAD + " escalation-raised",
                        SUPERVISOR + " escalation-raised",
                        CLINICIAN + " escalation-raised",
                        CLINICIAN + " escalation-raised");
        assertThat(story.rungs(step).get(4).last()).isTrue();
        assertThat(worklist.find(story.ladderTask(step).getId()).orElseThrow().role())
                .isEqualTo("on-call-clinician");
        assertThat(story.escalation(step).missed().title()).isEqualTo("Call the patient");
    }

    @Test
    void waitsAsLongOnEachRungAsTheTableSays() {
        Story.Step step = story.escalatedStep(RED);
        Instant told = story.rungs(step).get(1).tellAt();

        assertThat(story.rungs(step).get(1).role()).isEqualTo("on-call-clinician");
        assertThat(story.escalation(step).nextRungAt()).isEqualTo(told.plus(Duration.ofMinutes(15)));
        assertThat(story.ladderTask(step).getDueDate().toInstant()).isEqualTo(told.plus(Duration.ofMinutes(15)));
    }

    @Test
    void anAcknowledgementStopsTheClimbUntilItIsClearThatNothingCameOfIt() {
        Story.Step step = story.escalatedStep(CLINICAL);
        story.completes(LEAD, story.ladderTask(step), Map.of("action", "ACKNOWLEDGE"));

        assertThat(story.escalation(step).state()).isEqualTo(Escalation.State.ACKNOWLEDGED);
        story.after(Duration.ofMinutes(90));
        assertThat(story.dueTimersRun(story.ladderOf(step))).isZero();
        assertThat(story.ladderTask(step).getAssignee()).isEqualTo(LEAD);
        assertThat(story.rungs(step).get(1).acknowledgedBy()).isEqualTo(LEAD);

        story.nobodyAnswers(step);
        assertThat(story.escalation(step).state()).isEqualTo(Escalation.State.RAISED);
        assertThat(story.escalation(step).level()).isEqualTo(2);
        assertThat(story.rungs(step).get(2).personId()).isEqualTo(SUPERVISOR);
    }

    @Test
    void whoAcknowledgedResolvesItWithAReasonAndTheStepIsWatchedAgain() {
        Story.Step step = story.escalatedStep(CLINICAL);
        String instance = story.escalation(step).processInstanceId();
        story.completes(LEAD, story.ladderTask(step), Map.of("action", "ACKNOWLEDGE"));
        story.completes(
                LEAD,
                story.ladderTask(step),
                Map.of(
                        "reason",
                        "NEW_DATE_AGREED",
                        "lookAgainAt",
                        FormTimes.field(
                                story.clock().instant().plus(Duration.ofHours(30)), ZoneId.of("America/Los_Angeles")),
                        "reasonWords",
                        "Seen in clinic tomorrow."));

        Escalation closed = story.escalation(step);
        assertThat(closed.state()).isEqualTo(Escalation.State.RESOLVED);
        assertThat(closed.closedBy()).isEqualTo(LEAD);
        assertThat(closed.closedReason()).isEqualTo("NEW_DATE_AGREED");
        assertThat(runtime.createProcessInstanceQuery()
                        .processInstanceId(instance)
                        .count())
                .isZero();
        assertThat(story.deadlines().find(closed.id(), Ladder.ACKNOWLEDGE)).isEmpty();
        assertThat(story.deadlines().find(closed.id(), Ladder.RESOLVE)).isEmpty();
        assertThat(audit.of("escalation", closed.id().toString()))
                .extracting(AuditEvent::action, AuditEvent::actor)
                .containsExactly(
                        tuple("escalation.raised", Audit.ITSELF),
                        tuple("escalation.climbed", Audit.ITSELF),
                        tuple("escalation.acknowledged", LEAD),
                        tuple("escalation.resolved", LEAD));

        story.after(Duration.ofHours(29));
        assertThat(story.deadlines().overdue(story.clock().instant()))
                .noneMatch(one -> one.id().equals(closed.missed().deadlineId()));
        story.after(Duration.ofHours(2));
        story.deadlines().miss(closed.missed().deadlineId());
        assertThat(story.escalations(step))
                .as("nobody is told only once")
                .anyMatch(again -> again.round() == 2 && again.open());
    }

    @Test
    void takingOverGivesTheMissedTaskToWhoeverMayDoIt() {
        story.person(LEAD, Role.NURSE);
        try {
            takesOver();
        } finally {
            story.loses(LEAD, Role.NURSE);
        }
    }

    private void takesOver() {
        Story.Step step = story.step(CLINICAL);
        story.tasks().claim(step.task(), story.who(NURSE));
        story.after(Duration.ofMinutes(61));
        story.dueTimersRun(step.instance());

        story.completes(LEAD, story.ladderTask(step), Map.of("action", "TAKE_OVER"));

        assertThat(worklist.find(step.task()).orElseThrow().assignee()).isEqualTo(LEAD);
        assertThat(story.escalation(step).state()).isEqualTo(Escalation.State.TAKEN_OVER);
    }

    @Test
    void takingOverIsRefusedWithoutTheStepsRole() {
        Story.Step step = story.escalatedStep(CLINICAL);
        story.nobodyAnswers(step);
        Task task = story.ladderTask(step);

        assertThatThrownBy(() -> story.completes(SUPERVISOR, task, Map.of("action", "TAKE_OVER")))
                .asInstanceOf(type(Refused.class))
                .satisfies(refused -> assertThat(refused.fields())
                        .extracting(Refused.Field::field)
                        .containsExactly("action"));
        assertThat(story.escalation(step).state()).isEqualTo(Escalation.State.RAISED);
    }

    @Test
    void meetingTheDeadlineEndsTheLadder() {
        Story.Step step = story.escalatedStep(CLINICAL);
        String instance = story.escalation(step).processInstanceId();

        story.deadlines().meet(step.subject(), "outreach-call", story.clock().instant());

        assertThat(story.escalation(step).state()).isEqualTo(Escalation.State.STOOD_DOWN);
        assertThat(story.escalation(step).closedReason()).isEqualTo("DEADLINE_MET");
        assertThat(runtime.createProcessInstanceQuery()
                        .processInstanceId(instance)
                        .count())
                .isZero();
        assertThat(worklist.ofEpisode(step.subject()))
                .noneMatch(item -> item.processKey().equals("escalation"));
    }

    @Test
    void doingTheMissedStepEndsTheLadderWhoeverMayNotTouchIt() {
        Story.Step step = story.escalatedStep(CLINICAL);

        story.completes(
                NURSE,
                story.engineTasks().createTaskQuery().taskId(step.task()).singleResult(),
                Map.of("answer", "YES"));

        assertThat(story.escalation(step).closedReason()).isEqualTo("DEADLINE_MET");
        assertThat(worklist.ofEpisode(step.subject())).isEmpty();
    }

    @Test
    void closingEverythingOfAnEpisodeClosesTheLaddersOwnClocksToo() {
        Story.Step step = story.escalatedStep(CLINICAL);

        story.deadlines().voidAll(step.subject(), "The patient died");

        assertThat(story.escalation(step).closedReason()).isEqualTo("DEADLINE_VOID");
        assertThat(story.deadlines().find(story.escalation(step).id(), Ladder.ACKNOWLEDGE))
                .isEmpty();
    }

    @Test
    void aParkedEpisodeStandsTheLadderDownAndBeginsItAnewWhenItResumesLate() {
        Story.Step step = story.escalatedStep(CLINICAL);

        story.deadlines().stop(step.subject(), "Readmitted");
        assertThat(story.escalation(step).closedReason()).isEqualTo("CLOCK_STOPPED");

        story.deadlines().resume(step.subject());
        assertThat(story.escalations(step)).hasSize(2);
        Escalation again = story.escalations(step).get(1);
        assertThat(again.open()).isTrue();
        assertThat(again.round()).isEqualTo(2);
        assertThat(again.level()).isEqualTo(1);
    }

    @Test
    void aStepThatComesBackLateWithItsEpisodeIsEscalatedAgainByTheEngine() {
        Story.Step step = story.escalatedStep(CLINICAL);
        story.deadlines().stop(step.subject(), "Readmitted");

        runtime.createProcessInstanceModification(step.instance())
                .cancelAllForActivity("Task_Call")
                .startBeforeActivity("Task_Call")
                .execute();

        assertThat(story.escalations(step)).extracting(Escalation::open).containsExactly(false, true);
        assertThat(story.escalations(step).get(1).missed().title()).isEqualTo("Call the patient");
        assertThat(story.dueTimersRun(step.instance())).isOne();
        assertThat(story.escalations(step)).hasSize(2);
    }

    @Test
    void aDeadlineMovedToTheFutureStandsTheLadderDownAndIsWatchedByATimerAgain() {
        Story.Step step = story.escalatedStep(CLINICAL);
        Instant anchor = story.clock().instant();

        Deadline moved = story.deadlines().move(step.deadline(), anchor, "Discharged later than reported");

        assertThat(moved.missedAt()).isNull();
        assertThat(story.escalation(step).closedReason()).isEqualTo("DEADLINE_MOVED");
        assertThat(story.jobs()
                        .createJobQuery()
                        .processInstanceId(step.instance())
                        .timers()
                        .list())
                .singleElement()
                .satisfies(timer -> assertThat(timer.getDuedate().toInstant()).isEqualTo(moved.workBy()));

        story.after(Duration.ofMinutes(61));
        story.dueTimersRun(step.instance());
        assertThat(story.escalations(step)).extracting(Escalation::round).containsExactly(1, 2);
        assertThat(story.escalations(step).get(1).open()).isTrue();
    }

    @Test
    void anAdministrativeLadderWaitsForStaffedHours() {
        story.itIs(5, 16, 30);
        Story.Step step = story.step(ADMINISTRATIVE);
        story.after(Duration.ofMinutes(61));
        story.dueTimersRun(step.instance());

        Escalation.Rung lead = story.rungs(step).get(1);
        var told = lead.tellAt().atZone(ZoneId.of("America/Los_Angeles"));
        assertThat(told.getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
        assertThat(told.toLocalTime()).hasToString("08:00");
        assertThat(story.escalation(step).nextRungAt()).isEqualTo(lead.tellAt().plus(Duration.ofHours(4)));
    }

    @Test
    void theOneOnDutyIsTheNamedPersonAndARoleWithNobodyFallsToTheLead() {
        story.person("ladder-lead-2", Role.TEAM_LEAD);
        Instant now = story.clock().instant();
        Rosters.Turn turn = story.rosters()
                .add(
                        TEAM,
                        "team-lead",
                        "ladder-lead-2",
                        Rosters.Duty.ON_DUTY,
                        now.minus(Duration.ofHours(1)),
                        now.plus(Duration.ofHours(8)));
        try {
            Story.Step step = story.escalatedStep(CLINICAL);
            assertThat(story.rungs(step).get(1).personId()).isEqualTo("ladder-lead-2");
            assertThat(story.notices(step)).contains("ladder-lead-2 escalation-raised");
            assertThat(story.notices(step)).doesNotContain(LEAD + " escalation-raised");

            story.people().deactivate(CLINICIAN);
            story.nobodyAnswers(step);
            story.nobodyAnswers(step);
            assertThat(story.rungs(step).get(3))
                    .extracting(Escalation.Rung::ladderRole, Escalation.Rung::role)
                    .containsExactly("on-call-clinician", "team-lead");
            assertThat(story.rungs(step).get(3).personId()).isNotNull();
        } finally {
            story.rosters().remove(turn.id());
            story.people().deactivate("ladder-lead-2");
            story.comesBack(CLINICIAN);
        }
    }

    @Test
    void theBoardShowsWhatIsMissedWhoWasToldAndWhoIsOnCall() {
        Story.Step administrative = story.escalatedStep(ADMINISTRATIVE);
        Story.Step red = story.escalatedStep(RED);

        List<EscalationBoard.Line> open = board.open(story.who(LEAD));
        assertThat(open)
                .extracting(line -> line.escalation().id())
                .containsSubsequence(
                        story.escalation(red).id(),
                        story.escalation(administrative).id());
        EscalationBoard.Line line = open.stream()
                .filter(each ->
                        each.escalation().id().equals(story.escalation(red).id()))
                .findFirst()
                .orElseThrow();
        assertThat(line.rungs().get(1).told())
                .extracting(EscalationBoard.Who::name)
                .containsExactly("Name of " + CLINICIAN);
        assertThat(line.late()).isPositive();
        assertThat(board.onCall(story.who(LEAD)))
                .filteredOn(cover -> cover.role() == Role.ON_CALL_CLINICIAN)
                .singleElement()
                .satisfies(cover -> {
                    assertThat(cover.gap()).isTrue();
                    assertThat(cover.holders()).isPositive();
                });
    }
}

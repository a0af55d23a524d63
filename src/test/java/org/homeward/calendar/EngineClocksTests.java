package org.homeward.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.homeward.calendar.CalendarFixtures.days;
import static org.homeward.calendar.CalendarFixtures.newYork;
import static org.homeward.calendar.CalendarFixtures.twoBusinessDays;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.SubProcessBuilder;
import org.homeward.engine.ProcessStarts;
import org.homeward.security.People;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Row, task due date and timer say the same, whatever moves them. */
@CalendarTest
@Tag("mysql")
class EngineClocksTests {

    private static final String CLOCK = "${deadlines.at(execution, 'first-contact')}";
    private static final Instant DISCHARGE = newYork("2026-07-02T16:40");
    private static final Instant TUESDAY_AT_FOUR = newYork("2026-07-07T16:00");
    private static final Instant EARLIER_DISCHARGE = newYork("2026-07-01T16:40");
    private static final Instant MONDAY_AT_FOUR = newYork("2026-07-06T16:00");

    @Autowired
    Deadlines deadlines;

    @Autowired
    TrialEpisodes trial;

    @Autowired
    ProcessStarts starts;

    @Autowired
    ProcessEngine engine;

    @Autowired
    People people;

    @Autowired
    BusinessClock clock;

    @Autowired
    PlatformTransactionManager transactions;

    @BeforeEach
    void rulesAndModel() {
        TrialEpisodes.addTeam(people, TrialEpisodes.TEAM);
        trial.rule(twoBusinessDays());
        trial.rule(days(14));
        clock.shift(Duration.between(clock.instant(), newYork("2026-07-02T17:00")));
        deploy(Bpmn.createExecutableProcess("task-with-timer")
                .camundaHistoryTimeToLive(180)
                .startEvent()
                .userTask("Task_CallPatient")
                .camundaCandidateGroups("nurse")
                .camundaDueDate(CLOCK)
                .boundaryEvent("Event_Missed")
                .cancelActivity(false)
                .timerWithDate(CLOCK)
                .endEvent()
                .moveToActivity("Task_CallPatient")
                .endEvent()
                .done());
    }

    @Test
    void dueDateAndTimerOfATaskAreOneDeadline() {
        UUID episode = trial.discharged(DISCHARGE);
        String instance = start("task-with-timer", episode);
        Deadline deadline = deadlines.find(episode, "first-contact").orElseThrow();

        assertThat(deadlines.ofEpisode(episode)).hasSize(1);
        assertThat(deadline.processInstanceId()).isEqualTo(instance);
        assertThat(task(instance).getExecutionId()).isEqualTo(deadline.executionId());
        assertThat(task(instance).getDueDate()).isEqualTo(Date.from(TUESDAY_AT_FOUR));
        assertThat(timer(instance).getDuedate()).isEqualTo(Date.from(TUESDAY_AT_FOUR));
    }

    @Test
    void aCorrectedDischargeMovesRowTaskAndTimer() {
        UUID episode = trial.discharged(DISCHARGE);
        String instance = start("task-with-timer", episode);
        deadlines.reanchor(episode, RuleTerms.DISCHARGE, EARLIER_DISCHARGE, "Corrected by the hospital");

        Deadline deadline = deadlines.find(episode, "first-contact").orElseThrow();
        assertThat(deadline.workBy()).isEqualTo(MONDAY_AT_FOUR);
        assertThat(task(instance).getDueDate()).isEqualTo(Date.from(MONDAY_AT_FOUR));
        assertThat(timer(instance).getDuedate()).isEqualTo(Date.from(MONDAY_AT_FOUR));
        assertThat(deadlines.moves(deadline.id())).singleElement().satisfies(move -> assertThat(move.timerMoved())
                .isTrue());
    }

    @Test
    void aMoveThatFailsMovesNothing() {
        UUID episode = trial.discharged(DISCHARGE);
        String instance = start("task-with-timer", episode);
        assertThatException().isThrownBy(() -> new TransactionTemplate(transactions).executeWithoutResult(status -> {
            deadlines.reanchor(episode, RuleTerms.DISCHARGE, EARLIER_DISCHARGE, "Corrected by the hospital");
            throw new IllegalStateException("rolled back");
        }));

        Deadline deadline = deadlines.find(episode, "first-contact").orElseThrow();
        assertThat(deadline.workBy()).isEqualTo(TUESDAY_AT_FOUR);
        assertThat(deadlines.moves(deadline.id())).isEmpty();
        assertThat(task(instance).getDueDate()).isEqualTo(Date.from(TUESDAY_AT_FOUR));
        assertThat(timer(instance).getDuedate()).isEqualTo(Date.from(TUESDAY_AT_FOUR));
    }

    @Test
    void whoReportsTheFactNeedsNoRightOverTheTask() {
        UUID episode = trial.discharged(DISCHARGE);
        String instance = start("task-with-timer", episode);
        engine.getIdentityService().setAuthentication("somebody", List.of(), List.of("another-team"));
        try {
            deadlines.reanchor(episode, RuleTerms.DISCHARGE, EARLIER_DISCHARGE, "Corrected by the hospital");
            assertThat(engine.getIdentityService().getCurrentAuthentication().getUserId())
                    .isEqualTo("somebody");
        } finally {
            engine.getIdentityService().clearAuthentication();
        }
        assertThat(task(instance).getDueDate()).isEqualTo(Date.from(MONDAY_AT_FOUR));
        assertThat(timer(instance).getDuedate()).isEqualTo(Date.from(MONDAY_AT_FOUR));
    }

    @Test
    void aTimerThatHasFiredIsSetAgainWhenItsDeadlineMovesAhead() {
        UUID episode = trial.discharged(DISCHARGE);
        String instance = start("task-with-timer", episode);
        clock.advanceTo(TUESDAY_AT_FOUR);
        engine.getManagementService().executeJob(timer(instance).getId());
        assertThat(timers(instance)).isEmpty();
        deadlines.reanchor(episode, RuleTerms.DISCHARGE, newYork("2026-07-06T09:00"), "Corrected by the hospital");

        Deadline deadline = deadlines.find(episode, "first-contact").orElseThrow();
        assertThat(deadline.workBy()).isEqualTo(newYork("2026-07-08T16:00"));
        assertThat(task(instance).getDueDate()).isEqualTo(Date.from(deadline.workBy()));
        assertThat(timers(instance)).singleElement().satisfies(timer -> assertThat(timer.getDuedate())
                .isEqualTo(Date.from(deadline.workBy())));
        assertThat(deadlines.ofEpisode(episode)).containsExactly(deadline);
    }

    @Test
    void aTimerThatHasFiredStaysSilentWhenItsDeadlineMovesWithinThePast() {
        UUID episode = trial.discharged(DISCHARGE);
        String instance = start("task-with-timer", episode);
        clock.advanceTo(TUESDAY_AT_FOUR);
        engine.getManagementService().executeJob(timer(instance).getId());
        deadlines.reanchor(episode, RuleTerms.DISCHARGE, EARLIER_DISCHARGE, "Corrected by the hospital");

        Deadline deadline = deadlines.find(episode, "first-contact").orElseThrow();
        assertThat(timers(instance)).isEmpty();
        assertThat(task(instance).getDueDate()).isEqualTo(Date.from(MONDAY_AT_FOUR));
        assertThat(deadlines.moves(deadline.id())).singleElement().satisfies(move -> assertThat(move.timerMoved())
                .isFalse());
    }

    @Test
    void movesWhatTheSameTransactionHasJustMade() {
        UUID episode = trial.discharged(DISCHARGE);
        ProcessEngineConfigurationImpl configuration =
                (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
        String instance = new TransactionTemplate(transactions)
                .execute(status -> configuration.getCommandExecutorTxRequired().execute(context -> {
                    String started = starts.start("task-with-timer", episode, TrialEpisodes.TEAM);
                    deadlines.reanchor(episode, RuleTerms.DISCHARGE, EARLIER_DISCHARGE, "Corrected by the hospital");
                    return started;
                }));
        assertThat(task(instance).getDueDate()).isEqualTo(Date.from(MONDAY_AT_FOUR));
        assertThat(timer(instance).getDuedate()).isEqualTo(Date.from(MONDAY_AT_FOUR));
    }

    @Test
    void theTimerOfASubProcessMovesAndIsSetAgain() {
        deploySubProcess();
        UUID episode = trial.discharged(DISCHARGE);
        String instance = start("task-with-timer", episode);
        deadlines.reanchor(episode, RuleTerms.DISCHARGE, EARLIER_DISCHARGE, "Corrected by the hospital");
        assertThat(timer(instance).getDuedate()).isEqualTo(Date.from(MONDAY_AT_FOUR));

        clock.advanceTo(MONDAY_AT_FOUR);
        engine.getManagementService().executeJob(timer(instance).getId());
        deadlines.reanchor(episode, RuleTerms.DISCHARGE, DISCHARGE, "The first report was right");
        assertThat(timer(instance).getDuedate()).isEqualTo(Date.from(TUESDAY_AT_FOUR));
    }

    @Test
    void eachTimeAroundALoopOpensOnItsOwnClock() {
        deploy(Bpmn.createExecutableProcess("task-with-timer")
                .camundaHistoryTimeToLive(180)
                .startEvent()
                .exclusiveGateway("Gateway_Again")
                .intermediateCatchEvent("Event_CallingWindowOpens")
                .timerWithDate("${deadlines.at(execution, 'next-attempt')}")
                .connectTo("Gateway_Again")
                .done());
        trial.rule(RuleTerms.opening("next-attempt", RuleTerms.NOW, 4, RuleTerms.Unit.HOURS, "site default"));
        UUID episode = trial.discharged(DISCHARGE);
        String instance = start("task-with-timer", episode);
        Deadline first = deadlines.find(episode, "next-attempt").orElseThrow();

        clock.advanceTo(first.workBy());
        engine.getManagementService().executeJob(timer(instance).getId());
        Deadline second = deadlines.find(episode, "next-attempt").orElseThrow();
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.workBy()).isAfterOrEqualTo(first.workBy().plus(Duration.ofHours(4)));
        assertThat(timer(instance).getDuedate()).isEqualTo(Date.from(second.workBy()));
        assertThat(deadlines.find(first.id()).orElseThrow().state()).isEqualTo(Deadline.State.MET);

        withdraw(instance);
        assertThat(deadlines.find(second.id()).orElseThrow().state()).isEqualTo(Deadline.State.VOID);
    }

    @Test
    void withdrawingASubProcessVoidsItsClockUnlessItWasStopped() {
        deploySubProcess();
        UUID episode = trial.discharged(DISCHARGE);
        withdraw(start("task-with-timer", episode));
        assertThat(deadlines.ofEpisode(episode)).singleElement().satisfies(it -> assertThat(it.state())
                .isEqualTo(Deadline.State.VOID));

        UUID parked = trial.discharged(DISCHARGE);
        String instance = start("task-with-timer", parked);
        deadlines.stop(parked, "Readmitted");
        withdraw(instance);
        assertThat(deadlines.ofEpisode(parked)).singleElement().satisfies(it -> assertThat(it.state())
                .isEqualTo(Deadline.State.STOPPED));
    }

    @Test
    void eachItemOfAMultiInstanceSubProcessHasItsOwnClock() {
        deploy(itemsProcess(true));
        UUID episode = trial.discharged(DISCHARGE);
        List<UUID> items = List.of(trial.itemOf(episode), trial.itemOf(episode));
        ItemsOfTrial.ITEMS.put(
                episode.toString(), items.stream().map(UUID::toString).toList());
        String instance = start("tasks-for-items", episode);

        assertThat(deadlines.ofEpisode(episode))
                .extracting(Deadline::subjectId)
                .containsExactlyInAnyOrderElementsOf(items);
        List<Task> tasks = tasks(instance);
        List<Job> timers = timers(instance);
        assertThat(tasks).hasSize(2);
        assertThat(timers).hasSize(2);
        for (UUID item : items) {
            Deadline deadline = deadlines.find(item, "first-contact").orElseThrow();
            assertThat(tasks).extracting(Task::getExecutionId).containsOnlyOnce(deadline.executionId());
        }
    }

    @Test
    void aTimerOnAMultiInstanceActivityIsRefused() {
        deploy(itemsProcess(false));
        UUID episode = trial.discharged(DISCHARGE);
        ItemsOfTrial.ITEMS.put(episode.toString(), List.of(trial.itemOf(episode).toString()));
        assertThatException()
                .isThrownBy(() -> start("tasks-for-items", episode))
                .withStackTraceContaining("put task and timer into a multi-instance sub-process");
        assertThat(deadlines.ofEpisode(episode)).isEmpty();
    }

    private void deploySubProcess() {
        deploy(Bpmn.createExecutableProcess("task-with-timer")
                .camundaHistoryTimeToLive(180)
                .startEvent()
                .subProcess("SubProcess_ReachPatient")
                .embeddedSubProcess()
                .startEvent()
                .parallelGateway("Gateway_Both")
                .userTask("Task_CallPatient")
                .camundaCandidateGroups("nurse")
                .endEvent()
                .moveToNode("Gateway_Both")
                .userTask("Task_SendLetter")
                .camundaCandidateGroups("nurse")
                .endEvent()
                .subProcessDone()
                .boundaryEvent("Event_Missed")
                .cancelActivity(false)
                .timerWithDate(CLOCK)
                .endEvent()
                .moveToActivity("SubProcess_ReachPatient")
                .endEvent()
                .done());
    }

    private void withdraw(String instance) {
        engine.getRuntimeService().deleteProcessInstance(instance, "withdrawn");
    }

    private static BpmnModelInstance itemsProcess(boolean timerInside) {
        String items = "${items.of(execution)}";
        if (timerInside) {
            SubProcessBuilder workItem = Bpmn.createExecutableProcess("tasks-for-items")
                    .camundaHistoryTimeToLive(180)
                    .startEvent()
                    .subProcess("SubProcess_WorkItem");
            workItem.multiInstance()
                    .parallel()
                    .camundaCollection(items)
                    .camundaElementVariable("subjectId")
                    .multiInstanceDone();
            return workItem.embeddedSubProcess()
                    .startEvent()
                    .userTask("Task_WorkItem")
                    .camundaCandidateGroups("nurse")
                    .camundaDueDate(CLOCK)
                    .boundaryEvent("Event_Missed")
                    .cancelActivity(false)
                    .timerWithDate(CLOCK)
                    .endEvent()
                    .moveToActivity("Task_WorkItem")
                    .endEvent()
                    .subProcessDone()
                    .endEvent()
                    .done();
        }
        return Bpmn.createExecutableProcess("tasks-for-items")
                .camundaHistoryTimeToLive(180)
                .startEvent()
                .userTask("Task_WorkItem")
                .camundaCandidateGroups("nurse")
                .camundaDueDate(CLOCK)
                .multiInstance()
                .parallel()
                .camundaCollection(items)
                .camundaElementVariable("subjectId")
                .multiInstanceDone()
                .boundaryEvent("Event_Missed")
                .cancelActivity(false)
                .timerWithDate(CLOCK)
                .endEvent()
                .moveToActivity("Task_WorkItem")
                .endEvent()
                .done();
    }

    private void deploy(BpmnModelInstance model) {
        engine.getRepositoryService()
                .createDeployment()
                .addModelInstance("trial.bpmn", model)
                .enableDuplicateFiltering(true)
                .deploy();
    }

    private String start(String process, UUID episode) {
        return new TransactionTemplate(transactions)
                .execute(status -> starts.start(process, episode, TrialEpisodes.TEAM));
    }

    private Task task(String instance) {
        return tasks(instance).get(0);
    }

    private List<Task> tasks(String instance) {
        return engine.getTaskService()
                .createTaskQuery()
                .processInstanceId(instance)
                .list();
    }

    private Job timer(String instance) {
        return timers(instance).get(0);
    }

    private List<Job> timers(String instance) {
        return engine.getManagementService()
                .createJobQuery()
                .processInstanceId(instance)
                .timers()
                .list();
    }
}

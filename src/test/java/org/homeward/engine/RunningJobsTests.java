package org.homeward.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.ZoneId;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.homeward.TestDatabase;
import org.homeward.notification.Alarms;
import org.homeward.security.People;
import org.homeward.security.Team;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.transaction.support.TransactionTemplate;

/** The one application of the tests whose job executor runs, as it does in an installation. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"camunda.bpm.job-execution.enabled=true", "homeward.escalation.sweep-every=PT0.5S"})
@ActiveProfiles("test")
@Import({TestDatabase.class, WalkingSkeleton.class})
@Tag("mysql")
class RunningJobsTests {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Autowired
    JobExecutor jobs;

    @Autowired
    ProcessEngine engine;

    @Autowired
    ProcessStarts starts;

    @Autowired
    GivenUpSteps steps;

    @Autowired
    Alarms alarms;

    @Autowired
    People people;

    @Autowired
    TransactionTemplate transactions;

    @BeforeEach
    void team() {
        people.addOrganization("cascadia-health", "Cascadia Health");
        people.addTeam(
                new Team("transitions-north", "cascadia-health", "Transitions North", ZoneId.of("America/New_York")));
    }

    private String started(String expression) {
        engine.getRepositoryService()
                .createDeployment()
                .addString("running.bpmn", """
                        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                            xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="http://homeward.org/test">
                          <bpmn:process id="walking-skeleton" isExecutable="true" camunda:historyTimeToLive="180">
                            <bpmn:startEvent id="StartEvent_1"/>
                            <bpmn:sequenceFlow id="Flow_1" sourceRef="StartEvent_1" targetRef="Task_Step"/>
                            <bpmn:serviceTask id="Task_Step" name="Do it" camunda:asyncBefore="true" camunda:expression="%s"/>
                            <bpmn:sequenceFlow id="Flow_2" sourceRef="Task_Step" targetRef="EndEvent_1"/>
                            <bpmn:endEvent id="EndEvent_1"/>
                          </bpmn:process>
                        </bpmn:definitions>""".formatted(expression))
                .deploy();
        return transactions.execute(status -> starts.start("walking-skeleton", UUID.randomUUID(), "transitions-north"));
    }

    private boolean runs(String instance) {
        return engine.getRuntimeService()
                        .createProcessInstanceQuery()
                        .processInstanceId(instance)
                        .count()
                > 0;
    }

    private boolean alarmed(String job) {
        return alarms.open().stream()
                .anyMatch(alarm -> alarm.kind().equals(Alarms.STEP_GIVEN_UP)
                        && alarm.objectId().equals(job));
    }

    @Test
    void aLockLastsAMinuteAndTheOtherSettingsAreThoseOfTheFile() {
        assertThat(jobs).isInstanceOf(NodeJobs.class);
        assertThat(jobs.getLockTimeInMillis()).isEqualTo(60_000);
        assertThat(jobs.getMaxJobsPerAcquisition()).isEqualTo(50);
        assertThat(jobs.getWaitTimeInMillis()).isEqualTo(300);
        assertThat(jobs.getMaxWait()).isEqualTo(1_000);
    }

    @Test
    void aStepRunsByItself() {
        String instance = started("${true}");

        await().atMost(LONG).until(() -> !runs(instance));
    }

    @Test
    void aStepThatFailsEachTimeIsAnAlarmOfItsTeamUntilItIsTriedAgain() {
        String failing = started("${deadlines.at(execution, 'no-such-rule')}");
        String job = engine.getManagementService()
                .createJobQuery()
                .processInstanceId(failing)
                .singleResult()
                .getId();

        await().atMost(LONG).until(() -> alarmed(job));
        assertThat(steps.named(job)).isEqualTo("“Do it” of walking-skeleton");
        assertThat(alarms.open())
                .filteredOn(alarm -> alarm.objectId().equals(job))
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.teamId()).isEqualTo("transitions-north"));

        jobs.shutdown();
        try {
            assertThat(steps.tryAgain(job)).isTrue();
            assertThat(steps.tryAgain(job)).as("by somebody else already").isFalse();
            await().atMost(LONG).until(() -> !alarmed(job));
        } finally {
            jobs.start();
        }
        await().atMost(LONG).until(() -> alarmed(job));
        engine.getRuntimeService().deleteProcessInstance(failing, "test");
        await("gone with its process").atMost(LONG).until(() -> !alarmed(job));
    }
}

package org.homeward.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.variable.Variables;
import org.homeward.HomewardTest;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.homeward.worklist.Drafts;
import org.homeward.worklist.Tasks;
import org.homeward.worklist.Worklist;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HomewardTest
@Tag("mysql")
class WalkingSkeletonTests {

    @Autowired
    ProcessStarts starts;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TaskService taskService;

    @Autowired
    HistoryService history;

    @Autowired
    IdentityService identity;

    @Autowired
    Tasks tasks;

    @Autowired
    Drafts drafts;

    @Autowired
    Worklist worklist;

    @Autowired
    People people;

    @Autowired
    JdbcClient jdbc;

    Person nurse;
    Person pharmacist;
    Person elsewhere;

    @BeforeEach
    void people() {
        people.addOrganization("cascadia-health", "Cascadia Health");
        people.addTeam(new Team("transitions-north", "cascadia-health", "North", ZoneId.of("America/Los_Angeles")));
        people.addTeam(new Team("transitions-south", "cascadia-health", "South", ZoneId.of("America/Los_Angeles")));
        nurse = person("skeleton-nurse", "transitions-north", Role.NURSE);
        pharmacist = person("skeleton-pharmacist", "transitions-north", Role.PHARMACIST);
        elsewhere = person("skeleton-elsewhere", "transitions-south", Role.NURSE);
    }

    private Person person(String id, String team, Role role) {
        people.addPerson(id, Person.Kind.PERSON, id, null, null);
        people.addMembership(id, team, role);
        return people.find(id).orElseThrow();
    }

    private String started() {
        return starts.start("walking-skeleton", UUID.randomUUID(), "transitions-north");
    }

    private String taskOf(String instance) {
        return taskService
                .createTaskQuery()
                .processInstanceId(instance)
                .singleResult()
                .getId();
    }

    @Test
    void aTaskIsClaimedFilledInAndCompletedAndTheAnswerDecidesTheWay() {
        String instance = started();
        String task = taskOf(instance);

        assertThat(worklist.page(nurse, Worklist.Scope.UNCLAIMED, null, 200))
                .anyMatch(item -> item.taskId().equals(task) && item.title().equals("Ask how it is"));
        tasks.claim(task, nurse);
        drafts.save(task, nurse.id(), 0, Map.of("answer", "YES", "note", "all well 🙂"));
        tasks.complete(task, nurse);

        assertThat(history.createHistoricActivityInstanceQuery()
                        .processInstanceId(instance)
                        .activityId("EndEvent_Yes")
                        .count())
                .isOne();
        assertThat(worklist.find(task)).isEmpty();
        assertThat(drafts.find(task, nurse.id())).isEmpty();
    }

    @Test
    void aMissingAnswerIsRefusedWithItsFieldAndNothingChanges() {
        String task = taskOf(started());
        tasks.claim(task, nurse);
        drafts.save(task, nurse.id(), 0, Map.of("note", "half done"));

        assertThatThrownBy(() -> tasks.complete(task, nurse))
                .asInstanceOf(type(Refused.class))
                .satisfies(refused -> assertThat(refused.fields())
                        .extracting(Refused.Field::field)
                        .containsExactly("answer"));
        assertThat(worklist.find(task)).isPresent();
        assertThat(drafts.find(task, nurse.id()).orElseThrow().data()).containsEntry("note", "half done");
    }

    @Test
    void anotherTeamsTaskDoesNotExist() {
        String task = taskOf(started());

        assertThatThrownBy(() -> tasks.claim(task, elsewhere))
                .asInstanceOf(type(Refused.class))
                .extracting(Refused::kind)
                .isEqualTo(Refused.Kind.NOT_FOUND);
    }

    @Test
    void anotherRoleMayNotTakeTheTaskThroughTheEngineEither() {
        String task = taskOf(started());
        identity.setAuthentication(
                pharmacist.id(),
                pharmacist.groups().stream().toList(),
                pharmacist.careTeams().stream().toList());
        try {
            assertThatThrownBy(() -> taskService.claim(task, pharmacist.id())).isInstanceOf(Refused.class);
        } finally {
            identity.clearAuthentication();
        }
    }

    @Test
    void undeclaredVariablesAndUndeclaredValuesAreRefused() {
        String instance = started();

        assertThatThrownBy(() -> runtime.setVariable(instance, "patientName", "Zoë Testcase"))
                .isInstanceOf(BadUserRequestException.class)
                .hasMessageContaining("patientName")
                .hasMessageNotContaining("Zoë");
        assertThatThrownBy(() -> runtime.setVariable(instance, "answer", "Zoë Testcase"))
                .isInstanceOf(BadUserRequestException.class);
        assertThatThrownBy(() -> taskService.setVariableLocal(taskOf(instance), "answer", "YES"))
                .isInstanceOf(BadUserRequestException.class);
    }

    @Test
    void variablesThatAreNoPlainValuesAreRefused() {
        String instance = started();

        for (Object value : new Object[] {
            new HashMap<>(Map.of("name", "Zoë Testcase")),
            "Zoë Testcase".getBytes(UTF_8),
            Variables.fileValue("letter.txt").file("Zoë".getBytes(UTF_8)).create()
        }) {
            assertThatThrownBy(() -> runtime.setVariable(instance, "answer", value))
                    .isInstanceOf(BadUserRequestException.class)
                    .hasMessageNotContaining("Zoë");
        }
    }

    @Test
    void whatIsSentAlongWithACompletionIsDropped() {
        String instance = started();
        String task = taskOf(instance);
        tasks.claim(task, nurse);
        drafts.save(task, nurse.id(), 0, Map.of("answer", "NO"));
        identity.setAuthentication(
                nurse.id(),
                nurse.groups().stream().toList(),
                nurse.careTeams().stream().toList());
        try {
            taskService.complete(task, Map.of("answer", "YES", "patientName", "Zoë Testcase"));
        } finally {
            identity.clearAuthentication();
        }

        assertThat(history.createHistoricActivityInstanceQuery()
                        .processInstanceId(instance)
                        .activityId("EndEvent_No")
                        .count())
                .isOne();
    }

    @Test
    void noAuthorizationRowIsWrittenForATask() {
        started();

        assertThat(jdbc.sql("select count(*) from ACT_RU_AUTHORIZATION where RESOURCE_TYPE_ = 7")
                        .query(Integer.class)
                        .single())
                .isZero();
    }
}

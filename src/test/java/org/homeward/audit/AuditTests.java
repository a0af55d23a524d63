package org.homeward.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.TaskService;
import org.homeward.HomewardTest;
import org.homeward.engine.ProcessStarts;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.homeward.worklist.Drafts;
import org.homeward.worklist.Tasks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

@HomewardTest
@Tag("mysql")
class AuditTests {

    @Autowired
    Audit audit;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    People people;

    @Autowired
    ProcessStarts starts;

    @Autowired
    TaskService engineTasks;

    @Autowired
    Tasks tasks;

    @Autowired
    Drafts drafts;

    private final String object = UUID.randomUUID().toString();

    @Test
    void aChangeAndItsRowAreBothThereOrNeither() {
        transaction.executeWithoutResult(status -> {
            audit.record("audit-nurse", "thing.changed", "thing", object, null, Map.of());
            status.setRollbackOnly();
        });
        assertThat(audit.of("thing", object)).isEmpty();

        assertThatThrownBy(() -> audit.record("audit-nurse", "thing.changed", "thing", object, null, Map.of()))
                .isInstanceOf(IllegalTransactionStateException.class);

        transaction.executeWithoutResult(
                status -> audit.record("audit-nurse", "thing.changed", "thing", object, null, Map.of("to", "DONE")));
        assertThat(audit.of("thing", object)).singleElement().satisfies(event -> {
            assertThat(event.actor()).isEqualTo("audit-nurse");
            assertThat(event.details()).containsEntry("to", "DONE");
        });
    }

    @Test
    void aDenialStaysWhenWhatWasDeniedIsRolledBack() {
        transaction.executeWithoutResult(status -> {
            audit.recordDenial("audit-nurse", "thing.changed", "thing", object, null, Map.of("why", "role"));
            status.setRollbackOnly();
        });

        assertThat(audit.of("thing", object))
                .extracting(AuditEvent::outcome)
                .containsExactly(AuditEvent.Outcome.DENIED);
    }

    @Test
    void wordsAreRefusedAndNotRepeated() {
        assertThatThrownBy(() -> audit.recordRead(
                        "audit-nurse", "thing.read", "thing", object, null, Map.of("note", "Zoë Testcase called")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("note")
                .hasMessageNotContaining("Zoë");
    }

    @Test
    void whoTookGaveBackAndCompletedATaskIsOnTheTrail() {
        people.addOrganization("cascadia-health", "Cascadia Health");
        people.addTeam(new Team("transitions-north", "cascadia-health", "North", ZoneId.of("America/Los_Angeles")));
        people.addPerson("audit-nurse", Person.Kind.PERSON, "Nurse", null, null);
        people.addMembership("audit-nurse", "transitions-north", Role.NURSE);
        Person nurse = people.find("audit-nurse").orElseThrow();
        String task = engineTasks
                .createTaskQuery()
                .processInstanceId(starts.start("walking-skeleton", UUID.randomUUID(), "transitions-north"))
                .singleResult()
                .getId();

        tasks.claim(task, nurse);
        tasks.release(task, nurse);
        tasks.claim(task, nurse);
        drafts.save(task, nurse.id(), 0, Map.of("answer", "YES", "note", "words about somebody"));
        tasks.complete(task, nurse);

        assertThat(audit.of("task", task))
                .extracting(AuditEvent::action, AuditEvent::actor, AuditEvent::teamId)
                .containsExactly(
                        tuple("task.claimed", "audit-nurse", "transitions-north"),
                        tuple("task.released", "audit-nurse", "transitions-north"),
                        tuple("task.claimed", "audit-nurse", "transitions-north"),
                        tuple("task.completed", "audit-nurse", "transitions-north"));
    }
}

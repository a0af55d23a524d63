package org.homeward.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.UUID;
import org.homeward.Caller;
import org.homeward.HomewardTest;
import org.homeward.console.Ward.Stay;
import org.homeward.notification.Alarms;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What those who run a ward see to: alarms, and tasks of somebody who is away. */
@HomewardTest
class RunningTheWardTests {

    @LocalServerPort
    int port;

    @Autowired
    People people;

    @Autowired
    Alarms alarms;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    Ward ward;

    @BeforeEach
    void open() {
        ward = new Ward(port, people, clock);
    }

    @Test
    void anAlarmIsSeenByOperatorsAndTakenOffTheList() {
        String object = UUID.randomUUID().toString();
        alarms.raise("NOBODY_TO_TELL", "escalation", object, Ward.NORTH);

        assertThat(ward.nurse().get("/alarms").statusCode()).isEqualTo(403);
        Caller operator = ward.operator();
        assertThat(operator.get("/alarms").body()).contains("has nobody to tell", object);
        String id = jdbc.sql("select id from alarm where object_id = ?")
                .param(object)
                .query(String.class)
                .single();
        Ward.post(operator, "/alarms/" + id + "/seen");
        assertThat(operator.get("/alarms").body()).doesNotContain(object);
        assertThat(Ward.location(Ward.post(operator, "/alarms/" + id + "/seen")))
                .isEqualTo("/alarms");
    }

    @Test
    void aSupervisorIsNotToldThatAllIsWellWhereOnlyOperatorsSeeMore() {
        alarms.raise("NOTIFICATIONS_STUCK", "queue", UUID.randomUUID().toString(), null);
        String id = "supervisor-" + UUID.randomUUID().toString().substring(0, 8);
        people.addTeam(new Team("calm-" + id, "cascadia-health", "Calm", java.time.ZoneId.of("America/New_York")));
        people.addPerson(id, Person.Kind.PERSON, id, null, "only-for-tests-1");
        people.addMembership(id, "calm-" + id, Role.SUPERVISOR);
        assertThat(Caller.signedIn(port, id, "only-for-tests-1").get("/alarms").body())
                .contains("No alarm of your teams")
                .doesNotContain("Timers fire");
    }

    @Test
    void aStepThatWasGivenUpIsOverByTryingAgainAndNotByHavingBeenSeen() {
        String job = UUID.randomUUID().toString();
        alarms.raise(Alarms.STEP_GIVEN_UP, "step", job, Ward.NORTH);
        Caller operator = ward.operator();
        String id = jdbc.sql("select id from alarm where object_id = ?")
                .param(job)
                .query(String.class)
                .single();
        assertThat(operator.get("/alarms").body())
                .contains("process stands still", "/alarms/" + id + "/again")
                .doesNotContain("/alarms/" + id + "/seen");

        Ward.post(operator, "/alarms/" + id + "/seen");
        assertThat(operator.get("/alarms").body()).as("not by having been seen").contains(job);

        assertThat(Ward.post(ward.nurse(), "/alarms/" + id + "/again").statusCode())
                .isEqualTo(403);
        Ward.post(operator, "/alarms/" + id + "/again");
        assertThat(operator.get("/alarms").body())
                .as("no such step is left, and no alarm stays behind")
                .contains("Somebody else has seen to this alarm already")
                .doesNotContain(job);
    }

    @Test
    void aLeadPutsBackTheTaskOfSomebodyWhoIsAway() {
        Stay stay = ward.discharged("Away", "Nurse");
        String task = jdbc.sql(
                        "select task_id from work_item where episode_id = ? and form = 'obtain-discharge-summary'")
                .param(stay.episodeId().toString())
                .query(String.class)
                .single();
        String path = "/my-work/tasks/" + task;
        Ward.post(ward.nurse(), path + "/claim");

        assertThat(ward.lead().get(path).body()).contains("Put back: Núria Ibáñez, RN has it");
        Ward.post(ward.careManager(), path + "/put-back");
        assertThat(assignee(task)).as("not for everybody").isEqualTo("ward-nurse");
        assertThat(Ward.post(ward.otherOrganization(), path + "/put-back").statusCode())
                .isIn(302, 404);
        assertThat(assignee(task)).isEqualTo("ward-nurse");

        Ward.post(ward.lead(), path + "/put-back");
        assertThat(assignee(task)).isNull();
        assertThat(ward.nurse().get(path).body()).as("whoever may, takes it").contains(path + "/claim");
    }

    @Test
    void theWayBackAfterCompletingLeadsToWhatWasSent() {
        Stay stay = ward.discharged("Back", "Aftercompleting");
        String task = jdbc.sql("select task_id from work_item where episode_id = ? and form = 'name-care-manager'")
                .param(stay.episodeId().toString())
                .query(String.class)
                .single();
        String path = "/my-work/tasks/" + task;
        Caller lead = ward.lead();
        Ward.post(lead, path + "/claim");
        assertThat(ward.nurse().get("/api/v1/tasks/" + task + "/form").body()).contains(" has this task. Ask them");
        lead.with(
                "PUT",
                "/api/v1/tasks/" + task + "/draft",
                "{\"revision\":0,\"data\":{\"careManagerId\":\"ward-manager\",\"accepted\":\"ACCEPTED\"}}");
        var completed = lead.post("/api/v1/tasks/" + task + "/completion", "{\"revision\":1}");
        assertThat(completed.statusCode()).as(completed.body()).isEqualTo(204);

        assertThat(Ward.location(lead.get(path))).endsWith("/submissions/" + task);
        assertThat(ward.otherOrganization().get(path).statusCode()).isEqualTo(404);
    }

    private @org.jspecify.annotations.Nullable String assignee(String task) {
        return jdbc.sql("select assignee from work_item where task_id = ?")
                .param(task)
                .query((row, i) -> row.getString(1))
                .list()
                .get(0);
    }
}

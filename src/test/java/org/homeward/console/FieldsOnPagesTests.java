package org.homeward.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.homeward.Caller;
import org.homeward.HomewardTest;
import org.homeward.calendar.BusinessClock;
import org.homeward.console.Ward.Stay;
import org.homeward.security.Fields;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Minimum necessary: within the team too, a role sees the fields that its work needs. */
@HomewardTest
class FieldsOnPagesTests {

    private static final String PASSWORD = "only-for-tests-1";

    @LocalServerPort
    int port;

    @Autowired
    People people;

    @Autowired
    BusinessClock clock;

    @Autowired
    JdbcClient jdbc;

    private Ward ward;
    private String id = "";

    @BeforeEach
    void open() {
        ward = new Ward(port, people, clock);
        id = "fields-" + UUID.randomUUID().toString().substring(0, 8);
    }

    @AfterEach
    void leave() {
        people.deactivate(id);
    }

    private Caller as(Role role) {
        people.addPerson(id, Person.Kind.PERSON, "Name of " + id, null, PASSWORD);
        people.addMembership(id, Ward.NORTH, role);
        return Caller.signedIn(port, id, PASSWORD);
    }

    private Person who() {
        return people.find(id).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"SOCIAL_WORKER", "PHARMACIST", "SUPERVISOR", "NURSE", "PRESCRIBER", "TEAM_LEAD"})
    void aPageIsShownToTheRolesThatItIsFor(Role role) {
        Stay stay = ward.discharged("Fields", "Of" + role.name());
        Caller caller = as(role);
        boolean medicines = Fields.MEDICATION.visibleTo(who(), Ward.NORTH);
        boolean social = Fields.SOCIAL.visibleTo(who(), Ward.NORTH);

        String page = caller.get(stay.episode()).body();
        assertThat(page.contains("/medications\"")).isEqualTo(medicines);
        assertThat(page.contains("/social-needs")).isEqualTo(social);
        assertThat(caller.get(stay.episode() + "/medications").statusCode()).isEqualTo(medicines ? 200 : 403);
        assertThat(caller.get(stay.episode() + "/social-needs").statusCode()).isEqualTo(social ? 200 : 403);
        assertThat(caller.get(stay.episode() + "/social-needs/screen").statusCode())
                .isEqualTo(social ? 200 : 403);
        assertThat(caller.get("/api/v1/episodes/" + stay.episodeId() + "/screenings/new/form")
                        .statusCode())
                .isEqualTo(social ? 200 : 403);
        assertThat(caller.get(stay.episode() + "/record").body().contains("Medication reconciliation"))
                .isEqualTo(medicines);
    }

    @Test
    void aFormIsReadByTheRolesThatItsFieldsAreFor() {
        Stay stay = ward.discharged("Gathered", "Medicines");
        String path = "/api/v1/tasks/"
                + jdbc.sql("select task_id from work_item where episode_id = ? and form = 'gather-medications'")
                        .param(stay.episodeId().toString())
                        .query(String.class)
                        .single()
                + "/form";

        assertThat(ward.pharmacist().get(path).statusCode()).isEqualTo(200);
        assertThat(as(Role.SOCIAL_WORKER).get(path).statusCode()).isEqualTo(403);
    }

    @Test
    void whoSeesARecordOfAnotherTeamForAReasonSeesItAsWhatTheyAre() {
        as(Role.SOCIAL_WORKER);
        assertThat(Fields.MEDICATION.visibleTo(who(), Ward.SOUTH)).isFalse();
        assertThat(Fields.SOCIAL.visibleTo(who(), Ward.SOUTH)).isTrue();
    }

    @Test
    void aSystemLearnsWhatIsDoneAndNothingInPeoplesWords() {
        Stay stay = ward.discharged("Api", "Minimum");
        String path = "/api/v1/episodes/" + stay.episodeId();
        JsonNode person = Ward.read(ward.nurse().get(path).body());
        JsonNode system = Ward.read(ward.feed().get(path).body());

        assertThat(person.has("risk")).isTrue();
        assertThat(system.has("risk")).isFalse();
        assertThat(system.path("tasks").size()).isEqualTo(person.path("tasks").size());
        system.path("timeline").forEach(entry -> assertThat(entry.path("words").asText())
                .isEqualTo(entry.path("kind").asText().replace('-', ' ')));
    }

    @Test
    void rolesThatWorkWithNoPatientsSeeNone() {
        Stay stay = ward.discharged("Nobodys", "Business");
        for (Role role :
                List.of(Role.PROCESS_OWNER, Role.OPERATOR, Role.ADMIN, Role.PRIVACY_OFFICER, Role.INTEGRATION)) {
            people.removeMembership(id, Ward.NORTH, role);
            Caller caller = as(role);
            for (String path : List.of(
                    stay.patient(),
                    stay.episode() + "/record",
                    stay.episode() + "/medications",
                    "/referrals",
                    "/escalations",
                    "/api/v1/episodes/" + stay.episodeId(),
                    "/camunda/app/tasklist/default/")) {
                assertThat(caller.get(path).statusCode()).as(role + " " + path).isEqualTo(403);
            }
            people.removeMembership(id, Ward.NORTH, role);
        }
    }
}

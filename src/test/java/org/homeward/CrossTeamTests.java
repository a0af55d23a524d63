package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.homeward.Transitions.Case;
import org.homeward.Transitions.Ward;
import org.homeward.intake.Examples;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.homeward.worklist.WorkItem;
import org.homeward.worklist.Worklist;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Another team's work does not exist for whoever asks, whichever door they try; and who is put out is out at once. */
@TransitionTest
@Tag("mysql")
class CrossTeamTests {

    private static final String PASSWORD = "only-for-tests-1";

    @LocalServerPort
    int port;

    @Autowired
    Ward ward;

    @Autowired
    People people;

    @Autowired
    Worklist worklist;

    @Autowired
    ObjectMapper json;

    Case lee;
    WorkItem task;

    @BeforeEach
    void twoTeamsAndATask() {
        ward.staffed();
        people.addTeam(new Team("wall-south", "cascadia-health", "South", Transitions.ZONE));
        people.addOrganization("wall-elsewhere", "Elsewhere");
        people.addTeam(new Team("wall-elsewhere-team", "wall-elsewhere", "Elsewhere", Transitions.ZONE));
        person("wall-nurse", Person.Kind.PERSON, Transitions.TEAM, Role.NURSE);
        person("wall-neighbour", Person.Kind.PERSON, "wall-south", Role.NURSE);
        person("wall-stranger", Person.Kind.PERSON, "wall-elsewhere-team", Role.NURSE);
        person("wall-feed", Person.Kind.SYSTEM, Transitions.TEAM, Role.INTEGRATION);
        person("wall-other-feed", Person.Kind.SYSTEM, "wall-elsewhere-team", Role.INTEGRATION);
        ward.itIs(DayOfWeek.TUESDAY, 10, 0);
        lee = ward.discharged();
        task = ward.task(lee, "Task_ObtainDischargeSummary");
    }

    private void person(String id, Person.Kind kind, String team, Role role) {
        if (people.find(id).isEmpty()) {
            people.addPerson(id, kind, id, null, PASSWORD);
            people.addMembership(id, team, role);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            GET,  form,
            PUT,  draft,      '{"revision":0,"data":{"note":"x"}}'
            POST, claim,      '{}'
            POST, release,    '{}'
            POST, completion, '{"revision":0}'""")
    void anotherTeamsTaskIsNotThere(String method, String action, String body) {
        String path = "/api/v1/tasks/" + task.taskId() + "/" + action;
        for (String outsider : List.of("wall-neighbour", "wall-stranger")) {
            Caller caller = Caller.signedIn(port, outsider, PASSWORD);
            HttpResponse<String> answer = method.equals("GET") ? caller.get(path) : caller.with(method, path, body);

            assertThat(answer.statusCode()).as(outsider).isEqualTo(404);
            assertThat(answer.body()).doesNotContain("Testcase", "discharge summary", Transitions.TEAM);
        }
        WorkItem now = worklist.find(task.taskId()).orElseThrow();
        assertThat(now.assignee()).isNull();
        assertThat(Caller.signedIn(port, "wall-nurse", PASSWORD)
                        .get("/api/v1/tasks/" + task.taskId() + "/form")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aTaskThatNeverWasAndAnotherTeamsLookTheSame() {
        Caller neighbour = Caller.signedIn(port, "wall-neighbour", PASSWORD);
        HttpResponse<String> walled = neighbour.get("/api/v1/tasks/" + task.taskId() + "/form");
        HttpResponse<String> never = neighbour.get("/api/v1/tasks/" + UUID.randomUUID() + "/form");

        assertThat(walled.statusCode()).isEqualTo(never.statusCode());
        assertThat(walled.body().replace(task.taskId(), "ID").length())
                .isEqualTo(never.body()
                        .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID")
                        .length());
    }

    @Test
    void cardsAndSearchKnowNothingOfAnotherTeamsPatients() throws Exception {
        String cards = json.writeValueAsString(Map.of("taskIds", List.of(task.taskId())));
        String search = json.writeValueAsString(Map.of("q", "Testcase"));

        Caller nurse = Caller.signedIn(port, "wall-nurse", PASSWORD);
        assertThat(nurse.post("/api/v1/tasks/cards", cards).body()).contains(task.taskId(), "Testcase");
        assertThat(nurse.post("/api/v1/tasks/search", search).body()).contains("Testcase");
        for (String outsider : List.of("wall-neighbour", "wall-stranger")) {
            Caller caller = Caller.signedIn(port, outsider, PASSWORD);
            HttpResponse<String> answer = caller.post("/api/v1/tasks/cards", cards);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).doesNotContain("Testcase", task.taskId());
            assertThat(caller.post("/api/v1/tasks/search", search).body()).doesNotContain("Testcase");
        }
    }

    @Test
    void anotherTeamsEpisodeIsNotThere() {
        for (String outsider : List.of("wall-neighbour", "wall-stranger")) {
            assertThat(Caller.signedIn(port, outsider, PASSWORD)
                            .get("/api/v1/episodes/" + lee.episodeId())
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(Caller.system(port, "wall-other-feed", PASSWORD)
                        .get("/api/v1/episodes/" + lee.episodeId())
                        .statusCode())
                .isEqualTo(404);
        assertThat(Caller.signedIn(port, "wall-nurse", PASSWORD)
                        .get("/api/v1/episodes/" + lee.episodeId())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatOneSystemReportedIsNotThereForAnother() {
        String number = UUID.randomUUID().toString().substring(0, 12);
        Caller feed = Caller.system(port, "wall-feed", PASSWORD);
        HttpResponse<String> reported = feed.send(feed.request("/api/v1/discharges")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Examples.text("discharge")
                        .replace("MRN-10001", "MRN-" + number)
                        .replace("V-10001", "V-" + number))));
        String location = reported.headers().firstValue("Location").orElseThrow();

        assertThat(feed.get(location).statusCode()).isEqualTo(200);
        Caller other = Caller.system(port, "wall-other-feed", PASSWORD);
        assertThat(other.get(location).statusCode()).isEqualTo(404);
        assertThat(other.post(location + "/facts", Examples.text("fact-died")).statusCode())
                .isEqualTo(404);
        assertThat(Caller.signedIn(port, "wall-nurse", PASSWORD).get(location).statusCode())
                .isIn(403, 404);
    }

    @Test
    void whoIsPutOutIsRefusedAtOnceWithTheSessionTheyHave() {
        String leaver = "wall-leaver-" + UUID.randomUUID().toString().substring(0, 8);
        person(leaver, Person.Kind.PERSON, Transitions.TEAM, Role.NURSE);
        Caller caller = Caller.signedIn(port, leaver, PASSWORD);
        caller.get("/camunda/app/tasklist/default/");
        String path = "/api/v1/tasks/" + task.taskId() + "/form";
        String filters = "/camunda/api/engine/engine/default/filter?firstResult=0&maxResults=50";
        assertThat(caller.get(path).statusCode()).isEqualTo(200);
        assertThat(caller.get(filters).statusCode()).isEqualTo(200);

        people.deactivate(leaver);

        assertThat(caller.get(path).statusCode()).isEqualTo(401);
        assertThat(caller.get(filters).statusCode()).isEqualTo(401);
        HttpResponse<String> page = caller.get("/my-work");
        assertThat(page.statusCode()).isEqualTo(302);
        assertThat(page.headers().firstValue("Location").orElse("")).endsWith("/login");
    }

    @Test
    void aSystemThatIsPutOutIsRefusedAtOnce() {
        String leaver = "wall-old-feed-" + UUID.randomUUID().toString().substring(0, 8);
        person(leaver, Person.Kind.SYSTEM, Transitions.TEAM, Role.INTEGRATION);
        Caller caller = Caller.system(port, leaver, PASSWORD);
        assertThat(caller.get("/api/v1/discharges/" + UUID.randomUUID()).statusCode())
                .isEqualTo(404);

        people.deactivate(leaver);

        assertThat(caller.get("/api/v1/discharges/" + UUID.randomUUID()).statusCode())
                .isEqualTo(401);
    }
}

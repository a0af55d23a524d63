package org.homeward.engine.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.filter.Filter;
import org.homeward.Caller;
import org.homeward.HomewardTest;
import org.homeward.engine.ProcessStarts;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@HomewardTest
class TasklistDoorTests {

    private static final String ENGINE = "/camunda/api/engine/engine/default";
    private static final String PASSWORD = "only-for-tests-1";

    @LocalServerPort
    int port;

    @Autowired
    People people;

    @Autowired
    ProcessStarts starts;

    @Autowired
    TaskService tasks;

    @Autowired
    FilterService filters;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ObjectMapper json;

    String task;

    @BeforeEach
    void peopleAndATask() {
        people.addOrganization("cascadia-health", "Cascadia Health");
        people.addTeam(new Team("transitions-north", "cascadia-health", "North", ZoneId.of("America/Los_Angeles")));
        people.addTeam(new Team("transitions-south", "cascadia-health", "South", ZoneId.of("America/Los_Angeles")));
        person("door-nurse", "transitions-north", Role.NURSE);
        person("door-elsewhere", "transitions-south", Role.NURSE);
        String instance = starts.start("walking-skeleton", UUID.randomUUID(), "transitions-north");
        task = tasks.createTaskQuery()
                .processInstanceId(instance)
                .singleResult()
                .getId();
    }

    private void person(String id, String team, Role role) {
        if (people.find(id).isEmpty()) {
            people.addPerson(id, Person.Kind.PERSON, id, null, PASSWORD);
            people.addMembership(id, team, role);
        }
    }

    private Caller nurse() {
        Caller nurse = Caller.signedIn(port, "door-nurse", PASSWORD);
        nurse.get("/camunda/app/tasklist/default/");
        return nurse;
    }

    private Caller admin() {
        person("door-admin", "transitions-north", Role.ADMIN);
        return Caller.signedIn(port, "door-admin", PASSWORD);
    }

    private Caller elsewhere() {
        Caller elsewhere = Caller.signedIn(port, "door-elsewhere", PASSWORD);
        elsewhere.get("/camunda/app/tasklist/default/");
        return elsewhere;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/camunda/app/tasklist/default/", "/my-work", "/patients", "/escalations"})
    void whoIsNotSignedInIsSentToTheSignInPage(String page) {
        HttpResponse<String> answer = Caller.anonymous(port).get(page);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("/login");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/camunda/api/engine/engine/default/task",
                "/camunda/api/engine/engine/default/filter",
                "/api/v1/tasks/x/form",
                "/engine-rest/task",
                "/engine-rest/engine/default/process-definition"
            })
    void anApiAnswersNobodyWithoutCredentials(String path) {
        assertThat(Caller.anonymous(port).get(path).statusCode()).isEqualTo(401);
    }

    /** The page keeps what was typed and saves it after signing in; "you may not" would throw it away. */
    @Test
    void whoseSessionIsOverIsToldToSignInAgain() {
        Caller over = Caller.anonymous(port);
        assertThat(over.with("PUT", "/api/v1/tasks/x/draft", "{\"revision\":0,\"data\":{}}")
                        .statusCode())
                .isEqualTo(401);
        var page = over.post("/patients", "q=lee");
        assertThat(page.statusCode()).isEqualTo(302);
        assertThat(page.headers().firstValue("Location").orElse("")).endsWith("/login");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/camunda/api/admin/setup/default/user/create",
                "/camunda/api/admin/setup/default/user/create;x",
                "/camunda/api/admin/%73etup/default/user/create",
                "/camunda/api/admin//setup/default/user/create",
                "/camunda/api/admin/x/../setup/default/user/create",
                "/camunda/api/admin/SETUP/default/user/create",
                "/camunda/api/admin/setup;x/default/user/create",
                "/camunda/api/admin/%2573etup/default/user/create",
                "/camunda/api/admin/x/%2e%2e/setup/default/user/create",
                "/camunda/api/admin/setup%2fdefault/user/create",
                "/camunda/api/admin%2Fsetup/default/user/create",
                "/camunda//api/admin/setup/default/user/create",
                "/camunda/api/./admin/setup/default/user/create",
                "/camunda;x/api/admin/setup/default/user/create",
                "/camunda/api;a=b/admin/setup/default/user/create",
                "/camunda/api/%61dmin/setup/default/user/create",
                "/%63amunda/api/admin/setup/default/user/create",
                "/camunda/api/engine/%2e%2e/admin/setup/default/user/create",
                "/assets/..;/camunda/api/admin/setup/default/user/create",
                "/camunda/app/admin/default/setup/"
            })
    void theFirstAdministratorIsNeverMadeThroughTheEngine(String path) {
        for (Caller caller : new Caller[] {Caller.anonymous(port), nurse(), admin()}) {
            // an encoded slash does not get past Tomcat
            int gone = path.toLowerCase(Locale.ROOT).contains("%2f") ? 400 : 404;
            assertThat(caller.get(path).statusCode()).isEqualTo(gone);
            HttpResponse<String> answer =
                    caller.post(path, "{\"profile\":{\"id\":\"evil\"},\"credentials\":{\"password\":\"x\"}}");
            assertThat(answer.statusCode()).isEqualTo(gone);
            assertThat(answer.body()).doesNotContain("ENGINE-", "org.camunda");
        }
        assertThat(people.find("evil")).isEmpty();
    }

    @Test
    void nobodyLooksUpThePeopleOfAnotherHealthSystem() {
        String profile = ENGINE + "/user/door-nurse/profile";
        assertThat(nurse().get(profile).statusCode()).isEqualTo(200);
        people.addOrganization("lakeside-health", "Lakeside Health");
        people.addTeam(new Team("lakeside-door", "lakeside-health", "Lakeside", ZoneId.of("America/New_York")));
        person("door-lakeside", "lakeside-door", Role.NURSE);
        assertThat(Caller.signedIn(port, "door-lakeside", PASSWORD).get(profile).statusCode())
                .isEqualTo(404);
        assertThat(elsewhere().get(profile).statusCode())
                .as("another team's people are colleagues")
                .isEqualTo(200);
    }

    @Test
    void severalRequestsOfOneBrowserThatIsNotSignedInDoNotFail() throws Exception {
        HttpResponse<String> first = Caller.anonymous(port).get("/my-work");
        String session = first.headers().firstValue("Set-Cookie").orElse("").split(";", 2)[0];
        ExecutorService browser = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 5; round++) {
                List<Future<Integer>> answers = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    answers.add(browser.submit(() -> {
                        Caller tab = Caller.anonymous(port);
                        return tab.send(tab.request("/patients")
                                        .header("Cookie", session)
                                        .GET())
                                .statusCode();
                    }));
                }
                for (Future<Integer> answer : answers) {
                    assertThat(answer.get()).isEqualTo(302);
                }
            }
        } finally {
            browser.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/task",
                "/task/TASK/attachment",
                "/task/TASK/comment",
                "/task/TASK/variables",
                "/task/TASK/localVariables",
                "/history/task",
                "/history/variable-instance",
                "/variable-instance",
                "/user",
                "/group",
                "/process-instance",
                "/job",
                "/incident",
                "/deployment"
            })
    void whatTasklistDoesNotUseIsNotThere(String path) {
        assertThat(nurse().get(ENGINE + path.replace("TASK", task)).statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /task/TASK/comment/create",
                "POST /task/TASK/attachment/create",
                "GET /task/TASK/attachment",
                "GET /task/TASK/attachment/x",
                "GET /task/TASK/attachment/x/data",
                "DELETE /task/TASK/attachment/x",
                "GET /attachment/x",
                "POST /task",
                "POST /task/count",
                "GET /task/count",
                "PUT /task/TASK",
                "POST /task/TASK/identity-links",
                "POST /task/TASK/resolve",
                "POST /task/TASK/delegate",
                "POST /task/TASK/assignee",
                "POST /task/create",
                "POST /filter/create",
                "POST /process-definition/key/walking-skeleton/start"
            })
    void writesThatTasklistNeverAsksForAreNotThere(String route) {
        String[] parts = route.split(" ");

        assertThat(nurse().with(parts[0], ENGINE + parts[1].replace("TASK", task), "{}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void anExpressionInAQueryIsRefusedOnEveryDoorThatTakesOne() throws IOException {
        String evil = "{\"orQueries\":[{\"assigneeExpression\":\"${''.getClass()}\"}]}";
        Caller nurse = nurse();

        JsonNode filters = json.readTree(
                nurse.get(ENGINE + "/filter?firstResult=0&maxResults=50").body());
        assertThat(filters.size()).as(filters.toString()).isGreaterThanOrEqualTo(6);
        for (JsonNode filter : filters) {
            HttpResponse<String> answer = nurse.post(
                    ENGINE + "/filter/" + filter.path("id").asText() + "/list?firstResult=0&maxResults=200", evil);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).doesNotContain("java.lang");
        }
        assertThat(nurse.post(ENGINE + "/task", evil).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"orQueries\":[{\"assigneeExpression\":\"${x.y()}\"}]}",
                "{\"orQueries\":[{\"candidateGroupExpression\":\"${''.getClass()}\"}]}",
                "{\"orQueries\":[{\"dueBeforeExpression\":\"#{x.y()}\"}]}",
                "{\"assigneeExpression\":\"${x.y()}\"}"
            })
    void anExpressionIsRefusedInAListAndTheAnswerSaysNothingOfTheEngine(String evil) {
        String filter = filters.createFilterQuery()
                .filterName("My tasks")
                .singleResult()
                .getId();
        Caller nurse = nurse();
        HttpResponse<String> answer =
                nurse.post(ENGINE + "/filter/" + filter + "/list?firstResult=0&maxResults=15", evil);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("ENGINE-", "juel", "x.y", "org.camunda", "orQuer");
        assertThat(nurse.post(ENGINE + "/filter/" + filter + "/count", evil).statusCode())
                .as("Tasklist does not count, so nobody does")
                .isEqualTo(404);
    }

    /** Whoever could save one, by whatever way: it does not run when it is read. */
    @Test
    void aSavedListWithAnExpressionOfItsOwnDoesNotRun() {
        Filter evil = filters.newTaskFilter("evil-" + UUID.randomUUID());
        evil.setQuery(
                tasks.createTaskQuery().or().taskAssigneeExpression("${x.y()}").endOr());
        String id = filters.saveFilter(evil).getId();
        try {
            Caller nurse = nurse();
            assertThat(nurse.post(ENGINE + "/filter/" + id + "/list?firstResult=0&maxResults=15", "{}")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(nurse.get(ENGINE + "/filter/" + id + "/list?firstResult=0&maxResults=15")
                            .statusCode())
                    .isEqualTo(404);
        } finally {
            filters.deleteFilter(id);
        }
    }

    @Test
    void whatTasklistDoesNotUseIsOnTheTrailOfWhoAskedForIt() {
        person("door-curious", "transitions-north", Role.NURSE);
        Caller curious = Caller.signedIn(port, "door-curious", PASSWORD);

        assertThat(curious.get(ENGINE + "/history/variable-instance").statusCode())
                .isEqualTo(404);

        assertThat(jdbc.sql("select details from audit_event where actor = 'door-curious' and action = 'route.asked'"
                                + " and outcome = 'DENIED' order by id desc limit 1")
                        .query(String.class)
                        .single())
                .contains("404", "camunda", "GET");
    }

    /** A request that the engine cannot read is answered in words of ours: its own repeat what was sent. */
    @Test
    void whatIsWrongWithARequestIsNotToldInTheEnginesWords() {
        String filter = filters.createFilterQuery()
                .filterName("My tasks")
                .singleResult()
                .getId();
        Caller nurse = nurse();
        for (HttpResponse<String> answer : List.of(
                nurse.post(ENGINE + "/filter/" + filter + "/list", "{\"sorting\":[{\"sortBy\":\"Testcase\"}]}"),
                nurse.post(ENGINE + "/filter/" + filter + "/list", "{\"Testcase\":1}"),
                nurse.post(ENGINE + "/filter/" + filter + "/list", "{Testcase"),
                nurse.get(ENGINE + "/filter/" + UUID.randomUUID()),
                nurse.get(ENGINE + "/process-definition?sortBy=Testcase"))) {
            assertThat(answer.statusCode()).as(answer.uri() + answer.body()).isBetween(400, 404);
            assertThat(answer.body())
                    .as(answer.uri().toString())
                    .doesNotContain("Testcase", "ENGINE-", "org.camunda", "Exception", "Cannot");
        }
    }

    @Test
    void savedListsWithTheEnginesOwnFunctionsWork() throws IOException {
        Caller nurse = nurse();
        for (JsonNode filter : json.readTree(
                nurse.get(ENGINE + "/filter?firstResult=0&maxResults=50").body())) {
            HttpResponse<String> answer = nurse.post(
                    ENGINE + "/filter/" + filter.path("id").asText() + "/list?firstResult=0&maxResults=200", "{}");
            assertThat(answer.statusCode())
                    .as(filter.path("name").asText() + answer.body())
                    .isEqualTo(200);
            if (filter.path("name").asText().equals("Unclaimed")) {
                assertThat(answer.body()).contains(task);
            }
        }
    }

    @Test
    void anotherTeamSeesNothingOfATaskThroughAnyDoor() throws IOException {
        Caller elsewhere = elsewhere();
        for (JsonNode filter : json.readTree(
                elsewhere.get(ENGINE + "/filter?firstResult=0&maxResults=50").body())) {
            assertThat(elsewhere
                            .post(
                                    ENGINE + "/filter/" + filter.path("id").asText()
                                            + "/list?firstResult=0&maxResults=200",
                                    "{}")
                            .body())
                    .doesNotContain(task);
        }
        assertThat(elsewhere.get(ENGINE + "/task/" + task).statusCode()).isEqualTo(404);
        assertThat(elsewhere.get(ENGINE + "/task/" + task + "/form").body()).doesNotContain("formhost");
        assertThat(elsewhere
                        .post(ENGINE + "/task/" + task + "/claim", "{\"userId\":\"door-elsewhere\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(elsewhere
                        .post(ENGINE + "/task/" + task + "/submit-form", "{}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(elsewhere
                        .post(ENGINE + "/task/" + task + "/submit-form", "{}")
                        .body())
                .doesNotContain("ENGINE-", "tenant");
        assertThat(elsewhere.get("/api/v1/tasks/" + task + "/form").statusCode())
                .isEqualTo(404);
        assertThat(elsewhere.post("/api/v1/tasks/" + task + "/claim", "").statusCode())
                .isEqualTo(404);
        assertThat(elsewhere
                        .post("/api/v1/tasks/cards", "{\"taskIds\":[\"" + task + "\"]}")
                        .body())
                .doesNotContain("Testcase");
        assertThat(tasks.createTaskQuery().taskId(task).singleResult().getAssignee())
                .isNull();
    }

    @Test
    void aTaskIsClaimedAndCompletedThroughTasklistsOwnDoors() {
        Caller nurse = nurse();

        assertThat(nurse.post(ENGINE + "/task/" + task + "/claim", "{\"userId\":\"door-nurse\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(nurse.post(ENGINE + "/task/" + task + "/submit-form", "{\"variables\":{}}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(nurse.with(
                                "PUT",
                                "/api/v1/tasks/" + task + "/draft",
                                "{\"revision\":0,\"data\":{\"answer\":\"YES\"}}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(nurse.post(ENGINE + "/task/" + task + "/submit-form", "{\"variables\":{}}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(tasks.createTaskQuery().taskId(task).count()).isZero();
    }

    /** The engine lets anybody of the team take a task away from whoever has it, and give it to somebody else. */
    @Test
    void nobodyTakesATaskAwayOrTakesOneForSomebodyElse() {
        person("door-other", "transitions-north", Role.NURSE);
        person("door-pharmacist", "transitions-north", Role.PHARMACIST);
        Caller other = Caller.signedIn(port, "door-other", PASSWORD);
        other.get("/camunda/app/tasklist/default/");
        String claim = ENGINE + "/task/" + task + "/claim";

        HttpResponse<String> forSomebody = other.post(claim, "{\"userId\":\"door-nurse\"}");
        assertThat(forSomebody.statusCode()).as(forSomebody.body()).isEqualTo(403);
        assertThat(nurse().post(claim, "{\"userId\":\"door-nurse\"}").statusCode())
                .isEqualTo(204);
        HttpResponse<String> second = other.post(claim, "{\"userId\":\"door-other\"}");
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("Somebody else has just taken this task.");
        assertThat(other.post(claim, "{}").statusCode()).isEqualTo(403);
        Caller pharmacist = Caller.signedIn(port, "door-pharmacist", PASSWORD);
        pharmacist.get("/camunda/app/tasklist/default/");
        assertThat(pharmacist.post(claim, "{}").statusCode()).isEqualTo(403);

        assertThat(tasks.createTaskQuery().taskId(task).singleResult().getAssignee())
                .isEqualTo("door-nurse");
    }

    @Test
    void aWriteWithoutTheTokenIsRefusedAndTheSessionLives() {
        Caller nurse = nurse();
        int status = nurse.send(nurse.request("/api/v1/tasks/" + task + "/claim")
                        .POST(java.net.http.HttpRequest.BodyPublishers.noBody()))
                .statusCode();

        assertThat(status).isEqualTo(403);
        assertThat(nurse.get("/api/v1/tasks/" + task + "/form").statusCode()).isEqualTo(200);
    }

    @Test
    void everyPageLoadCarriesItsOwnNonceAlsoWhenManyLoadAtOnce() throws Exception {
        Pattern inHeader = Pattern.compile("'nonce-([^']+)'");
        Pattern inPage = Pattern.compile("nonce=\"([^\"]+)\"");
        List<Caller> clients = IntStream.range(0, 8).mapToObj(i -> nurse()).toList();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> loads = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Caller client = clients.get(i % 8);
                loads.add(threads.submit(() -> {
                    HttpResponse<String> page = client.get("/camunda/app/tasklist/default/");
                    Matcher header = inHeader.matcher(
                            page.headers().firstValue("Content-Security-Policy").orElse(""));
                    Matcher body = inPage.matcher(page.body());
                    assertThat(header.find()).isTrue();
                    assertThat(body.find()).isTrue();
                    assertThat(body.group(1)).isEqualTo(header.group(1));
                }));
            }
            for (Future<?> load : loads) {
                load.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theShortAddressLeadsToTasklist() {
        HttpResponse<String> answer = nurse().get("/camunda");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("/camunda/app/tasklist/default/");
    }
}

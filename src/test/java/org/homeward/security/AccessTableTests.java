package org.homeward.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.glassfish.jersey.server.ResourceConfig;
import org.homeward.Caller;
import org.homeward.TransitionTest;
import org.homeward.Transitions;
import org.homeward.Transitions.Case;
import org.homeward.Transitions.Ward;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Every route there is, of Spring and of the engine's Jersey servlets, for everybody who may call: each cell of
 * {@code src/docs/security/access.csv} is one real request. What was answered stands in {@code target/access.csv}.
 */
@TransitionTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTableTests {

    private static final java.nio.file.Path TABLE = java.nio.file.Path.of("src/docs/security/access.csv");
    private static final java.nio.file.Path ANSWERS = java.nio.file.Path.of("target/access.csv");
    private static final String PASSWORD = "only-for-tests-1";
    private static final String NOT_ASKED = "-";
    private static final String SIGN_IN = "login";
    /** A fault, or words of the engine: such a cell stands in no table. */
    private static final String NEVER_RIGHT = "!";

    private static final String ANONYMOUS = "anonymous";
    private static final String OTHER_TEAM = "other-team";
    private static final String OTHER_ORGANIZATION = "other-organization";
    private static final String DEACTIVATED = "deactivated";
    private static final String EXPIRED = "expired";
    private static final List<String> COLUMNS = Stream.of(
                    Stream.of(ANONYMOUS),
                    Arrays.stream(Role.values()).map(Role::code),
                    Stream.of(OTHER_TEAM, OTHER_ORGANIZATION, DEACTIVATED, EXPIRED))
            .flatMap(names -> names)
            .toList();
    /** Who knocks at what is closed for everybody. */
    private static final Set<String> AT_CLOSED_DOORS = Set.of(ANONYMOUS, Role.NURSE.code(), Role.ADMIN.code());

    /** The engine's routes that none of the three who knock may take, and somebody else may. */
    private static final Set<String> OPEN_TO_OTHERS =
            Set.of("GET,/engine-rest/version", "GET,/engine-rest/engine", "POST,/engine-rest/deployment/create");

    /** What the engine answers only a page at a time. */
    private static final Pattern LISTS =
            Pattern.compile("\\w+,/camunda/api/engine/engine/\\{name}/(filter|filter/\\{id}/list|process-definition"
                    + "|history/user-operation)");

    /** Served by no handler of ours: files, the engine's pages, and what is not there at all. */
    private static final List<Route> FILES = List.of(
            new Route("GET", "/assets/homeward.css"),
            new Route("GET", "/webjars/htmx.org/none.js"),
            new Route("GET", "/favicon.ico"),
            new Route("GET", "/formhost/host.html"),
            new Route("GET", "/camunda"),
            new Route("GET", "/camunda/app/tasklist/default/"),
            new Route("GET", "/camunda/app/admin/default/"),
            new Route("GET", "/camunda/app/cockpit/default/"),
            new Route("GET", "/camunda/app/welcome/default/"),
            new Route("GET", "/actuator/env"),
            new Route("GET", "/nothing/here"));

    record Route(String method, String path) implements Comparable<Route> {

        @Override
        public int compareTo(Route other) {
            return path.equals(other.path) ? method.compareTo(other.method) : path.compareTo(other.path);
        }

        boolean isEngines() {
            return path.startsWith("/camunda/api/") || path.startsWith("/engine-rest/");
        }

        boolean isForPartners() {
            return path.startsWith("/r/");
        }

        boolean isForSystems() {
            return path.startsWith("/api/v1/discharges") || path.startsWith("/engine-rest/");
        }

        @Override
        public String toString() {
            return method + "," + path;
        }
    }

    @LocalServerPort
    int port;

    @Autowired
    Ward ward;

    @Autowired
    People people;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    List<RequestMappingInfoHandlerMapping> mappings;

    @Autowired
    ServletContext servlets;

    @Autowired
    ResourceConfig engineRest;

    @Autowired
    TaskService tasks;

    @Autowired
    FilterService filters;

    private final Map<String, Caller> sessions = new LinkedHashMap<>();
    private final Map<String, Caller> credentials = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> joined = new ArrayList<>();

    @BeforeAll
    void somebodyOfEachKindAndARecordOfTheirs() {
        ward.staffed();
        people.addTeam(new Team("access-south", "cascadia-health", "Access South", Transitions.ZONE));
        people.addOrganization("access-elsewhere", "Access Elsewhere");
        people.addTeam(new Team("access-elsewhere", "access-elsewhere", "Access Elsewhere", Transitions.ZONE));
        for (Role role : Role.values()) {
            comesIn(
                    role.code(),
                    personOf(role),
                    role == Role.INTEGRATION ? Person.Kind.SYSTEM : Person.Kind.PERSON,
                    Transitions.TEAM,
                    role);
        }
        for (String column : List.of(OTHER_TEAM, OTHER_ORGANIZATION)) {
            String team = column.equals(OTHER_TEAM) ? "access-south" : "access-elsewhere";
            Role[] all = Arrays.stream(Role.values())
                    .filter(role -> role != Role.INTEGRATION && role != Role.ADMIN && role != Role.PRIVACY_OFFICER)
                    .toArray(Role[]::new);
            comesIn(column, "access-" + column, Person.Kind.PERSON, team, all);
            comesIn(column + "-feed", "access-" + column + "-feed", Person.Kind.SYSTEM, team, Role.INTEGRATION);
        }
        comesIn(DEACTIVATED, "access-deactivated", Person.Kind.PERSON, Transitions.TEAM, Role.TEAM_LEAD);
        comesIn(EXPIRED, "access-expired", Person.Kind.PERSON, Transitions.TEAM, Role.TEAM_LEAD);
        people.deactivate("access-deactivated");
        transactions.executeWithoutResult(status -> jdbc.sql(
                        "update SPRING_SESSION set LAST_ACCESS_TIME = 1, EXPIRY_TIME = 2, MAX_INACTIVE_INTERVAL = 0"
                                + " where PRINCIPAL_NAME = 'access-expired'")
                .update());
        sessions.put(ANONYMOUS, Caller.anonymous(port));
        people.addPerson("access-target", Person.Kind.PERSON, "Target", null, null);
        aRecord();
    }

    private void comesIn(String column, String id, Person.Kind kind, String team, Role... roles) {
        people.addPerson(id, kind, "Name of " + id, null, null);
        people.reactivate(id);
        for (Role role : roles) {
            people.addMembership(id, team, role);
        }
        joined.add(id);
        // a hash for each request with credentials would take minutes
        transactions.executeWithoutResult(status -> jdbc.sql("update person set password_hash = ? where id = ?")
                .params("{noop}" + PASSWORD, id)
                .update());
        sessions.put(column, Caller.signedIn(port, id, PASSWORD));
        credentials.put(column, Caller.system(port, id, PASSWORD));
    }

    private void aRecord() {
        ward.itIs(DayOfWeek.TUESDAY, 10, 0);
        Case of = ward.discharged();
        String task = ward.task(of, "Task_ObtainDischargeSummary").taskId();
        String definition = tasks.createTaskQuery().taskId(task).singleResult().getProcessDefinitionId();
        Caller feed = Objects.requireNonNull(credentials.get(Role.INTEGRATION.code()));
        feed.post("/api/v1/discharges", "{}");
        String message = jdbc.sql("select id from inbox_message where client = 'access-integration'"
                        + " order by received_at desc, id desc limit 1")
                .query(String.class)
                .single();
        values.put("{patientId}", of.patientId().toString());
        values.put("{episodeId}", of.episodeId().toString());
        values.put("{taskId}", task);
        values.put("{teamId}", Transitions.TEAM);
        values.put("{key}", "transition-of-care");
        values.put("{version}", "0");
        values.put("{at}", "now");
        values.put("{name}", "default");
        values.put("{decision}", "risk-tier");
        values.put("{token}", "x".repeat(43));
        values.put("/admin/people/{id}", "/admin/people/access-target");
        values.put("/admin/teams/{id}", "/admin/teams/access-south");
        values.put("/api/v1/episodes/{id}", "/api/v1/episodes/" + of.episodeId());
        values.put("/api/v1/discharges/{id}", "/api/v1/discharges/" + message);
        values.put("/intake/{id}", "/intake/" + message);
        values.put("/task/{id}", "/task/" + task);
        values.put("/user/{id}", "/user/ward-nurse");
        values.put("/process-definition/{id}", "/process-definition/" + definition);
        values.put(
                "/filter/{id}",
                "/filter/"
                        + filters.createFilterQuery()
                                .filterName("My tasks")
                                .singleResult()
                                .getId());
    }

    @AfterAll
    void everybodyLeaves() {
        joined.forEach(id -> {
            if (id.startsWith("ward-")) {
                transactions.executeWithoutResult(
                        status -> jdbc.sql("update person set password_hash = null where id = ?")
                                .param(id)
                                .update());
            } else {
                people.deactivate(id);
            }
        });
        transactions.executeWithoutResult(
                status -> jdbc.sql("delete from referral_link_failure where address like '127.%'")
                        .update());
    }

    // --- which routes there are ---

    private SortedSet<Route> routes() {
        SortedSet<Route> routes = new TreeSet<>(FILES);
        for (RequestMappingInfoHandlerMapping mapping : mappings) {
            mapping.getHandlerMethods().keySet().forEach(info -> routes.addAll(routes(info)));
        }
        for (ServletRegistration servlet : servlets.getServletRegistrations().values()) {
            Set<Class<?>> resources = resources(servlet);
            for (String pattern : servlet.getMappings()) {
                resources.forEach(resource ->
                        addRoutes(resource, pattern.replace("/*", "") + pathOf(resource), new ArrayList<>(), routes));
            }
        }
        return routes;
    }

    private static Set<Route> routes(RequestMappingInfo info) {
        Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
        return info.getPatternValues().stream()
                .flatMap(path -> (methods.isEmpty() ? Set.of(RequestMethod.GET) : methods)
                        .stream().map(method -> new Route(method.name(), path.isEmpty() ? "/" : path)))
                .collect(Collectors.toSet());
    }

    private Set<Class<?>> resources(ServletRegistration servlet) {
        String application = servlet.getInitParameter("jakarta.ws.rs.Application");
        if (application != null) {
            try {
                return ((Application) Class.forName(application)
                                .getDeclaredConstructor()
                                .newInstance())
                        .getClasses();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        if (servlet.getMappings().contains("/engine-rest/*")) {
            return engineRest.getClasses();
        }
        assertThat(servlet.getName()).as("a servlet whose routes nobody lists").isIn("dispatcherServlet", "default");
        return Set.of();
    }

    private static String pathOf(Class<?> resource) {
        Path path = AnnotatedElementUtils.findMergedAnnotation(resource, Path.class);
        return path == null || path.value().isEmpty() ? "" : "/" + path.value();
    }

    /** Follows each method to its route, or to the resource that it hands the rest of the path to. */
    private static void addRoutes(Class<?> resource, String base, List<Class<?>> behind, Set<Route> routes) {
        if (behind.contains(resource) || behind.size() > 6) {
            return;
        }
        List<Class<?>> here = new ArrayList<>(behind);
        here.add(resource);
        for (Method method : resource.getMethods()) {
            jakarta.ws.rs.HttpMethod verb =
                    AnnotatedElementUtils.findMergedAnnotation(method, jakarta.ws.rs.HttpMethod.class);
            Path path = AnnotatedElementUtils.findMergedAnnotation(method, Path.class);
            String full = base + (path == null ? "" : "/" + path.value());
            if (verb != null) {
                routes.add(new Route(verb.value(), tidy(full)));
            } else if (path != null) {
                addRoutes(method.getReturnType(), full, here, routes);
            }
        }
    }

    private static String tidy(String path) {
        String tidy = path.replaceAll("\\{\\s*([\\w.-]+)\\s*(:[^}]*)?}", "{$1}").replaceAll("/{2,}", "/");
        return tidy.endsWith("/") && tidy.length() > 1 ? tidy.substring(0, tidy.length() - 1) : tidy;
    }

    // --- what is answered ---

    private static String personOf(String column) {
        return Role.of(column).map(AccessTableTests::personOf).orElse("access-" + column);
    }

    /** Those who work with patients are there already, without a password. */
    private static String personOf(Role role) {
        return (role.worksWithPatients() ? "ward-" : "access-") + role.code();
    }

    private String answer(Route route, String column) {
        String path = route.path();
        for (Map.Entry<String, String> value : values.entrySet()) {
            path = path.replace(value.getKey(), value.getValue());
        }
        // not so for signing out, which would end the session for the rows that follow
        if (route.toString().equals("GET,/camunda/api/admin/auth/user/{processEngineName}")) {
            path = path.replace("{processEngineName}", "default");
        }
        path = path.replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
        if (path.endsWith("/**")) {
            path = path.replace("/**", "/any");
        }
        path += switch (route.toString()) {
            case "GET,/fhir/AuditEvent" -> "?patient=" + values.get("{patientId}");
            case "GET,/camunda/api/engine/engine/{name}/task" -> "?assignee=ward-nurse&maxResults=1";
            default -> LISTS.matcher(route.toString()).matches() ? "?firstResult=0&maxResults=15" : "";
        };
        Caller caller = Objects.requireNonNull(caller(route, column), column);
        HttpRequest.Builder request = caller.request(path).header("X-XSRF-TOKEN", caller.csrfToken());
        if (Set.of("GET", "OPTIONS", "HEAD").contains(route.method())) {
            request.method(route.method(), HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", isApi(route) ? "application/json" : "application/x-www-form-urlencoded")
                    .method(
                            route.method(),
                            HttpRequest.BodyPublishers.ofString(isApi(route) ? body(route, column) : form(route)));
        }
        HttpResponse<String> answer = caller.send(request);
        if (answer.headers().firstValue("Location").orElse("").matches(".*/login(\\?over(&notKept)?)?")) {
            return SIGN_IN;
        }
        boolean wrong = answer.statusCode() >= 500
                || Stream.of("ENGINE-", "java.lang", "Exception:").anyMatch(answer.body()::contains);
        return answer.statusCode() + (wrong ? NEVER_RIGHT : "");
    }

    private static boolean isApi(Route route) {
        return route.path().startsWith("/api/") || route.isEngines();
    }

    private static boolean takesCredentials(Route route) {
        return route.path().startsWith("/api/") || route.path().startsWith("/engine-rest/");
    }

    private static String body(Route route, String column) {
        return switch (route.toString()) {
            case "PUT,/api/v1/tasks/{taskId}/draft" -> "{\"revision\":0,\"data\":{}}";
            case "POST,/api/v1/tasks/{taskId}/completion" -> "{\"revision\":0}";
            case "POST,/camunda/api/engine/engine/{name}/task/{id}/claim" ->
                "{\"userId\":\"" + personOf(column) + "\"}";
            case "POST,/api/v1/tasks/cards" -> "{\"taskIds\":[]}";
            case "POST,/api/v1/tasks/search" -> "{\"q\":\"nobody\"}";
            default ->
                route.path().endsWith("/draft")
                        ? "{\"revision\":0,\"data\":{}}"
                        : route.path().endsWith("/completion") ? "{\"revision\":0}" : "{}";
        };
    }

    /** What is asked for is not quite possible, so that nothing happens; but it is asked far enough to meet the wall. */
    private static String form(Route route) {
        return switch (route.toString()) {
            case "POST,/patients/{patientId}/episodes/{episodeId}/report/confirmed" -> "what=REFUSED";
            case "POST,/patients/{patientId}/episodes/{episodeId}/medications/readings" -> "nameKey=none";
            case "POST,/patients/{patientId}/episodes/{episodeId}/social-needs/{needId}" -> "version=0";
            default -> "";
        };
    }

    /** Systems send their credentials along; people have a session, and nothing else but that at the systems' doors. */
    private @Nullable Caller caller(Route route, String column) {
        if (column.equals(Role.INTEGRATION.code())) {
            return takesCredentials(route) ? credentials.get(column) : sessions.get(column);
        }
        if (!route.isForSystems() || column.equals(ANONYMOUS) || column.equals(EXPIRED)) {
            return sessions.get(column);
        }
        return column.startsWith("other-") ? credentials.get(column + "-feed") : credentials.get(column);
    }

    private Map<Route, Map<String, String>> table() throws IOException {
        Map<Route, Map<String, String>> table = new TreeMap<>();
        if (!Files.exists(TABLE)) {
            return table;
        }
        List<String> lines = Files.readAllLines(TABLE);
        assertThat(lines.get(0)).isEqualTo("method,route," + String.join(",", COLUMNS));
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            assertThat(cells).as(line).hasSize(COLUMNS.size() + 2);
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < COLUMNS.size(); i++) {
                assertThat(cells[i + 2]).as(line).matches("\\d{3}|login|-");
                row.put(COLUMNS.get(i), cells[i + 2]);
            }
            assertThat(table.put(new Route(cells[0], cells[1]), row))
                    .as("twice: " + line)
                    .isNull();
        }
        return table;
    }

    @Test
    void everyRouteHasARowAndEveryRowARoute() throws IOException {
        Set<Route> rows = table().keySet();
        Set<Route> routes = routes();

        assertThat(routes.stream().filter(route -> !rows.contains(route)))
                .as("add a row to %s for each of these routes; what they answer stands in %s", TABLE, ANSWERS)
                .isEmpty();
        assertThat(rows.stream().filter(row -> !routes.contains(row)))
                .as("rows of %s without a route", TABLE)
                .isEmpty();
    }

    @Test
    void everyCellIsAsTheTableSays() throws IOException {
        Map<Route, Map<String, String>> table = table();
        List<String> lines = new ArrayList<>();
        List<String> different = new ArrayList<>();
        lines.add("method,route," + String.join(",", COLUMNS));
        for (Route route : routes()) {
            Map<String, String> row = table.getOrDefault(route, Map.of());
            // what the engine's own list of routes closes is asked for by three, what partners open by nobody known
            Map<String, String> answers = new LinkedHashMap<>();
            for (String column : COLUMNS) {
                answers.put(column, NOT_ASKED);
            }
            if (route.isForPartners()) {
                answers.put(ANONYMOUS, answer(route, ANONYMOUS));
            } else {
                AT_CLOSED_DOORS.stream().sorted().forEach(column -> answers.put(column, answer(route, column)));
                if (!isClosed(route, answers)) {
                    COLUMNS.stream()
                            .filter(column -> !AT_CLOSED_DOORS.contains(column))
                            .forEach(column -> answers.put(column, answer(route, column)));
                }
            }
            lines.add(route + "," + String.join(",", answers.values()));
            answers.forEach((column, answered) -> {
                String expected = row.get(column);
                if (!answered.equals(expected)) {
                    different.add("%s for %s: %s instead of %s".formatted(route, column, answered, expected));
                }
            });
        }
        Files.createDirectories(Objects.requireNonNull(ANSWERS.getParent()));
        Files.write(ANSWERS, lines);

        assertThat(different)
                .as("%s against what was answered, %s; a new route: add a row", TABLE, ANSWERS)
                .isEmpty();
    }

    private static boolean isClosed(Route route, Map<String, String> answers) {
        return route.path().startsWith("/engine-rest/")
                ? !OPEN_TO_OTHERS.contains(route.toString())
                : route.isEngines() && "404".equals(answers.get(Role.NURSE.code()));
    }

    @Test
    void noRowOfTheDoorsIsThereForNothing() {
        List<Route> routes = List.copyOf(routes());
        assertThat(Access.ROWS.stream()
                        .filter(row -> routes.stream()
                                .noneMatch(route -> (row.method() == null
                                                || row.method().equals(HttpMethod.valueOf(route.method())))
                                        && row.pattern()
                                                .matches(PathContainer.parsePath(route.path()
                                                        .replaceAll("\\{[^}]*}", "x")
                                                        .replace("/**", "/any")))))
                        .map(row -> row.method() + " " + row.pattern()))
                .isEmpty();
    }
}

package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.homeward.worklist.Drafts;
import org.homeward.worklist.WorkItem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * What people and systems type is text, in every field and on every page: nothing of it runs, is computed or becomes part
 * of a page. The strings stand in {@code hostile-strings.txt}, each in other fields for each patient.
 */
@BrowserTest
@MorningOf(DayOfWeek.TUESDAY)
class HostileStringsTests {

    private static final List<String> STRINGS = strings();

    /** The fields of a discharge that take words. */
    private static final Set<String> WORDS = Set.of(
            "family",
            "given",
            "middle",
            "line1",
            "city",
            "note",
            "name",
            "practice",
            "text",
            "dose",
            "route",
            "frequency",
            "what",
            "with",
            "to",
            "reason",
            "provider",
            "responsible",
            "relationship");

    private static final String OTHER_TEAM = "hostile-team";
    private static final String OUTSIDER = "hostile-nurse";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f-]{27}(:\\d+)*|[0-9]+");
    private static final int PATIENTS = 2;

    /** When the patients of the example were born. */
    private static final String BORN = "1943-09-30";

    @RegisterExtension
    final Browser browser = new Browser();

    @LocalServerPort
    int port;

    @Autowired
    Hospital.Desk desk;

    @Autowired
    People people;

    @Autowired
    Drafts drafts;

    @Autowired
    ObjectMapper json;

    private final List<String> broken = new ArrayList<>();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private int next;

    @BeforeEach
    void everybodyIsCalledSo() {
        for (Role role : List.of(Role.PRIVACY_OFFICER, Role.ADMIN, Role.OPERATOR, Role.PROCESS_OWNER)) {
            if (people.find(role.code()).isEmpty()) {
                people.addPerson(role.code(), Person.Kind.PERSON, string(), null, Hospital.PASSWORD);
                people.addMembership(role.code(), Hospital.TEAM, role);
            }
        }
        people.addTeam(new Team(OTHER_TEAM, "cascadia-health", STRINGS.get(1), Hospital.ZONE));
        people.addTeam(new Team(Hospital.TEAM, "cascadia-health", STRINGS.get(2), Hospital.ZONE));
        if (people.find(OUTSIDER).isEmpty()) {
            people.addPerson(OUTSIDER, Person.Kind.PERSON, STRINGS.get(0), null, Hospital.PASSWORD);
            people.addMembership(OUTSIDER, OTHER_TEAM, Role.NURSE);
        }
        logged.start();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(logged);
    }

    @AfterEach
    void asBefore() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(logged);
        // the team has its name back
        desk.staffed();
    }

    private static List<String> strings() {
        try (var stream =
                Objects.requireNonNull(HostileStringsTests.class.getResourceAsStream("hostile-strings.txt"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("# "))
                    .map(line -> Pattern.compile("\\\\u([0-9a-f]{4})")
                            .matcher(line)
                            .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
                                    String.valueOf((char) Integer.parseInt(found.group(1), 16)))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String string() {
        return STRINGS.get(next++ % STRINGS.size());
    }

    @Test
    void nothingThatIsTypedRunsIsComputedOrBecomesPartOfAPage() {
        // not everybody has every door; Chromium notes each 404 by itself
        browser.tolerate("status of 404");
        browser.tolerate("status of 403");
        List<UUID> episodes = new ArrayList<>();
        for (int i = 0; i < PATIENTS; i++) {
            episodes.add(desk.discharges(port, "discharge-heart-failure", "x", "x", this::fill));
        }
        directory();
        for (UUID episode : episodes) {
            work(episode);
        }
        glass(episodes);
        Map<String, Integer> seen = new TreeMap<>();
        for (String person : List.of("nurse", "team-lead", "admin", "privacy-officer", "process-owner", OUTSIDER)) {
            walks(person, episodes, seen);
        }
        assertThat(seen).containsKeys("/glass", "/glass/review", "/glass/{}");
        assertThat(broken).as("pages that such words push apart").isEmpty();
        assertThat(seen).as("kinds of pages that were looked at").hasSizeGreaterThan(30);
        assertThat(logged.list.stream().map(HostileStringsTests::text))
                .as("what was logged")
                .noneMatch(line -> line.contains("9801547") || line.contains("hw-injected") || line.contains("hwRan"));
    }

    /** Every field that takes words; a string that the interface refuses by name is left for a plain one. */
    private void fill(ObjectNode body) {
        fill(body, "");
        for (int i = 0; i < 5; i++) {
            var refused = Caller.system(port, "browser-feed", Hospital.PASSWORD)
                    .post(
                            "/api/v1/discharges",
                            ((ObjectNode) body.deepCopy())
                                    .put("recordedAt", "never")
                                    .toString());
            assertThat(refused.statusCode()).isEqualTo(422);
            List<String> fields = new ArrayList<>();
            read(refused.body()).findValues("field").forEach(field -> fields.add(field.asText()));
            fields.removeIf(field -> field.endsWith("recordedAt"));
            if (fields.isEmpty()) {
                return;
            }
            fields.forEach(field -> put(body, field, "plain"));
        }
        throw new AssertionError("The interface refuses plain words");
    }

    private void fill(JsonNode node, String key) {
        if (node.isArray()) {
            node.forEach(each -> fill(each, key));
        } else if (node instanceof ObjectNode object) {
            List<String> keys = new ArrayList<>();
            object.fieldNames().forEachRemaining(keys::add);
            for (String each : keys) {
                if (object.get(each).isTextual() && WORDS.contains(each)) {
                    object.put(each, string());
                } else {
                    fill(object.get(each), each);
                }
            }
        }
    }

    private static void put(ObjectNode body, String field, String value) {
        String pointer = "/" + field.replaceAll("\\[(\\d+)]", ".$1").replace('.', '/');
        int cut = pointer.lastIndexOf('/');
        ((ObjectNode) body.at(pointer.substring(0, cut))).put(pointer.substring(cut + 1), value);
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    private void directory() {
        StringBuilder file = new StringBuilder("organization;programme;needs;area;languages;capacity;route;phone\r\n");
        for (String string : STRINGS) {
            String cell = "\"" + string.replace("\"", "\"\"") + "\"";
            file.append(cell).append(';').append(cell).append(";food-insecurity;606;es;3;phone;312-555-0142\r\n");
        }
        Page page = Browser.signIn(browser.page(port), "social-worker", Hospital.PASSWORD);
        page.navigate("/directory/import");
        page.getByLabel("CSV file")
                .setInputFiles(new com.microsoft.playwright.options.FilePayload(
                        STRINGS.get(1).replace('/', '_') + ".csv",
                        "text/csv",
                        file.toString().getBytes(StandardCharsets.UTF_8)));
        page.getByText("Show what it would change").click();
        isText(page);
        page.getByText(Pattern.compile("^Import \\d+ programme")).click();
        isText(page);
    }

    /** Completes some steps with words in them, and leaves drafts full of words in all others. */
    private void work(UUID episode) {
        desk.done(
                episode,
                "obtain-discharge-summary",
                "nurse",
                Map.of("summaryOutcome", "NOT_OBTAINABLE", "reason", string(), "note", string()));
        desk.done(
                episode,
                "name-care-manager",
                "team-lead",
                Map.of("careManagerId", "care-manager", "accepted", "ACCEPTED", "note", string()));
        Map<String, Object> sending = new HashMap<>(Map.of(
                "sendOutcome", "SEND",
                "referralKind", "CLINICAL",
                "recipient", string(),
                "reasonForReferral", string(),
                "sentHow", "PHONE",
                "patientSays", "AGREES",
                "mayContact", "YES",
                "part2", "NO",
                "note", string()));
        desk.done(episode, "send-referral", "social-worker", sending);
        desk.done(
                episode,
                "track-referral",
                "social-worker",
                Map.of("referralOutcome", "ACCEPTED", "heardFrom", string(), "heardHow", "PHONE", "note", string()));
        for (WorkItem item : desk.work(episode)) {
            Map<String, Object> words = new HashMap<>();
            words(form(item.form()), words);
            drafts.save(item.taskId(), "nurse", 0, words);
        }
    }

    /**
     * Somebody of another team asks for a patient by each string, opens both patients with all strings as the reason, and
     * one of them is reviewed with all strings as the remark.
     */
    private void glass(List<UUID> episodes) {
        Page page = Browser.signIn(browser.page(port), OUTSIDER, Hospital.PASSWORD);
        for (int i = 0; i < STRINGS.size(); i += 4) {
            // without a birth date nobody is looked for, and what was typed comes back
            asks(page, STRINGS.get(i), some(i + 1), some(i + 2), "", some(i + 3));
            assertThat(page.getByText("There is a problem").isVisible()).isTrue();
            assertThat(page.getByLabel("Identifier").inputValue()).isEqualTo(STRINGS.get(i));
        }
        // a try each, of five within an hour
        for (String sql : STRINGS.stream()
                .filter(string -> string.startsWith("'; DROP") || string.contains("OR '"))
                .toList()) {
            asks(page, sql, "", "", BORN, all(0));
            assertThat(page.getByText("Nobody in your organization matches")
                            .first()
                            .isVisible())
                    .as(sql)
                    .isTrue();
            asks(page, "", sql, sql, BORN, all(0));
            assertThat(page.getByText("Nobody in your organization matches")
                            .first()
                            .isVisible())
                    .as(sql)
                    .isTrue();
        }
        for (int i = 0; i < episodes.size(); i++) {
            asks(page, "MRN-" + visit(episodes.get(i)), "", "", BORN, all(i));
            assertThat(page.locator(".glass-bar").count()).isEqualTo(i + 1);
        }
        Page officer = browser.page(port);
        Browser.signIn(officer, "privacy-officer", Hospital.PASSWORD, "Trail");
        officer.navigate("/glass/review");
        officer.locator("tr", new Page.LocatorOptions().setHasText(OUTSIDER))
                .first()
                .getByRole(AriaRole.LINK)
                .click();
        String tooLong = all(0) + all(1);
        reviews(officer, tooLong);
        assertThat(officer.getByLabel("What did you find?").inputValue()).isEqualTo(tooLong);
        reviews(officer, all(1));
        assertThat(officer.getByText("Reviewed.").isVisible()).isTrue();
        page.close();
        officer.close();
    }

    private static void asks(
            Page page, String identifier, String given, String family, String birthDate, String words) {
        page.navigate("/glass");
        unbounded(page);
        page.getByLabel("Identifier").fill(identifier);
        page.getByLabel("Given name").fill(given);
        page.getByLabel("Family name").fill(family);
        page.getByLabel("Birth date").fill(birthDate);
        page.getByLabel("Reason").selectOption("OTHER");
        page.getByLabel("In your own words").fill(words);
        sends(page, "Open to read");
    }

    private static void reviews(Page page, String remark) {
        unbounded(page);
        page.getByLabel("What did you find?").fill(remark);
        sends(page, "Reviewed");
    }

    /** What is sent need not have come through the page's own fields. */
    private static void unbounded(Page page) {
        page.evaluate("""
                document.querySelectorAll('form').forEach(form => form.noValidate = true);
                document.querySelectorAll('[maxlength]').forEach(field => field.removeAttribute('maxlength'))""");
    }

    private static void sends(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
        page.waitForLoadState();
        isText(page);
    }

    /** Half of the strings, in one field. */
    private static String all(int half) {
        int middle = STRINGS.size() / 2;
        return String.join(" ", half == 0 ? STRINGS.subList(0, middle) : STRINGS.subList(middle, STRINGS.size()));
    }

    private static String some(int index) {
        return STRINGS.get(index % STRINGS.size());
    }

    private String visit(UUID episode) {
        return desk.jdbc()
                .sql("select visit_number from episode where id = ?")
                .param(episode.toString())
                .query(String.class)
                .single();
    }

    private JsonNode form(String form) {
        try {
            return json.readTree(Path.of("forms", form + ".form").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void words(JsonNode parent, Map<String, Object> answers) {
        for (JsonNode component : parent.path("components")) {
            if (Set.of("textfield", "textarea").contains(component.path("type").asText())) {
                answers.put(component.path("key").asText(), string());
            } else if (!component.path("type").asText().equals("dynamiclist")) {
                words(component, answers);
            }
        }
    }

    /** Every kind of page that links lead to, twice each at most; and every open step of these patients. */
    private void walks(String person, List<UUID> episodes, Map<String, Integer> seen) {
        Page page = browser.page(port);
        page.navigate("/login");
        page.getByLabel("Name to sign in with").fill(person);
        page.getByLabel("Password").fill(Hospital.PASSWORD);
        page.locator("form button[type=submit]").first().click();
        page.waitForURL(Pattern.compile(".*(?<!/login)$"));
        List<String> doors = List.of("/", "/patients", "/roster", "/rules", "/trail", "/intake", "/glass");
        Deque<String> paths = new ArrayDeque<>(doors);
        if (person.equals("nurse")) {
            paths.add("/my-work?list=team");
            for (UUID episode : episodes) {
                for (WorkItem item : desk.work(episode)) {
                    paths.addFirst("/patients/" + item.patientId() + "/episodes/" + episode);
                    visits(page, "/my-work/tasks/" + item.taskId());
                }
            }
        }
        Map<String, Integer> here = new HashMap<>();
        Map<String, String> from = new HashMap<>();
        while (!paths.isEmpty()) {
            String path = paths.removeFirst();
            String kind = ID.matcher(path.replaceAll("\\?.*", "")).replaceAll("{}");
            if (here.merge(kind, 1, Integer::sum) > 2) {
                continue;
            }
            seen.merge(kind, 1, Integer::sum);
            if (path.matches(".*\\.(csv|pdf|bpmn)(\\?.*)?")) {
                assertThat(page.request().get(path).status()).as(path).isEqualTo(200);
                continue;
            }
            int status = visits(page, path);
            assertThat(status == 200 || doors.contains(path))
                    .as("%s leads %s to %s, from %s", path, person, status, from.get(path))
                    .isTrue();
            if (here.get(kind) == 1) {
                fits(page, person + " " + kind);
            }
            ((List<?>) page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"))
                    .stream()
                            .map(String::valueOf)
                            .filter(href -> href.startsWith("/") && !href.startsWith("/camunda"))
                            .map(href -> href.replaceAll("#.*", ""))
                            .peek(href -> from.putIfAbsent(href, path))
                            .forEach(paths::addLast);
        }
        page.close();
    }

    private void fits(Page page, String kind) {
        for (int width : new int[] {390, 1280}) {
            page.setViewportSize(width, 900);
            if ((Integer) page.evaluate("document.documentElement.scrollWidth") > width) {
                broken.add(kind + " at " + width + ": " + page.evaluate("""
                        [...document.querySelectorAll('main *')].filter(node => node.getBoundingClientRect().right > innerWidth + 1)
                            .map(node => node.tagName + '.' + node.className).slice(0, 4).join(' ')"""));
            }
        }
    }

    private static int visits(Page page, String path) {
        int status = Objects.requireNonNull(page.navigate(path)).status();
        if (page.locator("[data-island=form]").count() > 0
                && page.locator(".hw-form").count() > 0) {
            page.locator(".hw-form .fjs-form-field").first().waitFor();
        }
        isText(page);
        return status;
    }

    private static void isText(Page page) {
        assertThat(page.evaluate("window.hwRan")).as("ran on " + page.url()).isNull();
        assertThat(page.locator("#hw-injected, hw-injected").count())
                .as("became part of " + page.url())
                .isZero();
        assertThat(page.content()).as("computed on " + page.url()).doesNotContain("9801547");
        assertThat(page.locator("body").count()).isEqualTo(1);
    }

    private static String text(ILoggingEvent event) {
        return event.getFormattedMessage()
                + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
}

package org.homeward.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.homeward.Caller;
import org.homeward.HomewardTest;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A health system's directory kept over HTTP: searched, edited, imported, and closed to everybody else. */
@HomewardTest
@Tag("mysql")
class DirectoryPagesTests {

    private static final String PASSWORD = "four words to remember";
    private static final String HEADER =
            "organization,programme,needs,area,postal_code,languages,capacity,route,phone\n";

    @LocalServerPort
    int port;

    @Autowired
    People people;

    @Autowired
    Programmes programmes;

    @Autowired
    DirectoryImports imports;

    @Autowired
    JdbcClient jdbc;

    private String owner = "";
    private String lead = "";
    private String nurse = "";
    private String stranger = "";

    @BeforeEach
    void twoHealthSystems() {
        String own = UUID.randomUUID().toString().substring(0, 8);
        owner = "org-" + own;
        lead = "lead-" + own;
        nurse = "nurse-" + own;
        stranger = "stranger-" + own;
        for (String organization : List.of(owner, "other-" + own)) {
            people.addOrganization(organization, "Organisation " + organization);
            people.addTeam(new Team(
                    "team-" + organization, organization, "Team " + organization, ZoneId.of("America/New_York")));
        }
        person(lead, owner, Role.TEAM_LEAD);
        person(nurse, owner, Role.NURSE);
        person(stranger, "other-" + own, Role.ADMIN);
    }

    private void person(String id, String organization, Role role) {
        people.addPerson(id, Person.Kind.PERSON, "Person " + id, null, PASSWORD);
        people.addMembership(id, "team-" + organization, role);
    }

    private Caller as(String id) {
        return Caller.signedIn(port, id, PASSWORD);
    }

    private static HttpResponse<String> post(Caller caller, String path, String... fields) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            body.append(i == 0 ? "" : "&")
                    .append(fields[i])
                    .append('=')
                    .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return caller.send(caller.request(path)
                .header("X-XSRF-TOKEN", caller.csrfToken())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private static HttpResponse<String> send(Caller caller, String file) {
        return send(caller, file.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> send(Caller caller, byte[] file) {
        String head = "--part\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n" + caller.csrfToken()
                + "\r\n--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"<b>list</b>.csv\"\r\n"
                + "Content-Type: text/csv\r\n\r\n";
        return caller.send(caller.request("/directory/import")
                .header("Content-Type", "multipart/form-data; boundary=part")
                .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(
                        head.getBytes(StandardCharsets.UTF_8),
                        file,
                        "\r\n--part--\r\n".getBytes(StandardCharsets.UTF_8)))));
    }

    private static String where(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("nowhere").replaceFirst("^https?://[^/]+", "");
    }

    private static String[] fields(String... changed) {
        List<String> fields = new java.util.ArrayList<>(List.of(
                "organization", "Sample Pantry",
                "programme", "Food boxes",
                "needs", "food-insecurity",
                "area", "606",
                "capacity", "5",
                "route", "phone",
                "phone", "312-555-0142",
                "active", "yes"));
        for (int i = 0; i < changed.length; i += 2) {
            int at = fields.indexOf(changed[i]);
            if (at >= 0 && at % 2 == 0) {
                fields.set(at + 1, changed[i + 1]);
            } else {
                fields.addAll(List.of(changed[i], changed[i + 1]));
            }
        }
        return fields.toArray(String[]::new);
    }

    private UUID added(String... changed) {
        String page = where(post(as(lead), "/directory/new", fields(changed)));
        assertThat(page).matches("/directory/[0-9a-f-]{36}");
        return UUID.fromString(page.substring(page.lastIndexOf('/') + 1));
    }

    private Programme standing(UUID id) {
        return programmes.find(id).orElseThrow();
    }

    private List<String> trail(UUID id) {
        return jdbc.sql(
                        "select action from audit_event where object_id = ? and action like 'programme.%' order by at, id")
                .param(id.toString())
                .query(String.class)
                .list();
    }

    @Test
    void aDirectoryEndsAtTheHealthSystem() {
        UUID id = added();
        assertThat(as(nurse).get("/directory").body()).contains("Food boxes", "5 places", "Serves 606");
        assertThat(as(nurse).get("/directory/" + id).body())
                .contains("312-555-0142")
                .doesNotContain("Save</button>");
        assertThat(as(stranger).get("/directory").body()).doesNotContain("Food boxes");
        assertThat(as(stranger).get("/directory/export.csv").body()).doesNotContain("Food boxes");
        assertThat(as(stranger).get("/directory/" + id).statusCode()).isEqualTo(404);
        assertThat(post(as(stranger), "/directory/" + id, fields("version", "0"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(programmes.fitting("other-" + owner.substring(4), "food-insecurity", null, null, Set.of()))
                .isEmpty();

        for (String path : List.of("/directory/new", "/directory/import")) {
            assertThat(as(nurse).get(path).statusCode()).as(path).isEqualTo(403);
            assertThat(as(lead).get(path).statusCode()).as(path).isEqualTo(200);
            assertThat(Caller.anonymous(port).get(path).statusCode()).as(path).isEqualTo(302);
        }
        assertThat(post(as(nurse), "/directory/" + id, fields("version", "0", "hours", "never"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(post(as(nurse), "/directory/new", fields("programme", "Other"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(as(nurse), HEADER).statusCode()).isEqualTo(403);
        assertThat(standing(id).details().hours()).isEmpty();
        assertThat(trail(id)).containsExactly("programme.added");
    }

    @Test
    void whoSavesOverSomebodyElsesChangeIsShownIt() {
        UUID id = added();
        Caller one = as(lead);
        Caller other = as(lead);
        assertThat(post(one, "/directory/" + id, fields("version", "0", "seenFree", "5", "hours", "Mon 9-5"))
                        .statusCode())
                .isEqualTo(302);
        HttpResponse<String> late =
                post(other, "/directory/" + id, fields("version", "0", "seenFree", "5", "hours", "Tue 9-5"));
        assertThat(late.statusCode()).isEqualTo(200);
        assertThat(late.body())
                .contains("Somebody else has changed this programme meanwhile", "Mon 9-5", "value=\"Tue 9-5\"");
        assertThat(standing(id).details().hours()).isEqualTo("Mon 9-5");
        assertThat(late.body()).contains("name=\"version\" value=\"1\"");
        post(other, "/directory/" + id, fields("version", "1", "seenFree", "5", "hours", "Tue 9-5"));
        assertThat(standing(id).details().hours()).isEqualTo("Tue 9-5");
        assertThat(trail(id)).containsExactly("programme.added", "programme.changed", "programme.changed");
        assertThat(post(one, "/directory/new", fields("programme", "FOOD  boxes"))
                        .body())
                .contains("has a programme of this name already");
    }

    @Test
    void placesFallWithAcceptancesAndComeBack() {
        UUID id = added("capacity", "2");
        programmes.answered(id, true);
        programmes.answered(id, false);
        assertThat(standing(id).free()).isEqualTo(1);
        programmes.answered(id, true);
        programmes.answered(id, true);
        assertThat(standing(id).free()).isZero();
        assertThat(as(nurse).get("/directory").body()).contains("Full");
        // three were promised where two had been declared: the first to end frees no place yet
        programmes.released(id);
        assertThat(standing(id).free()).isZero();
        programmes.released(id);
        assertThat(standing(id).free()).isEqualTo(1);

        // an edit of something else takes no place away and gives none back
        post(as(lead), "/directory/" + id, fields("version", "0", "seenFree", "1", "capacity", "1", "hours", "Mon"));
        assertThat(standing(id).taken()).isEqualTo(1);
        assertThat(standing(id).details().capacity()).isEqualTo(2);
        // the programme says: two places again
        post(as(lead), "/directory/" + id, fields("version", "1", "seenFree", "1", "capacity", "2"));
        assertThat(standing(id).free()).isEqualTo(2);
        assertThat(standing(id).accepted()).isEqualTo(3);
        assertThat(as(nurse).get("/directory/" + id).body()).contains("accepted 3 of 4 referrals");
        programmes.released(id);
        assertThat(standing(id).free()).isEqualTo(2);
        assertThat(trail(id)).contains("programme.answered", "programme.released");

        UUID unknown = added("programme", "Nobody counts", "capacity", "");
        programmes.answered(unknown, true);
        assertThat(standing(unknown).free()).isNull();
        assertThat(standing(unknown).full()).isFalse();
    }

    @Test
    void roomComesBeforeNearnessAndNearnessBeforeLanguage() {
        imports.takeAll(
                owner,
                HEADER
                        + "A,far,food-insecurity,,10001,en,5,phone,312-555-0142\n"
                        + "A,same code,food-insecurity,,60614,en,1,phone,312-555-0142\n"
                        + "A,same code full,food-insecurity,606,60614,en|es,0,phone,312-555-0142\n"
                        + "A,not said,food-insecurity,606,60614,es,,phone,312-555-0142\n"
                        + "A,same three in Spanish,food-insecurity,60614|60615,60601,es,3,phone,312-555-0142\n"
                        + "A,same three in English,food-insecurity,6,60602,en,9,phone,312-555-0142\n"
                        + "A,same first,food-insecurity,,61001,es,3,phone,312-555-0142\n"
                        + "A,nowhere said,food-insecurity,,,es,3,phone,312-555-0142\n"
                        + "A,serves others,food-insecurity,605|60613,60613,es,3,phone,312-555-0142\n"
                        + "A,other need,transportation-insecurity,,60614,es,3,phone,312-555-0142\n",
                lead);
        List<Programme> fitting = programmes.fitting(owner, "food-insecurity", "60614-1234", "es-MX", Set.of());
        assertThat(fitting)
                .extracting(programme -> programme.details().name())
                .containsExactly(
                        "same code",
                        "same three in Spanish",
                        "same three in English",
                        "same first",
                        "far",
                        "nowhere said",
                        "not said",
                        "same code full");
        assertThat(programmes.fitting(
                        owner,
                        "food-insecurity",
                        "60614",
                        null,
                        Set.of(fitting.get(0).id(), fitting.get(1).id())))
                .extracting(programme -> programme.details().name())
                .startsWith("same three in English")
                .hasSize(6);
        assertThat(programmes.fitting(owner, "food-insecurity", null, null, Set.of()))
                .hasSize(9);
        assertThat(programmes.fitting(owner, "no-such-need", null, null, Set.of()))
                .isEmpty();
        // what is typed on the page may be the beginning of a code
        assertThat(as(nurse)
                        .get("/directory?need=food-insecurity&postal=6061&language=Spanish")
                        .body())
                .contains("same three in Spanish", "serves others", "Not the language looked for")
                .doesNotContain("other need");
        assertThat(as(nurse).get("/directory?postal=%25").body()).contains("Write a postal code or its beginning");
        assertThat(as(nurse).get("/directory?name=SAME%20first").body())
                .contains("same first")
                .doesNotContain("far<");
        assertThat(as(nurse).get("/directory?name=%25").body()).contains("Nobody found");
    }

    @Test
    void aFileIsShownBeforeAnythingIsImported() {
        Caller keeper = as(lead);
        String file = HEADER
                + "<b>A</b>,Rides,transportation-insecurity,,60614,en,5,phone,312-555-0142\n"
                + "A,No number,food-insecurity,,60614,en,5,phone,\n"
                + "A,Meals,food-insecurity,,60614,en,5,phone,312-555-0142\n";
        String preview = where(send(keeper, file));
        String shown = keeper.get(preview).body();
        assertThat(shown)
                .contains(
                        "Line 3, phone: ",
                        "Give the number",
                        "Import 2 programmes, leave out 1 line",
                        "&lt;b&gt;A&lt;/b&gt;")
                .doesNotContain("<b>A</b>", "<b>list</b>");
        assertThat(programmes.isEmpty(owner)).isTrue();
        assertThat(as(nurse).get(preview).statusCode()).isEqualTo(403);

        assertThat(post(keeper, preview, "seen", "something else").statusCode()).isEqualTo(302);
        assertThat(programmes.isEmpty(owner)).isTrue();
        post(keeper, preview, "seen", seal(shown));
        assertThat(keeper.get("/directory").body()).contains("Rides", "Meals").doesNotContain("No number");
        assertThat(keeper.get(preview).statusCode()).isEqualTo(404);

        // sent again, nothing is to be done; a bad shape is told and cannot be confirmed
        assertThat(keeper.get(where(send(keeper, file))).body()).contains("Nothing to import", "2</dd>");
        String broken =
                keeper.get(where(send(keeper, HEADER + "A,\"Meals,x\n"))).body();
        assertThat(broken).contains("never closed").doesNotContain("name=\"seen\"");
        assertThat(send(keeper, new byte[] {'P', 'K', 3, 4, 0, 0}).body()).contains("CSV UTF-8");
        assertThat(send(keeper, "").body()).contains("Choose a file that is not empty");
        assertThat(send(keeper, "x".repeat(DirectoryFile.MOST_BYTES + 1)).body())
                .contains("more than 4 MB");
        String again = where(send(keeper, HEADER + "A,Third,food-insecurity,,60614,en,5,phone,312-555-0142\n"));
        post(keeper, again + "/discard");
        assertThat(keeper.get(again).statusCode()).isEqualTo(404);
        assertThat(keeper.get("/directory").body()).doesNotContain("Third");
    }

    @Test
    void whatChangedSinceThePreviewIsNotOverwritten() {
        UUID id = added();
        Caller keeper = as(lead);
        String preview = where(send(keeper, "organization,programme,hours\nSample Pantry,Food boxes,Sun 9-5\n"));
        String seal = seal(keeper.get(preview).body());
        post(as(lead), "/directory/" + id, fields("version", "0", "seenFree", "5", "hours", "Mon 9-5"));
        post(keeper, preview, "seen", seal);
        assertThat(standing(id).details().hours()).isEqualTo("Mon 9-5");
        String now = keeper.get(preview).body();
        assertThat(now).contains("the directory has changed since", "Changes: Hours");
        programmes.answered(id, true);
        post(keeper, preview, "seen", seal(now));
        assertThat(standing(id).details().hours()).isEqualTo("Sun 9-5");
        assertThat(standing(id).free())
                .as("a file that says nothing of places takes none")
                .isEqualTo(4);
        assertThat(trail(id)).contains("programme.changed");
    }

    @Test
    void fiveThousandProgrammesAreImportedOnceAndPaged() {
        StringBuilder file = new StringBuilder(HEADER);
        for (int i = 0; i < DirectoryFile.MOST_LINES; i++) {
            file.append("Organisation ")
                    .append(i % 50)
                    .append(",Programme ")
                    .append(String.format(java.util.Locale.ROOT, "%04d", i))
                    .append(",food-insecurity|cardiology,606|607,60614,en|es,5,phone,312-555-0142\n");
        }
        Caller keeper = as(lead);
        Instant start = java.time.Clock.systemUTC().instant();
        String preview = where(send(keeper, file.toString()));
        post(keeper, preview, "seen", seal(keeper.get(preview).body()));
        assertThat(Duration.between(start, java.time.Clock.systemUTC().instant()))
                .isLessThan(Duration.ofSeconds(60));
        assertThat(keeper.get("/directory").body())
                .contains("Programme 0000", "Next page")
                .doesNotContain("Previous page");
        assertThat(keeper.get("/directory?page=250").body())
                .contains("Programme 4959", "Previous page")
                .doesNotContain("Next page");
        assertThat(keeper.get("/directory?page=251").body()).contains("Nobody found");
        String export = keeper.get("/directory/export.csv").body();
        assertThat(export.lines()).hasSize(DirectoryFile.MOST_LINES + 1);
        assertThat(keeper.get(where(send(keeper, export))).body()).contains("Nothing to import");
    }

    private static String seal(String page) {
        return Pattern.compile("name=\"seen\" value=\"([0-9a-f]{64})\"")
                .matcher(page)
                .results()
                .map((MatchResult found) -> Objects.requireNonNull(found.group(1)))
                .findFirst()
                .orElseThrow();
    }
}

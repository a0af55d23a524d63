package org.homeward.administration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import org.homeward.Caller;
import org.homeward.HomewardTest;
import org.homeward.calendar.Rosters;
import org.homeward.calendar.TeamCalendars;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An installation brought into use over HTTP, and who may do that. */
@HomewardTest
class AdministrationPagesTests {

    private static final String PASSWORD = "four words to remember";
    private static final ZoneId ZONE = ZoneId.of("America/New_York");

    @LocalServerPort
    int port;

    @Autowired
    People people;

    @Autowired
    Rosters rosters;

    @Autowired
    TeamCalendars calendars;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    private String admin = "";
    private String team = "";

    @BeforeEach
    void aFirstAdministratorAndATeam() {
        String own = UUID.randomUUID().toString().substring(0, 8);
        admin = "admin-" + own;
        team = "team-" + own;
        people.addOrganization("org-" + own, "Organisation " + own);
        people.addTeam(new Team(team, "org-" + own, "Team " + own, ZONE));
        person(admin, "Ada Admin", Role.ADMIN);
    }

    private void person(String id, String name, Role role) {
        people.addPerson(id, Person.Kind.PERSON, name, null, PASSWORD);
        people.addMembership(id, team, role);
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

    private List<String> trail(String objectId) {
        return jdbc.sql("select action from audit_event where object_id = ? and actor = ? order by at, id")
                .params(objectId, admin)
                .query(String.class)
                .list();
    }

    @Test
    void onlyAdministratorsSeeThesePages() {
        String lead = "lead-" + team;
        person(lead, "Lea Lead", Role.TEAM_LEAD);
        for (String path : List.of("/admin/people", "/admin/people/new", "/admin/people/" + admin, "/admin/teams")) {
            assertThat(as(admin).get(path).statusCode()).as(path).isEqualTo(200);
            assertThat(as(lead).get(path).statusCode()).as(path).isEqualTo(403);
            assertThat(Caller.anonymous(port).get(path).statusCode()).as(path).isEqualTo(302);
        }
        assertThat(post(as(lead), "/admin/people/" + lead + "/roles", "team", team, "role", "admin")
                        .statusCode())
                .isEqualTo(403);
        assertThat(people.find(lead).orElseThrow().has(Role.ADMIN)).isFalse();
        assertThat(as(lead).get("/roster").statusCode()).isEqualTo(302);
        assertThat(as(lead).get("/my-work").body()).contains("/roster").doesNotContain("/admin/people");
        assertThat(as(admin).get("/").headers().firstValue("Location"))
                .hasValueSatisfying(where -> assertThat(where).endsWith("/admin/people"));
    }

    @Test
    void aPersonIsAddedGivenARoleAndCanWork() {
        Caller ada = as(admin);
        String nurse = "núria".replace("ú", "u") + "." + team;

        assertThat(post(ada, "/admin/people/new", "id", "Not A Name!", "name", " ", "email", "x", "password", "short")
                        .body())
                .contains("small letters", "Enter a name", "nora@example.org", "at least 12 characters");
        assertThat(post(
                                ada,
                                "/admin/people/new",
                                "id",
                                nurse,
                                "name",
                                "Núria Ibáñez, RN",
                                "password",
                                nurse + "-1234567")
                        .body())
                .contains("out of the password", "Núria Ibáñez, RN");
        assertThat(post(ada, "/admin/people/new", "id", nurse, "name", "Núria Ibáñez, RN", "password", PASSWORD)
                        .statusCode())
                .isEqualTo(302);
        assertThat(post(ada, "/admin/people/new", "id", nurse, "name", "Somebody", "password", PASSWORD)
                        .body())
                .contains("signs in with this name already");
        assertThat(people.find(nurse).orElseThrow().displayName()).isEqualTo("Núria Ibáñez, RN");

        post(ada, "/admin/people/" + nurse + "/roles", "team", team, "role", "integration");
        assertThat(people.find(nurse).orElseThrow().memberships()).isEmpty();
        post(ada, "/admin/people/" + nurse + "/roles", "team", team, "role", "nurse");
        assertThat(as(nurse).get("/my-work").body()).contains("My work", "Núria Ibáñez, RN");
        assertThat(ada.get("/admin/people?q=IB%C3%81%C3%91EZ").body()).contains(nurse);
        assertThat(trail(nurse)).containsExactly("person.added", "role.granted");
    }

    @Test
    void whatSomebodyElseChangedMeanwhileIsNotOverwritten() {
        String nurse = "nurse-" + team;
        person(nurse, "Nora Nurse", Role.NURSE);

        assertThat(post(as(admin), "/admin/people/" + nurse, "name", "Nora N. Nurse", "seenName", "Nora Nurse")
                        .statusCode())
                .isEqualTo(302);
        assertThat(post(as(admin), "/admin/people/" + nurse, "name", "Eleonora Nurse", "seenName", "Nora Nurse")
                        .body())
                .contains("Somebody else has changed this person meanwhile", "Eleonora Nurse");
        assertThat(people.find(nurse).orElseThrow().displayName()).isEqualTo("Nora N. Nurse");
    }

    @Test
    void aNewPasswordAndBeingPutOutEndWhatWasOpen() {
        String nurse = "nurse-" + team;
        person(nurse, "Nora Nurse", Role.NURSE);
        Caller open = as(nurse);
        assertThat(open.get("/my-work").statusCode()).isEqualTo(200);

        assertThat(post(as(admin), "/admin/people/" + nurse + "/password", "password", "password1234")
                        .body())
                .contains("among the first that are tried");
        post(as(admin), "/admin/people/" + nurse + "/password", "password", "other words to remember");
        assertThat(open.get("/my-work").statusCode()).isEqualTo(302);

        post(as(admin), "/admin/people/" + nurse + "/deactivate", "giveBack", "true");
        assertThat(people.active(nurse)).isFalse();
        assertThat(as(admin).get("/admin/people/" + nurse).body()).contains("Put out", "Let in again");
        post(as(admin), "/admin/people/" + nurse + "/reactivate");
        assertThat(people.active(nurse)).isTrue();
        assertThat(trail(nurse)).containsExactly("password.set", "person.deactivated", "person.reactivated");
    }

    @Test
    void theLastAdministratorStaysAndNobodyPutsThemselvesOut() {
        List<String> others = jdbc.sql("select distinct p.id from person p join membership m on m.person_id = p.id"
                        + " where p.active and m.role = 'admin' and p.id <> ?")
                .param(admin)
                .query(String.class)
                .list();
        others.forEach(people::deactivate);
        try {
            Caller ada = as(admin);
            post(ada, "/admin/people/" + admin + "/roles/remove", "team", team, "role", "admin");
            post(ada, "/admin/people/" + admin + "/deactivate");
            assertThat(people.find(admin).orElseThrow())
                    .matches(Person::active)
                    .matches(person -> person.has(Role.ADMIN));
            String second = "second-" + team;
            person(second, "Second Admin", Role.ADMIN);
            post(ada, "/admin/people/" + admin + "/deactivate");
            assertThat(people.active(admin)).as("not oneself").isTrue();
            post(as(second), "/admin/people/" + admin + "/deactivate");
            assertThat(people.active(admin)).isFalse();
        } finally {
            others.forEach(people::reactivate);
        }
    }

    @Test
    void aTeamGetsHoursAndHolidaysThatItsDeadlinesKnowAtOnce() {
        Caller ada = as(admin);
        String organization = people.team(team).orElseThrow().organizationId();
        String fresh = team + "-b";
        assertThat(post(
                                ada,
                                "/admin/teams",
                                "id",
                                fresh,
                                "name",
                                "Añover",
                                "organization",
                                organization,
                                "zone",
                                "Mars/Base")
                        .body())
                .contains("Choose a time zone", "Añover");
        post(ada, "/admin/teams", "id", fresh, "name", "Añover", "organization", organization, "zone", "Europe/Madrid");
        assertThat(people.team(fresh).orElseThrow().timeZone()).isEqualTo(ZoneId.of("Europe/Madrid"));

        assertThat(post(ada, "/admin/teams/" + fresh + "/hours", "MONDAY", "eight to five", "reason", "new")
                        .body())
                .contains("Monday: write hours as 08:00-17:00", "eight to five");
        post(ada, "/admin/teams/" + fresh + "/hours", "SATURDAY", "9:00-12:00, 13:00-15:30", "reason", "Saturdays");
        Instant saturday = LocalDate.of(2027, 1, 9)
                .atTime(14, 0)
                .atZone(ZoneId.of("Europe/Madrid"))
                .toInstant();
        assertThat(calendars.of(fresh).staffedAt(saturday)).isTrue();
        assertThat(calendars.of(fresh).staffedAt(saturday.minus(Duration.ofMinutes(90))))
                .isFalse();

        LocalDate day = LocalDate.ofInstant(clock.instant(), ZONE).plusDays(30);
        post(ada, "/admin/teams/" + fresh + "/holidays", "day", day.toString(), "name", "Fiesta del barrio");
        assertThat(calendars.of(fresh).businessDays().isBusinessDay(day)).isFalse();
        assertThat(ada.get("/admin/teams/" + fresh).body()).contains("Fiesta del barrio");
        post(ada, "/admin/teams/" + fresh + "/holidays/remove", "day", day.toString());
        assertThat(ada.get("/admin/teams/" + fresh).body()).doesNotContain("Fiesta del barrio");
        assertThat(trail(fresh)).containsExactly("team.added", "team.hoursChanged", "holiday.added", "holiday.removed");
    }

    @Test
    void aLeadKeepsTheRosterOfTheOwnTeamAndNoOther() {
        String lead = "lead-" + team;
        person(lead, "Lea Lead", Role.TEAM_LEAD);
        people.addTeam(new Team(team + "-x", people.team(team).orElseThrow().organizationId(), "Other", ZONE));
        Caller lea = as(lead);
        assertThat(lea.get("/roster/" + team + "-x").statusCode()).isEqualTo(404);
        assertThat(lea.get("/roster/" + team).body())
                .contains("No on call clinician is on the roster this week", "No turns this week");

        DateTimeFormatter field = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm");
        var from = clock.instant().atZone(ZONE).plusHours(1);
        String[] turn = {
            "person",
            lead,
            "role",
            "team-lead",
            "duty",
            "ON_CALL",
            "from",
            field.format(from),
            "to",
            field.format(from.minusHours(2))
        };
        assertThat(post(lea, "/roster/" + team, turn).body()).contains("The turn ends after it begins");
        turn[3] = "pharmacist";
        turn[9] = field.format(from.plusHours(8));
        assertThat(post(lea, "/roster/" + team, turn).body()).contains("somebody who holds this role");
        turn[3] = "team-lead";
        assertThat(post(lea, "/roster/" + team, turn).statusCode()).isEqualTo(302);

        List<Rosters.Turn> there =
                rosters.at(team, "team-lead", from.plusHours(2).toInstant());
        assertThat(there).singleElement().satisfies(one -> assertThat(one.personId())
                .isEqualTo(lead));
        assertThat(rosters.at(team, "team-lead", from.minusMinutes(30).toInstant()))
                .isEmpty();
        UUID id = there.get(0).id();
        assertThat(post(as(admin), "/roster/" + team + "-x/turns/" + id + "/remove")
                        .statusCode())
                .isEqualTo(302);
        assertThat(rosters.find(id))
                .as("another team's turn is not found there")
                .isPresent();
        post(
                lea,
                "/roster/" + team + "/turns/" + id + "/remove",
                "week",
                from.toLocalDate().toString());
        assertThat(rosters.find(id)).isEmpty();
    }
}

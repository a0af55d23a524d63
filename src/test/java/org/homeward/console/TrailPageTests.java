package org.homeward.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.homeward.Caller;
import org.homeward.HomewardTest;
import org.homeward.audit.Audit;
import org.homeward.console.Ward.Stay;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What the trail hears at the doors, and what a privacy officer reads there. */
@HomewardTest
class TrailPageTests {

    private static final String PASSWORD = "only-for-tests-1";

    @LocalServerPort
    int port;

    @Autowired
    People people;

    @Autowired
    Audit audit;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    Clock clock;

    Ward ward;

    @BeforeEach
    void open() {
        ward = new Ward(port, people, clock);
    }

    private String person(Role role) {
        String id = "trail-" + UUID.randomUUID().toString().substring(0, 8);
        people.addPerson(id, Person.Kind.PERSON, "Person " + id, null, PASSWORD);
        people.addMembership(id, Ward.NORTH, role);
        return id;
    }

    private Caller as(String id) {
        return Caller.signedIn(port, id, PASSWORD);
    }

    private List<Map<String, Object>> acts(String actor) {
        return jdbc.sql(
                        "select action, outcome, object_type, object_id, details from audit_event where actor = ? order by id")
                .param(actor)
                .query()
                .listOfRows();
    }

    private static String act(Map<String, Object> row) {
        return row.get("action") + " " + row.get("outcome");
    }

    @Test
    void whoCameInWasKeptOutAndLeftIsOnTheTrail() {
        String id = person(Role.NURSE);
        Caller wrong = Caller.anonymous(port);
        assertThat(Caller.system(port, id, "not-the-password")
                        .get("/api/v1/episodes/" + UUID.randomUUID())
                        .statusCode())
                .isEqualTo(401);
        assertThat(wrong.get("/my-work").statusCode()).isEqualTo(302);
        Caller nurse = as(id);
        Ward.post(nurse, "/logout");

        assertThat(acts(id))
                .extracting(TrailPageTests::act)
                .containsExactly("session.began DENIED", "session.began DONE", "session.ended DONE");
        assertThat(String.valueOf(acts(id).get(0).get("details")))
                .contains("credentials")
                .contains("127.0.0.1");
    }

    @Test
    void whoGuessesIsThrottledOnTheTrailAndWhatWasTypedForANameIsNot() {
        String id = person(Role.NURSE);
        for (int i = 0; i < 11; i++) {
            Caller.system(port, id, "guess-" + i).get("/api/v1/episodes/" + UUID.randomUUID());
        }
        assertThat(String.valueOf(acts(id).get(10).get("details"))).contains("throttled");

        String typed = "hunter2-" + UUID.randomUUID();
        Caller.system(port, typed, "x").get("/api/v1/episodes/" + UUID.randomUUID());
        assertThat(jdbc.sql("select count(*) from audit_event where actor = ? or object_id = ? or details like ?")
                        .params(typed, typed, "%" + typed + "%")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void whatIsBehindAWallIsNotThereAndOnTheTrail() {
        Stay stay = ward.discharged("Walled", "Patient");
        String id = person(Role.PROCESS_OWNER);
        Caller owner = as(id);
        assertThat(owner.get("/patients/" + stay.patientId()).statusCode()).isEqualTo(403);
        assertThat(owner.get("/nothing/here/John-Testcase").statusCode()).isEqualTo(403);
        assertThat(owner.get("/camunda/api/admin/setup/default/user/create").statusCode())
                .isEqualTo(404);

        assertThat(acts(id))
                .extracting(TrailPageTests::act)
                .containsExactly(
                        "session.began DONE", "route.asked DENIED", "route.asked DENIED", "route.asked DENIED");
        assertThat(acts(id).get(1)).containsEntry("object_id", stay.patientId().toString());
        assertThat(acts(id).toString()).doesNotContain("John");
    }

    @Test
    void aTasksFormIsARead() {
        Stay stay = ward.discharged("Form", "Reader");
        String task = jdbc.sql("select task_id from work_item where episode_id = ? limit 1")
                .param(stay.episodeId().toString())
                .query(String.class)
                .single();
        ward.nurse().get("/api/v1/tasks/" + task + "/form");
        assertThat(audit.of("patient", stay.patientId().toString()))
                .anyMatch(event -> event.action().equals("task.read")
                        && task.equals(event.details().get("task")));
    }

    @Test
    void aPrivacyOfficerChecksTheTrail() {
        String officer = person(Role.PRIVACY_OFFICER);
        Caller caller = as(officer);
        assertThat(ward.nurse().get("/trail").statusCode()).isEqualTo(403);
        assertThat(caller.get("/trail").body()).contains("Check every row now", "Not sealed yet");
        assertThat(Ward.location(Ward.post(caller, "/trail/check"))).isEqualTo("/trail");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> caller.get("/trail/check").body().contains("Intact"));
        assertThat(caller.get("/trail/check").headers().firstValue("HX-Refresh"))
                .as("so that the list of checks is not an old one")
                .hasValue("true");
        assertThat(caller.get("/trail").body()).contains("Person " + officer);
    }

    @Test
    void aPrivacyOfficerReadsAndTakesAwayWhoSawAPatient() {
        Stay stay = ward.discharged("Disclosed", "Patient");
        ward.nurse().get("/patients/" + stay.patientId());
        String officer = person(Role.PRIVACY_OFFICER);
        Caller caller = as(officer);
        String path = "/trail/patients/" + stay.patientId();

        assertThat(caller.get(path).body())
                .contains("Looked at the patient", "Núria Ibáñez, RN", "Patient, Disclosed", stay.mrn())
                .doesNotContain("patient.read");
        HttpResponse<String> csv = caller.get(path + "/disclosures.csv");
        assertThat(csv.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(csv.body())
                .startsWith("at (America/New_York),at (UTC),who,name,what")
                .contains("\"ward-nurse\",\"Núria Ibáñez, RN\",\"Looked at the patient\"");
        assertThat(audit.of("patient", stay.patientId().toString()))
                .anyMatch(event -> event.action().equals("disclosures.exported")
                        && event.actor().equals(officer));
        assertThat(as(person(Role.OPERATOR)).get(path).statusCode())
                .as("operators see no patients")
                .isEqualTo(403);
        assertThat(caller.get("/trail/patients/" + UUID.randomUUID()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aReadingOfAnotherTeamSaysWhyInWords() {
        Stay stay = ward.discharged("Reasoned", "Patient");
        Caller south = ward.southNurse();
        Ward.post(
                south,
                "/glass",
                "identifier",
                stay.mrn(),
                "birthDate",
                "1951-04-12",
                "reason",
                "EMERGENCY",
                "words",
                "She is short of breath at our desk");
        assertThat(south.get(stay.patient()).statusCode()).isEqualTo(200);
        Caller caller = as(person(Role.PRIVACY_OFFICER));
        String path = "/trail/patients/" + stay.patientId();
        for (String shown : List.of(path, path + "/disclosures.csv")) {
            assertThat(caller.get(shown).body())
                    .as(shown)
                    .contains(
                            "Opened the patient of another team",
                            "As a patient of another team. Reason: The patient needs care now");
        }
    }

    @Test
    void patientsThatLookAlikeAreToldApart() {
        String given = "Alike" + UUID.randomUUID().toString().replaceAll("[^a-f]", "");
        Stay one = ward.discharged(given, "Twin");
        Stay other = ward.discharged(given, "Twin");
        Caller officer = as(person(Role.PRIVACY_OFFICER));
        assertThat(Ward.location(officer.get("/trail/patients")))
                .as("nobody was looked for yet")
                .isEqualTo("/trail");
        assertThat(Ward.location(Ward.post(officer, "/trail/patients", "q", given)))
                .as("so that going back works")
                .isEqualTo("/trail/patients");
        assertThat(officer.get("/trail/patients").body())
                .contains(one.mrn(), other.mrn(), "Born Apr 12, 1951", "Transitions North");
    }

    @Test
    void daysThatAreNoneOrTheWrongWayRoundAreSaidInWords() {
        Stay stay = ward.discharged("Days", "Asked");
        Caller caller = as(person(Role.PRIVACY_OFFICER));
        String path = "/trail/patients/" + stay.patientId();
        String backwards = "?from=2026-03-02&to=2026-03-01";
        assertThat(caller.get(path + backwards).body())
                .contains("From is later than To")
                .doesNotContain("Nothing in these days");
        assertThat(caller.get(path + "/disclosures.csv" + backwards).statusCode())
                .isEqualTo(400);
        HttpResponse<String> none = caller.send(caller.request(path + "?from=tomorrow")
                .header("Accept", "text/html")
                .GET());
        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(none.body()).contains("such as a date that is none");
    }

    @Test
    void theWidestRangeThatCanBeAskedForHoldsEverything() {
        Stay stay = ward.discharged("Ever", "Andalways");
        ward.nurse().get(stay.patient());
        Caller caller = as(person(Role.PRIVACY_OFFICER));
        String path = "/trail/patients/" + stay.patientId() + "/disclosures.csv?from=0001-01-01&to=9999-12-31";

        assertThat(caller.get(path).body()).contains("ward-nurse");
    }

    @Test
    void whereMoreThanFiveThousandHappenedTheNewestAreShownAndThatIsSaid() {
        Stay stay = ward.discharged("Much", "Read");
        Caller caller = as(person(Role.PRIVACY_OFFICER));
        String path = "/trail/patients/" + stay.patientId();
        String only = "Only the newest 5,000";
        try {
            happened(stay, 4_000);
            assertThat(caller.get(path).body())
                    .contains("Many 0<", "Many 3999<")
                    .doesNotContain(only);
            assertThat(caller.get(path + "/disclosures.csv").body()).doesNotContain(only);
            happened(stay, 5_000);

            String page = caller.get(path).body();
            assertThat(page).contains(only, "Many 0<").doesNotContain("Many 4999<");
            assertThat(page.split("<tr", -1)).hasSizeBetween(5_001, 5_003);
            String csv = caller.get(path + "/disclosures.csv").body();
            assertThat(csv.lines()).hasSize(1 + 5_000 + 1);
            assertThat(csv.lines().skip(5_001))
                    .allSatisfy(last -> assertThat(last).contains(only));
        } finally {
            // whoever checks the trail after this must find none that it did not write
            transactions.executeWithoutResult(status ->
                    jdbc.sql("delete from audit_event where actor = 'many'").update());
        }
    }

    /** So many events, each a second older than the one before, in the place of those of an earlier call. */
    private void happened(Stay stay, int times) {
        transactions.executeWithoutResult(status -> {
            jdbc.sql("delete from audit_event where actor = 'many'").update();
            String digits = "(select 0 d union all select 1 union all select 2 union all select 3 union all select 4"
                    + " union all select 5 union all select 6 union all select 7 union all select 8 union all select 9)";
            jdbc.sql("insert into audit_event (id, at, actor, action, object_type, object_id, outcome, details)"
                            + " select uuid(), date_sub(?, interval n second), 'many', concat('many.', n), 'patient', ?,"
                            + " 'DONE', '{}' from (select a.d + 10 * b.d + 100 * c.d + 1000 * e.d n from "
                            + digits + " a, " + digits + " b, " + digits + " c, " + digits + " e) numbers where n < ?")
                    .params(
                            LocalDateTime.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC),
                            stay.patientId().toString(),
                            times)
                    .update();
        });
    }

    @Test
    void noCellIsAFormula() {
        assertThat(SpreadsheetLine.of("=1+1", "+1", "-1", "@x", "\tx", "plain", "a \"quoted\", word", ""))
                .isEqualTo("\"'=1+1\",\"'+1\",\"'-1\",\"'@x\",\"'\tx\",\"plain\",\"a \"\"quoted\"\", word\",\"\"\r\n");
    }
}

package org.homeward.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.homeward.Caller;
import org.homeward.HomewardTest;
import org.homeward.access.BreakGlass;
import org.homeward.access.Glass;
import org.homeward.audit.Audit;
import org.homeward.console.Ward.Stay;
import org.homeward.notification.Notifications;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Breaking the glass, over HTTP: who may, for whom, what it opens and what stays shut, and who hears of it. */
@HomewardTest
class GlassTests {

    private static final String PASSWORD = "four words to remember";
    private static final String BORN = "1951-04-12";
    private static final String WHY = "She called our desk by mistake and is short of breath";

    @LocalServerPort
    int port;

    @Autowired
    People people;

    @Autowired
    Clock clock;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    Notifications notifications;

    @Autowired
    BreakGlass glasses;

    @Autowired
    Audit audit;

    Ward ward;
    private String own = "";

    @BeforeEach
    void open() {
        ward = new Ward(port, people, clock);
        own = UUID.randomUUID().toString().substring(0, 8);
    }

    private String person(String team, Role... roles) {
        String id = roles[0].code() + "-" + UUID.randomUUID().toString().substring(0, 8);
        people.addPerson(id, Person.Kind.PERSON, "Glass " + id, null, PASSWORD);
        for (Role role : roles) {
            people.addMembership(id, team, role);
        }
        return id;
    }

    private Caller as(String id) {
        return Caller.signedIn(port, id, PASSWORD);
    }

    private static HttpResponse<String> ask(Caller caller, String identifier) {
        return sent(caller, "identifier", identifier, "birthDate", BORN, "reason", "CALLED", "words", WHY);
    }

    /** Where nothing was opened, the form with what was said of it. */
    private static HttpResponse<String> sent(Caller caller, String... fields) {
        HttpResponse<String> answer = Ward.post(caller, "/glass", fields);
        return Ward.location(answer).equals("/glass") ? caller.get("/glass") : answer;
    }

    private String glassOf(String personId) {
        return jdbc.sql("select id from glass where person_id = ? order by id desc limit 1")
                .param(personId)
                .query(String.class)
                .single();
    }

    private List<String> trail(Stay stay, String personId) {
        return jdbc.sql("select concat(action, ' ', outcome, ' ', details) from audit_event"
                        + " where object_id in (?, ?) and actor = ? order by at, id")
                .params(stay.patientId().toString(), personId, personId)
                .query(String.class)
                .list();
    }

    private void letTimePass(String personId, int minutes) {
        transactions.executeWithoutResult(status -> {
            jdbc.sql("update glass set ends_at = date_sub(ends_at, interval ? minute) where person_id = ?")
                    .params(minutes, personId)
                    .update();
            jdbc.sql("update glass_try set at = date_sub(at, interval ? minute) where person_id = ?")
                    .params(minutes, personId)
                    .update();
        });
    }

    @Test
    void aPatientOfAnotherTeamIsNotThereUntilTheGlassIsBroken() {
        Stay stay = ward.discharged("Rosa" + own, "Delgado");
        String sue = person(Ward.SOUTH, Role.NURSE);
        Caller south = as(sue);
        assertThat(south.get(stay.patient()).statusCode()).isEqualTo(404);
        Ward.post(south, "/patients", "q", stay.mrn());
        assertThat(south.get("/patients").body()).contains("Nobody found", "href=\"/glass\"");

        HttpResponse<String> opened = ask(south, stay.mrn());
        assertThat(Ward.location(opened)).isEqualTo(stay.patient());
        assertThat(south.get(stay.patient()).body())
                .contains("Rosa" + own, "a patient of another team", "Give back", "main--read-only");
        assertThat(south.get(stay.episode() + "/medications").statusCode()).isEqualTo(200);
        assertThat(south.get(stay.episode() + "/record").statusCode()).isEqualTo(200);
        assertThat(south.get("/my-work").body()).as("on every page").contains("Rosa" + own, "Give back");
    }

    @Test
    void itOpensToReadAndNothingElse() {
        Stay stay = ward.discharged("Only" + own, "Reading");
        ReconciliationByForms forms = new ReconciliationByForms(jdbc, stay.episodeId());
        forms.gathersAsListed(ward.nurse());
        forms.decidesAll(Map.of("nurse", ward.nurse(), "pharmacist", ward.pharmacist()));
        String signed = forms.signs(ward.pharmacist(), Map.of());
        Stay other = ward.discharged("Notopened" + own, "Reading");
        String sue = person(Ward.SOUTH, Role.NURSE, Role.CARE_MANAGER);
        Caller south = as(sue);
        ask(south, stay.mrn());
        String episode = stay.episode();
        for (String path : List.of(episode + "/submissions/" + signed, episode + "/medications/list")) {
            assertThat(ward.nurse().get(path).statusCode()).as(path).isEqualTo(200);
        }
        for (String path : List.of(
                episode + "/contact",
                episode + "/medications/list",
                episode + "/referrals/documents/" + UUID.randomUUID(),
                stay.patient() + "/medications",
                stay.patient() + "/referrals",
                episode + "/report",
                episode + "/risk",
                episode + "/record.pdf",
                episode + "/referrals",
                episode + "/social-needs",
                episode + "/social-needs/screen",
                episode + "/submissions/" + signed,
                "/api/v1/episodes/" + stay.episodeId(),
                "/api/v1/episodes/" + stay.episodeId() + "/contacts/0/now/form",
                other.patient())) {
            assertThat(south.get(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(trail(stay, sue))
                .as("no door looked behind the glass before it was found shut")
                .filteredOn(line -> line.contains("\"glass\""))
                .allMatch(line -> line.startsWith("glass.opened DONE"));
        for (String page : List.of(stay.patient(), episode + "/record")) {
            assertThat(ward.nurse().get(page).body()).as(page).contains("/submissions/" + signed);
            assertThat(south.get(page).body())
                    .as("no way to what stays shut")
                    .contains("main--read-only")
                    .doesNotContain(
                            episode + "/submissions",
                            episode + "/social-needs",
                            episode + "/risk",
                            episode + "/referrals",
                            episode + "/contact",
                            episode + "/report");
        }
        assertThat(ward.nurse().get(stay.patient()).body()).contains(episode + "/social-needs", episode + "/referrals");
        assertThat(Ward.post(south, episode + "/report", "what", "DIED").statusCode())
                .isEqualTo(404);
        assertThat(Ward.post(south, episode + "/risk", "tier", "HIGH", "reason", "x")
                        .statusCode())
                .isEqualTo(404);
        assertThat(Ward.post(south, episode + "/medications/items/" + UUID.randomUUID(), "decision", "CONTINUE")
                        .statusCode())
                .isEqualTo(404);
        String task = jdbc.sql("select task_id from work_item where episode_id = ? limit 1")
                .param(stay.episodeId().toString())
                .query(String.class)
                .single();
        Ward.post(south, "/my-work/tasks/" + task + "/claim");
        assertThat(jdbc.sql("select count(*) from work_item where task_id = ? and assignee is null")
                        .param(task)
                        .query(Integer.class)
                        .single())
                .isOne();
        assertThat(south.get("/my-work?list=team").body()).doesNotContain("/my-work/tasks/" + task);
    }

    @Test
    void thePageFromWhichItIsBrokenIsAlwaysOffered() {
        assertThat(as(person(Ward.SOUTH, Role.NURSE)).get("/patients").body())
                .as("also where nobody has searched")
                .contains("href=\"/glass\"");
    }

    @Test
    void thePatientIsNamedOnEachPageAlsoAfterSigningInAnewAndElsewhere() {
        Stay stay = ward.discharged("Again" + own, "Signedin");
        String sue = person(Ward.SOUTH, Role.NURSE);
        Caller elsewhere = as(sue);
        ask(as(sue), stay.mrn());
        for (Caller caller : List.of(elsewhere, as(sue))) {
            for (String page : List.of("/my-work", "/patients", "/account")) {
                assertThat(caller.get(page).body()).as(page).contains("Again" + own, "Give back");
            }
        }
    }

    @Test
    void theMenuCountsWhatWaitsForTheOfficerAndWhatIsNewForTheLead() {
        people.addOrganization("counting-" + own, "Counting " + own);
        for (String team : List.of("counted-" + own, "opening-" + own)) {
            people.addTeam(new Team(team, "counting-" + own, team, ZoneId.of("America/New_York")));
        }
        Stay stay = ward.discharged("Counted" + own, "Glass");
        UUID theirs = earlier(stay, "counted-" + own);
        transactions.executeWithoutResult(status -> jdbc.sql("update episode set organization_id = ? where id = ?")
                .params("counting-" + own, theirs.toString())
                .update());
        Caller lead = as(person("counted-" + own, Role.TEAM_LEAD));
        Caller officer = as(person("counted-" + own, Role.PRIVACY_OFFICER));
        assertThat(lead.get("/patients").body()).contains("Opened by other teams<");
        assertThat(officer.get("/account").body()).contains("Opened patients<");

        String sue = person("opening-" + own, Role.NURSE);
        ask(as(sue), stay.mrn());
        assertThat(lead.get("/patients").body()).contains("Opened by other teams (1)<");
        assertThat(officer.get("/account").body()).contains("Opened patients (1)<");

        Ward.post(officer, "/glass/" + glassOf(sue) + "/review", "remark", "Fine");
        assertThat(officer.get("/account").body()).contains("Opened patients<");
        transactions.executeWithoutResult(status -> jdbc.sql(
                        "update glass set opened_at = date_sub(opened_at, interval 8 day) where person_id = ?")
                .param(sue)
                .update());
        assertThat(lead.get("/patients").body()).contains("Opened by other teams<");
        assertThat(as(person(Ward.SOUTH, Role.NURSE)).get("/patients").body()).doesNotContain("/glass/review");
    }

    @Test
    void itEndsByItselfAndWhenItIsGivenBack() {
        Stay stay = ward.discharged("Ending" + own, "Glass");
        String sue = person(Ward.SOUTH, Role.NURSE);
        Caller south = as(sue);
        ask(south, stay.mrn());
        assertThat(Ward.location(Ward.post(south, "/glass/" + glassOf(sue) + "/back")))
                .isEqualTo("/patients");
        HttpResponse<String> over = south.get(stay.patient());
        assertThat(over.statusCode()).isEqualTo(404);
        assertThat(shown(south, stay)).contains("Your reading is over", "href=\"/glass\"");
        assertThat(shown(as(person(Ward.SOUTH, Role.NURSE)), stay))
                .as("others learn nothing")
                .contains("This is not here")
                .doesNotContain("reading is over");
        assertThat(south.get("/my-work").body()).doesNotContain("Give back");

        ask(south, stay.mrn());
        assertThat(south.get(stay.patient()).statusCode()).isEqualTo(200);
        letTimePass(sue, 59);
        assertThat(south.get(stay.patient()).statusCode()).isEqualTo(200);
        letTimePass(sue, 2);
        assertThat(south.get(stay.patient()).statusCode()).isEqualTo(404);
        assertThat(south.get("/my-work").body()).doesNotContain("Ending" + own);
        assertThat(trail(stay, sue))
                .anyMatch(line -> line.startsWith("glass.opened DONE"))
                .anyMatch(line -> line.startsWith("glass.givenBack DONE"));
    }

    /** As a browser asks for it: others get no page but a problem. */
    private static String shown(Caller caller, Stay stay) {
        return caller.send(caller.request(stay.patient()).header("Accept", "text/html"))
                .body();
    }

    @Test
    void nobodyGivesBackSomebodyElsesAndARoleThatIsLostEndsIt() {
        Stay stay = ward.discharged("Lost" + own, "Role");
        String sue = person(Ward.SOUTH, Role.NURSE);
        Caller south = as(sue);
        ask(south, stay.mrn());
        Ward.post(as(person(Ward.SOUTH, Role.NURSE)), "/glass/" + glassOf(sue) + "/back");
        assertThat(south.get(stay.patient()).statusCode()).isEqualTo(200);
        people.removeMembership(sue, Ward.SOUTH, Role.NURSE);
        assertThat(south.get(stay.patient()).statusCode()).isEqualTo(403);
    }

    @Test
    void onlyExactIdentifiersOpenAndAReasonIsNeeded() {
        Stay stay = ward.discharged("Exactly" + own, "Núñez");
        String sue = person(Ward.SOUTH, Role.NURSE);
        Caller south = as(sue);
        assertThat(sent(south, "family", "Núñez", "reason", "CALLED", "words", WHY)
                        .body())
                .contains("Enter the identifier or both names, and the birth date");
        assertThat(sent(south, "identifier", stay.mrn(), "reason", "CALLED", "words", WHY)
                        .body())
                .as("one digit wrong is another patient")
                .contains("Enter the identifier or both names, and the birth date");
        assertThat(sent(south, "identifier", stay.mrn(), "words", WHY).body())
                .contains("Choose why you need this patient");
        assertThat(sent(south, "identifier", stay.mrn(), "reason", "CALLED", "words", "because")
                        .body())
                .contains("in your own words", stay.mrn());
        assertThat(jdbc.sql("select count(*) from glass where person_id = ?")
                        .param(sue)
                        .query(Integer.class)
                        .single())
                .isZero();

        assertThat(ask(south, stay.mrn().substring(0, 10)).body()).contains("Nobody in your organization matches");
        assertThat(named(south, "Exact", "Núñez", "1951-04-12").body())
                .as("a beginning is not exact")
                .contains("Nobody in your organization matches");
        assertThat(named(south, "Exactly" + own, "Núñez", "1951-04-13").body())
                .contains("Nobody in your organization matches");
        assertThat(Ward.location(named(south, "exactly" + own, "nunez", "1951-04-12")))
                .as("without accents, as everywhere")
                .isEqualTo(stay.patient());
    }

    private static HttpResponse<String> named(Caller caller, String given, String family, String birthDate) {
        return sent(
                caller, "given", given, "family", family, "birthDate", birthDate, "reason", "EMERGENCY", "words", WHY);
    }

    @Test
    void anIdentifierIsComparedWithoutCaseAsNamesAre() {
        Stay stay = ward.discharged("Lower" + own, "Case");
        assertThat(stay.mrn()).isNotEqualTo(stay.mrn().toLowerCase(Locale.ROOT));
        Caller south = as(person(Ward.SOUTH, Role.NURSE));
        assertThat(Ward.location(ask(south, stay.mrn().toLowerCase(Locale.ROOT))))
                .isEqualTo(stay.patient());
    }

    @Test
    void neverAcrossOrganisations() {
        Stay stay = ward.discharged("Far" + own, "Away");
        String lars = person("lakeside-transitions", Role.ON_CALL_CLINICIAN);
        Caller lakeside = as(lars);
        assertThat(ask(lakeside, stay.mrn()).body()).contains("Nobody in your organization matches");
        assertThat(lakeside.get(stay.patient()).statusCode()).isEqualTo(404);
        assertThat(trail(stay, lars)).anyMatch(line -> line.startsWith("glass.opened DENIED"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"PROCESS_OWNER", "OPERATOR", "INTEGRATION", "ADMIN", "PRIVACY_OFFICER"})
    void neverForWhoWorksWithNoPatients(Role role) {
        Stay stay = ward.discharged("Shut" + own, "For-" + role.code());
        Caller caller = as(person(Ward.SOUTH, role));
        assertThat(caller.get("/glass").statusCode()).isEqualTo(403);
        assertThat(ask(caller, stay.mrn()).statusCode()).isEqualTo(403);
        assertThat(caller.get(stay.patient()).statusCode()).isEqualTo(403);
    }

    @Test
    void aPatientOfOnesOwnTeamNeedsNoGlass() {
        Stay stay = ward.discharged("Own" + own, "Patient");
        String nora = person(Ward.NORTH, Role.NURSE);
        assertThat(Ward.location(ask(as(nora), stay.mrn()))).isEqualTo(stay.patient());
        assertThat(jdbc.sql("select count(*) from glass where person_id = ?")
                        .param(nora)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void anEndedEpisodeOfOnesOwnTeamKeepsNoGlassShut() {
        Stay stay = ward.discharged("Moved" + own, "Away");
        UUID earlier = earlier(stay, Ward.SOUTH);
        String theirs = stay.patient() + "/episodes/" + earlier;
        String sue = person(Ward.SOUTH, Role.NURSE);
        Caller south = as(sue);
        assertThat(south.get(theirs).statusCode()).isEqualTo(200);
        assertThat(south.get(stay.episode()).statusCode()).isEqualTo(404);
        Ward.post(south, "/patients", "q", stay.mrn());
        assertThat(south.get("/patients").body()).contains("Moved" + own, "href=\"/glass\"");

        assertThat(Ward.location(ask(south, stay.mrn()))).isEqualTo(stay.patient());
        assertThat(south.get(stay.patient()).body())
                .as("what is under way")
                .contains("a patient of another team", "main--read-only", theirs);
        assertThat(south.get(stay.episode() + "/medications").body()).contains("main--read-only");
        assertThat(south.get(theirs).body())
                .as("their own stays their own")
                .contains("An earlier episode", stay.episode())
                .doesNotContain("main--read-only");
        assertThat(Ward.post(south, stay.episode() + "/report", "what", "DIED").statusCode())
                .isEqualTo(404);
        assertThat(south.get(stay.episode() + "/social-needs").statusCode()).isEqualTo(404);
        assertThat(trail(stay, sue)).anyMatch(line -> line.contains(glassOf(sue)) && line.startsWith("patient.read"));

        Ward.post(south, "/glass/" + glassOf(sue) + "/back");
        assertThat(south.get(stay.episode()).statusCode()).isEqualTo(404);
        assertThat(south.get(theirs).statusCode()).isEqualTo(200);
    }

    /** An episode of the same patient that another team worked, and that has ended. */
    private UUID earlier(Stay stay, String team) {
        UUID id = UUID.randomUUID();
        String same = "kind, patient_id, source_facility, sequence, organization_id, owner_basis, reason,"
                + " verdict_decision, verdict_reason, verdict_rule, verdict_source, verdict_flags, received_at, zone,"
                + " tier_incomplete, opened_at, version";
        transactions.executeWithoutResult(status -> jdbc.sql("insert into episode (id, team_id, visit_number, stage,"
                        + " outcome, discharged_at, ended_at, " + same
                        + ") select :id, :team, :id, 'ENDED', 'COMPLETED',"
                        + " date_sub(discharged_at, interval 40 day), date_sub(discharged_at, interval 10 day), " + same
                        + " from episode where id = :from")
                .param("id", id.toString())
                .param("team", team)
                .param("from", stay.episodeId().toString())
                .update());
        return id;
    }

    @Test
    void whateverIsTypedBesideAnIdentifierMustAgree() {
        Stay stay = ward.discharged("Agreeing" + own, "Digits");
        String sue = person(Ward.SOUTH, Role.NURSE);
        Caller south = as(sue);
        assertThat(everything(south, stay.mrn(), "", "", "1951-04-13").body())
                .contains("Nobody in your organization matches");
        assertThat(everything(south, stay.mrn(), "", "Otherwise", BORN).body())
                .contains("Nobody in your organization matches");
        assertThat(everything(south, stay.mrn(), "Agree", "", BORN).body())
                .contains("Nobody in your organization matches");
        assertThat(south.get(stay.patient()).statusCode()).isEqualTo(404);
        assertThat(Ward.location(everything(south, stay.mrn(), "agreeing" + own, "digits", BORN)))
                .isEqualTo(stay.patient());
    }

    private static HttpResponse<String> everything(
            Caller caller, String identifier, String given, String family, String birthDate) {
        return sent(
                caller,
                "identifier",
                identifier,
                "given",
                given,
                "family",
                family,
                "birthDate",
                birthDate,
                "reason",
                "CALLED",
                "words",
                WHY);
    }

    @Test
    void aGlassThatNobodyHearsIsAnAlarm() {
        Stay stay = ward.discharged("Quiet" + own, "Place");
        ZoneId zone = ZoneId.of("America/New_York");
        people.addOrganization("quiet-" + own, "Quiet " + own);
        people.addTeam(new Team("quiet-a-" + own, "quiet-" + own, "Quiet A " + own, zone));
        people.addTeam(new Team("quiet-b-" + own, "quiet-" + own, "Quiet B " + own, zone));
        transactions.executeWithoutResult(status -> jdbc.sql(
                        "update episode set team_id = ?, organization_id = ? where id = ?")
                .params("quiet-a-" + own, "quiet-" + own, stay.episodeId().toString())
                .update());
        // the only one who would be told is the one who opens it
        String sue = person("quiet-b-" + own, Role.NURSE, Role.PRIVACY_OFFICER);
        assertThat(unheard("quiet-a-" + own)).isZero();
        assertThat(Ward.location(ask(as(sue), stay.mrn()))).isEqualTo(stay.patient());
        assertThat(unheard("quiet-a-" + own)).isOne();
        assertThat(jdbc.sql("select count(*) from notification where subject_id = ?")
                        .param(glassOf(sue))
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(ward.operator().get("/alarms").body()).contains("quiet-a-" + own, "nobody hears of it");
    }

    private int unheard(String team) {
        return jdbc.sql("select count(*) from alarm where kind = 'GLASS_UNHEARD' and team_id = ?")
                .param(team)
                .query(Integer.class)
                .single();
    }

    @Test
    void askedAtOnceTheLimitHolds() throws Exception {
        Person sue = people.find(person(Ward.SOUTH, Role.NURSE)).orElseThrow();
        ExecutorService desk = Executors.newFixedThreadPool(8);
        try {
            List<Callable<BreakGlass.Answer>> asked = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                BreakGlass.Whom nobody = new BreakGlass.Whom("MRN-at-once-" + i, "", "", LocalDate.parse(BORN));
                asked.add(() -> glasses.open(sue, nobody, Glass.Reason.CALLED, WHY));
            }
            List<BreakGlass.Answer> answers = new ArrayList<>();
            for (Future<BreakGlass.Answer> answer : desk.invokeAll(asked)) {
                answers.add(answer.get());
            }
            assertThat(answers)
                    .filteredOn(answer -> answer instanceof BreakGlass.Answer.NotFound)
                    .hasSize(5);
            assertThat(tries(sue.id())).as("who is refused is not counted on").isEqualTo(5);
        } finally {
            desk.shutdownNow();
        }
    }

    private int tries(String personId) {
        return jdbc.sql("select count(*) from glass_try where person_id = ?")
                .param(personId)
                .query(Integer.class)
                .single();
    }

    @Test
    void whoFindsThemMayOpenTwentyAnHour() {
        Stay stay = ward.discharged("Covered" + own, "Night");
        String sue = person(Ward.SOUTH, Role.NURSE);
        Caller south = as(sue);
        for (int i = 0; i < 20; i++) {
            assertThat(Ward.location(ask(south, stay.mrn()))).as("time " + i).isEqualTo(stay.patient());
            Ward.post(south, "/glass/" + glassOf(sue) + "/back");
        }
        assertThat(tries(sue)).isZero();
        assertThat(ask(south, stay.mrn()).body()).contains("You have asked too often");
    }

    @Test
    void whatOthersReadMeanwhilePushesNothingOffTheReview() {
        Stay stay = ward.discharged("Busy" + own, "Chart");
        String officer = person(Ward.SOUTH, Role.PRIVACY_OFFICER);
        String sue = person(Ward.SOUTH, Role.NURSE);
        Caller south = as(sue);
        ask(south, stay.mrn());
        south.get(stay.episode() + "/medications");
        for (int i = 0; i < 250; i++) {
            audit.recordRead(
                    "ward-nurse", "patient.read", "patient", stay.patientId().toString(), Ward.NORTH, Map.of());
        }
        assertThat(as(officer).get("/glass/" + glassOf(sue)).body())
                .contains("Opened the patient of another team", "Looked at the medicines")
                .doesNotContain("not all of it was looked through");
    }

    @Test
    void whoTriesTooOftenHasToWait() {
        Stay stay = ward.discharged("Often" + own, "Tried");
        String sue = person(Ward.SOUTH, Role.NURSE);
        Caller south = as(sue);
        for (int i = 0; i < 5; i++) {
            assertThat(ask(south, "MRN-nobody-" + i).body())
                    .contains("Nobody in your organization matches")
                    .contains(i == 4 ? "your last try" : i == 3 ? "One try is left" : (4 - i) + " tries are left")
                    .as("at no field, whatever it was that did not agree")
                    .doesNotContain("field--error");
        }
        assertThat(ask(south, stay.mrn()).body())
                .contains("You have asked too often")
                .containsPattern("It works again at \\d+:\\d\\d [AP]M E[SD]T");
        assertThat(south.get(stay.patient()).statusCode()).isEqualTo(404);
        assertThat(trail(stay, sue))
                .anyMatch(line -> line.startsWith("glass.opened DENIED") && line.contains("tooOften"));
        letTimePass(sue, 61);
        assertThat(Ward.location(ask(south, stay.mrn()))).isEqualTo(stay.patient());
    }

    @Test
    void theLeadAndThePrivacyOfficerAreToldWithoutANameAndTheOfficerReviews() {
        Stay stay = ward.discharged("Told" + own, "Everybody");
        earlier(stay, "coordination-desk");
        String leadOfAnEarlierOne = person("coordination-desk", Role.TEAM_LEAD);
        String lead = person(Ward.NORTH, Role.TEAM_LEAD);
        String officer = person(Ward.SOUTH, Role.PRIVACY_OFFICER);
        String foreign = person("lakeside-transitions", Role.PRIVACY_OFFICER);
        String sue = person(Ward.SOUTH, Role.NURSE, Role.PRIVACY_OFFICER);
        Caller south = as(sue);
        ask(south, stay.mrn());
        south.get(stay.patient());
        south.get(stay.episode() + "/medications");
        String glass = glassOf(sue);

        assertThat(jdbc.sql("select recipient from notification where subject_id = ?")
                        .param(glass)
                        .query(String.class)
                        .list())
                .contains(lead, officer, leadOfAnEarlierOne)
                .doesNotContain(foreign, "ward-nurse", sue);
        assertThat(unheard(Ward.NORTH)).isZero();
        assertThat(as(leadOfAnEarlierOne).get("/glass/review").body()).contains(glass);
        assertThat(as(leadOfAnEarlierOne).get("/glass/" + glass).body())
                .contains("Told" + own, WHY)
                .doesNotContain("What did you find?");
        assertThat(notifications.of(lead))
                .anySatisfy(told -> assertThat(told.line().words() + told.line().subject())
                        .contains("Coordination desk and Transitions North", "somebody of another team")
                        .doesNotContain("Told" + own, stay.mrn(), sue));
        assertThat(as(lead).get("/my-work").body()).contains("/glass/review");
        assertThat(as(lead).get("/glass/review").body()).contains(glass);
        assertThat(as(officer).get("/glass/review").body())
                .contains("Glass " + sue + " (" + sue + ")", "To review", glass);
        assertThat(as(officer).get("/glass/" + glass).body())
                .contains(
                        "Glass " + sue + " (" + sue + ")",
                        "Told" + own,
                        WHY,
                        "Looked at the patient",
                        "Looked at the medicines",
                        "Review",
                        "Still open until");
        assertThat(as(lead).get("/glass/" + glass).body())
                .contains("Told" + own, WHY)
                .doesNotContain("What did you find?");
        Map<String, Integer> others =
                Map.of(foreign, 404, person(Ward.NORTH, Role.NURSE), 403, person(Ward.NORTH, Role.ADMIN), 403);
        others.forEach((other, refusal) -> {
            assertThat(as(other).get("/glass/" + glass).statusCode()).as(other).isEqualTo(refusal);
            assertThat(Ward.post(as(other), "/glass/" + glass + "/review", "remark", "fine")
                            .statusCode())
                    .as(other)
                    .isEqualTo(refusal);
        });
        assertThat(as(foreign).get("/glass/review").body()).doesNotContain(glass);
        String leadElsewhere = person(Ward.SOUTH, Role.TEAM_LEAD);
        assertThat(as(leadElsewhere).get("/glass/review").body()).doesNotContain(glass);
        assertThat(as(leadElsewhere).get("/glass/" + glass).statusCode()).isEqualTo(404);
        assertThat(as(person(Ward.NORTH, Role.NURSE)).get("/glass/review").statusCode())
                .isEqualTo(403);
        assertThat(Ward.post(south, "/glass/" + glass + "/review", "remark", "my own, all fine")
                        .statusCode())
                .as("nobody reviews their own")
                .isEqualTo(404);

        Caller pia = as(officer);
        assertThat(Ward.post(pia, "/glass/" + glass + "/review", "remark", " ").body())
                .contains("Say what you found");
        Ward.post(pia, "/glass/" + glass + "/review", "remark", "Called back; the desk had asked");
        assertThat(pia.get("/glass/" + glass).body())
                .contains("Called back; the desk had asked", "Glass " + officer + " (" + officer + ")")
                .doesNotContain("What did you find?");
        Ward.post(pia, "/glass/" + glass + "/review", "remark", "changed my mind");
        assertThat(pia.get("/glass/" + glass).body()).doesNotContain("changed my mind");

        assertThat(trail(stay, sue))
                .filteredOn(line -> line.contains(glass))
                .extracting(line -> line.replaceAll(" .*", ""))
                .contains("glass.opened", "patient.read", "medications.read");
        assertThat(trail(stay, sue))
                .as("what somebody typed is not on the trail")
                .noneMatch(line -> line.contains("short of breath"));
        assertThat(trail(stay, officer)).anyMatch(line -> line.startsWith("glass.reviewed DONE"));
    }
}

package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.icegreen.greenmail.util.GreenMail;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.mail.internet.MimeMessage;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.Job;
import org.homeward.Transitions.Case;
import org.homeward.Transitions.Ward;
import org.homeward.engine.Refused;
import org.homeward.episode.Episode;
import org.homeward.episode.Episodes;
import org.homeward.episode.VisitKey;
import org.homeward.intake.Examples;
import org.homeward.notification.DeliverNotifications;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.homeward.worklist.FormTimes;
import org.homeward.worklist.TaskForms;
import org.homeward.worklist.Tasks;
import org.homeward.worklist.WorkItem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Patient data stays in our tables. A patient whose every word is unmistakable goes through intake, calls, forms,
 * faults and an escalation; then the engine's tables, the trail, the outbox and everything that was logged are searched.
 */
@TransitionTest
@Tag("mysql")
class CanaryTests {

    private static final String PASSWORD = "only-for-tests-1";
    private static final String TYPED = "kanarienvogel";

    private static final Pattern HREF = Pattern.compile("(?:href|action|src|data-path)=\"[^\"]*\"");

    /** In the spellings in which they might turn up; compared without regard to case. */
    private static final List<String> CANARIES = List.of(
            "zzyzxcanary",
            "quillcanary",
            "1931-02-28",
            "19310228",
            "02/28/1931",
            "2065550177",
            "555-0177",
            "mrn-canary-7741",
            "v-canary-7742",
            "ref-canary-7743",
            "birdcage",
            "psittacosis",
            TYPED);

    @LocalServerPort
    int port;

    @Autowired
    Ward ward;

    @Autowired
    Episodes episodes;

    @Autowired
    People people;

    @Autowired
    Tasks tasks;

    @Autowired
    TaskForms forms;

    @Autowired
    ManagementService jobs;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    DeliverNotifications deliver;

    @Autowired
    GreenMail mailServer;

    @Autowired
    MeterRegistry meters;

    @Autowired
    ObjectMapper json;

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final List<String> answered = new ArrayList<>();

    @BeforeEach
    void staffed() {
        ward.staffed();
        for (String team : List.of("transitions-south", "coordination-desk")) {
            people.addTeam(new Team(team, "cascadia-health", team, Transitions.ZONE));
        }
        for (Role role : Role.values()) {
            if (role.worksWithPatients()) {
                for (String team : List.of("transitions-south", "coordination-desk")) {
                    people.addMembership("ward-" + role.code(), team, role);
                }
            }
        }
        people.addPerson("canary-nurse", Person.Kind.PERSON, "Nurse", null, PASSWORD);
        for (String team : List.of(Transitions.TEAM, "transitions-south", "coordination-desk")) {
            people.addMembership("canary-nurse", team, Role.NURSE);
        }
        people.addPerson("canary-feed", Person.Kind.SYSTEM, "Feed", null, PASSWORD);
        people.addMembership("canary-feed", Transitions.TEAM, Role.INTEGRATION);
        ward.itIs(DayOfWeek.TUESDAY, 10, 0);
        logged.start();
        root().addAppender(logged);
    }

    @AfterEach
    void logsAsBefore() {
        root().detachAppender(logged);
        faultless();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Test
    void nothingOfThePatientLeavesOurTables() throws Exception {
        Case canary = discharged();
        calledWithAConcern(canary);
        answeredInWords(canary);
        screenedInWords(canary);
        referredInWords(canary);
        missedAndEscalated(canary);
        openedByAnotherTeam(canary);
        looksAtEveryPage(canary);

        // the search finds what is where it belongs
        assertThat(found("patient%")).isNotEmpty();
        assertThat(found("form_submission")).containsValue(TYPED);

        assertThat(found("ACT\\_%")).as("the engine's tables").isEmpty();
        assertThat(found("notification")).as("the outbox").isEmpty();
        assertThat(found("alarm")).as("alarms").isEmpty();
        assertThat(found("audit_event")).as("the audit trail").isEmpty();
        assertThat(found("work_item")).as("the worklist").isEmpty();
        assertThat(found("deadline%")).as("clocks").isEmpty();
        assertThat(found("escalation%")).as("escalations").isEmpty();
        assertThat(found("SPRING%")).as("sessions").isEmpty();
        assertThat(found("referral\\_link%")).as("links").isEmpty();
        assertThat(meters.getMeters().stream().map(meter -> meter.getId().toString()))
                .as("metrics")
                .noneMatch(CanaryTests::tells);
        deliver.deliver();
        assertThat(mailServer.getReceivedMessages()).isNotEmpty();
        for (MimeMessage mail : mailServer.getReceivedMessages()) {
            assertThat(tells(mail.getSubject() + mail.getContent()))
                    .as("a letter")
                    .isFalse();
        }
        assertThat(answered).as("error bodies").noneMatch(CanaryTests::tells);
        LoggerFactory.getLogger(CanaryTests.class).info("The {} is heard", TYPED);
        assertThat(logged.list.remove(logged.list.size() - 1))
                .as("that what is logged is heard")
                .matches(last -> tells(text(last)));
        assertThat(logged.list.stream().map(CanaryTests::text).filter(CanaryTests::tells))
                .as("what was logged")
                .isEmpty();
    }

    private Case discharged() throws JsonProcessingException {
        ObjectNode body = body();
        send(withBirthDate(body.deepCopy(), "1931-02-28 " + TYPED), 422);
        send(body.toString().replace("}", "} " + TYPED), 400);
        send(body.toString(), 201);
        ObjectNode again = body.deepCopy();
        again.put("recordedAt", ward.now().plusSeconds(60).toString());
        send(again.toString(), 201);

        VisitKey visit = new VisitKey("st-brendan", "V-CANARY-7742");
        Episode episode =
                episodes.findLatest(visit.sourceFacility(), visit.visitNumber()).orElseThrow();
        return new Case(episode.patientId(), episode.id(), visit, episode.dischargedAt());
    }

    private ObjectNode body() throws JsonProcessingException {
        ObjectNode body = (ObjectNode) json.readTree(Examples.text("discharge"));
        String discharged = ward.now()
                .truncatedTo(ChronoUnit.MINUTES)
                .minus(Duration.ofHours(1))
                .toString();
        body.put("recordedAt", discharged);
        ObjectNode patient = (ObjectNode) body.get("patient");
        ((ObjectNode) patient.get("identifiers").get(0)).put("value", "MRN-CANARY-7741");
        ((ObjectNode) patient.get("name")).put("family", "Zzyzxcanary").put("given", "Quillcanary");
        ((ObjectNode) patient.get("name")).remove("preferred");
        patient.put("birthDate", "1931-02-28");
        ((ObjectNode) patient.get("addresses").get(0)).put("line1", "99 Birdcage Walk");
        ((ObjectNode) patient.get("phones").get(0)).put("number", "(206) 555-0177");
        ((ObjectNode) patient.get("phones").get(1)).put("number", "+1 206-555-0177");
        ObjectNode encounter = (ObjectNode) body.get("encounter");
        encounter.put("visitNumber", "V-CANARY-7742");
        encounter.put("admittedAt", ward.now().minus(Duration.ofDays(3)).toString());
        encounter.put("dischargedAt", discharged);
        ((ObjectNode) body.get("diagnoses").get(0)).put("text", "Psittacosis");
        body.putArray("referrals")
                .addObject()
                .put("number", "REF-CANARY-7743")
                .put("kind", "clinical")
                .put("what", "Psittacosis clinic")
                .put("reason", TYPED);
        ObjectNode order = (ObjectNode) body.get("followUps").get(0);
        order.put("what", "Visit for psittacosis");
        return body;
    }

    private static String withBirthDate(ObjectNode body, String birthDate) {
        ((ObjectNode) body.get("patient")).put("birthDate", birthDate);
        return body.toString();
    }

    private void send(String body, int status) {
        Caller feed = Caller.system(port, "canary-feed", PASSWORD);
        HttpResponse<String> answer = feed.send(feed.request("/api/v1/discharges")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Prefer", "wait=10")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        answered.add(answer.body());
    }

    private void calledWithAConcern(Case canary) {
        ward.fires(canary, "Event_CallingWindowOpens");
        WorkItem call = ward.task(canary, "Task_CallPatient");
        Person caller = ward.who("ward-nurse");
        Map<String, Object> sheet = ward.reached(
                "concerns", List.of("fever"),
                "concernWords", TYPED,
                "conditionWords", TYPED,
                "medicinesWords", TYPED,
                "questions", TYPED,
                "spokeWith", "CAREGIVER",
                "spokeWithName", "Quillcanary Zzyzxcanary",
                "rightToSpeak", "PATIENT_PRESENT",
                "note", TYPED);
        Map<String, Object> unfinished = new HashMap<>(sheet);
        unfinished.remove("condition");
        ward.fillsIn(caller, call, unfinished);
        assertThatThrownBy(() -> tasks.complete(call.taskId(), caller))
                .isInstanceOf(Refused.class)
                .satisfies(refused -> answered.add(String.valueOf(refused.getMessage())));

        ward.fillsIn(caller, call, sheet);
        fault("insert on form_submission");
        assertThatThrownBy(() -> tasks.complete(call.taskId(), caller)).isInstanceOf(RuntimeException.class);
        faultless();
        tasks.complete(call.taskId(), caller);
    }

    private void answeredInWords(Case canary) {
        reconciledInWords(canary);
        ward.completes(
                canary,
                "Task_NameCareManager",
                Map.of("careManagerId", "ward-care-manager", "accepted", "ACCEPTED", "note", TYPED));
        ward.completes(
                canary,
                "Task_BookAppointment",
                Map.of(
                        "bookingOutcome", "BOOKED",
                        "bookedFor", FormTimes.field(ward.now().plus(Duration.ofDays(3)), Transitions.ZONE),
                        "withWhom", TYPED,
                        "place", "99 Birdcage Walk",
                        "mode", "IN_PERSON",
                        "patientTold", "PATIENT",
                        "transport", "NOT_NEEDED"));
    }

    private void screenedInWords(Case canary) throws JsonProcessingException {
        Caller nurse = Caller.signedIn(port, "canary-nurse", PASSWORD);
        HttpResponse<String> refused = screened(nurse, canary, TYPED);
        assertThat(refused.statusCode()).isGreaterThanOrEqualTo(400);
        answered.add(refused.body());
        assertThat(screened(nurse, canary, "NEVER").statusCode()).isEqualTo(204);
    }

    private HttpResponse<String> screened(Caller nurse, Case canary, String ranOut) throws JsonProcessingException {
        String sheet = "/api/v1/episodes/" + canary.episodeId() + "/screenings/new";
        Map<String, Object> answers = Map.of(
                "instrument", "HUNGER_VITAL_SIGN",
                "screeningOutcome", "ANSWERED",
                "answeredBy", "PATIENT",
                "foodWorried", "OFTEN",
                "foodRanOut", ranOut);
        int revision = json.readTree(nurse.get(sheet + "/form").body())
                .path("revision")
                .asInt();
        String saved = nurse.with(
                        "PUT", sheet + "/draft", json.writeValueAsString(Map.of("revision", revision, "data", answers)))
                .body();
        return nurse.post(
                sheet + "/completion",
                json.writeValueAsString(
                        Map.of("revision", json.readTree(saved).path("revision").asInt())));
    }

    /** Sent by a letter, told by the other side through its link, followed, reviewed and told. */
    private void referredInWords(Case canary) throws Exception {
        ward.completes(
                canary,
                "Task_SendReferral",
                Map.ofEntries(
                        Map.entry("sendOutcome", "SEND"),
                        Map.entry("referralKind", "CLINICAL"),
                        Map.entry("recipient", "Birdcage clinic"),
                        Map.entry("recipientEmail", "desk-7745@clinic.example"),
                        Map.entry("reasonForReferral", TYPED),
                        Map.entry("sentHow", "LINK"),
                        Map.entry("linkFactor", "CODE"),
                        Map.entry("patientSays", "AGREES"),
                        Map.entry("mayContact", "YES"),
                        Map.entry("part2", "NO"),
                        Map.entry("note", TYPED)));
        Caller partner = Caller.anonymous(port);
        String path = knocks(partner, canary);
        partner.multipart(path, Map.of("seen", 1, "event", "ACCEPT", "by", TYPED, "note", TYPED));
        path = knocks(partner, canary);
        answered.add(partner.multipart(path, Map.of("seen", TYPED, "event", "OUTCOME", "by", TYPED))
                .body());
        byte[] report = ("%PDF-1.7\n" + TYPED + "\n%%EOF").getBytes(StandardCharsets.US_ASCII);
        partner.multipart(path, Map.of("seen", 2, "event", "OUTCOME", "by", TYPED, "note", TYPED, "file", report));
        ward.completes(
                canary,
                "Task_ReviewReferralOutcome",
                Map.of(
                        "changes",
                        "ACTION",
                        "actionWords",
                        TYPED,
                        "pcpTold",
                        "SENT",
                        "pcpName",
                        TYPED,
                        "enough",
                        "YES",
                        "note",
                        TYPED));
        ward.completes(
                canary,
                "Task_TellReferralOutcome",
                Map.of(
                        "toldHow",
                        "PHONE",
                        "toldOn",
                        ward.local(ward.now()).toLocalDate().toString(),
                        "gotHelp",
                        "YES",
                        "note",
                        TYPED));
    }

    private String knocks(Caller partner, Case canary) throws Exception {
        deliver.deliver();
        MimeMessage[] mails = mailServer.getReceivedMessages();
        String letter = String.valueOf(mails[mails.length - 1].getContent());
        String path = letter.replaceAll("(?s).*https://homeward.example(/r/[A-Za-z0-9_-]{43})\\s.*", "$1");
        String code = jdbc.sql("select l.code from referral_link l join referral r on r.id = l.referral_id"
                        + " where r.episode_id = ? order by l.id desc limit 1")
                .param(canary.episodeId().toString())
                .query(String.class)
                .single();
        answered.add(form(partner, path + "/door", "known=" + TYPED).body());
        HttpResponse<String> in = form(partner, path + "/door", "known=" + code);
        assertThat(in.statusCode()).isEqualTo(302);
        return path;
    }

    private static HttpResponse<String> form(Caller caller, String path, String body) {
        return caller.send(caller.request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** By all that is known of the patient, for a reason in words, and reviewed in words. */
    private void openedByAnotherTeam(Case canary) {
        people.addTeam(new Team("canary-neighbours", "cascadia-health", "Neighbours", Transitions.ZONE));
        people.addPerson("canary-neighbour", Person.Kind.PERSON, "Neighbour", null, PASSWORD);
        people.addMembership("canary-neighbour", "canary-neighbours", Role.NURSE);
        people.addPerson("canary-officer", Person.Kind.PERSON, "Officer", "officer@homeward.example", PASSWORD);
        people.addMembership("canary-officer", "canary-neighbours", Role.PRIVACY_OFFICER);
        Caller neighbour = Caller.signedIn(port, "canary-neighbour", PASSWORD);
        HttpResponse<String> opened = form(
                neighbour,
                "/glass",
                "identifier=MRN-CANARY-7741&family=Zzyzxcanary&given=Quillcanary&birthDate=1931-02-28&reason=OTHER&words="
                        + TYPED + "+needs+care+at+night&_csrf=" + neighbour.csrfToken());
        assertThat(opened.statusCode()).isEqualTo(302);
        assertThat(tells(opened.headers().map().toString())).isFalse();
        assertThat(neighbour.get("/patients/" + canary.patientId()).statusCode())
                .isEqualTo(200);
        String glass = jdbc.sql("select id from glass where patient_id = ?")
                .param(canary.patientId().toString())
                .query(String.class)
                .single();
        Caller officer = Caller.signedIn(port, "canary-officer", PASSWORD);
        HttpResponse<String> reviewed =
                form(officer, "/glass/" + glass + "/review", "remark=" + TYPED + "&_csrf=" + officer.csrfToken());
        assertThat(reviewed.statusCode()).isEqualTo(302);
        assertThat(found("glass")).isNotEmpty();
    }

    /** A title stands in the browser's history and on the taskbar, an address in every proxy's log. */
    private void looksAtEveryPage(Case canary) {
        Caller nurse = Caller.signedIn(port, "canary-nurse", PASSWORD);
        String patient = "/patients/" + canary.patientId();
        String episode = patient + "/episodes/" + canary.episodeId();
        for (String page : List.of(
                "/my-work",
                "/patients",
                "/referrals",
                "/referrals/numbers",
                "/escalations",
                patient,
                episode,
                episode + "/medications",
                episode + "/medications/list",
                episode + "/referrals",
                episode + "/social-needs",
                episode + "/risk",
                episode + "/record",
                episode + "/report",
                episode + "/contact")) {
            HttpResponse<String> shown = nurse.get(page);
            assertThat(shown.statusCode()).as(page).isEqualTo(200);
            assertThat(shown.uri().toString()).matches(address -> !tells(address));
            assertThat(tells(shown.headers().map().toString()))
                    .as("headers of " + page)
                    .isFalse();
            assertThat(tells(shown.body().replaceAll("(?s).*<title>(.*?)</title>.*", "$1")))
                    .as("the title of " + page)
                    .isFalse();
            assertThat(HREF.matcher(shown.body()).results().map(MatchResult::group))
                    .as("addresses on " + page)
                    .noneMatch(address -> tells(address) && !address.startsWith("href=\"tel:"));
        }
    }

    /** Every field of every step of a reconciliation, until the list was told. */
    private void reconciledInWords(Case canary) {
        Map<String, Object> gathered = prefilled(canary, "Task_GatherMedications");
        gathered.put("medicines", rows(gathered, "medicines", Map.of("taken", "NOT_TAKEN", "words", TYPED)));
        gathered.putAll(Map.of("askedWhom", "PATIENT", "othersAsked", true, "others", TYPED, "note", TYPED));
        ward.completes(canary, "Task_GatherMedications", gathered);
        for (WorkItem task : List.copyOf(ward.work(canary))) {
            if (List.of("Task_DecideItem", "Task_DecideUrgentItem", "Task_DecideAllergy")
                    .contains(task.elementId())) {
                ward.completes(
                        ward.who("ward-" + task.role()),
                        task,
                        Map.of(
                                "decision", "ASK_PRESCRIBER",
                                "answerer", "OUTSIDE",
                                "askedWhom", TYPED,
                                "question", TYPED,
                                "askedHow", "PHONE"));
            } else if (task.elementId().equals("Task_TeachBackMedication")) {
                ward.completes(
                        ward.who("ward-" + task.role()),
                        task,
                        Map.of(
                                "taughtAt", FormTimes.field(ward.now(), Transitions.ZONE),
                                "withWhom", "PATIENT",
                                "teachBack", "PASSED",
                                "obtained", "YES",
                                "words", TYPED));
            }
        }
        for (WorkItem task : List.copyOf(ward.work(canary))) {
            if (task.elementId().equals("Task_AnswerQuestion")) {
                ward.completes(
                        ward.who("ward-" + task.role()),
                        task,
                        Map.of(
                                "answeredBy", TYPED,
                                "answeredAt", FormTimes.field(ward.now(), Transitions.ZONE),
                                "decision", "OTHERWISE",
                                "how", TYPED,
                                "reason", TYPED));
            }
        }
        Map<String, Object> signed = prefilled(canary, "Task_ReconcileMedications");
        signed.put("finalList", rows(signed, "finalList", Map.of("what", "CHANGED", "how", TYPED, "why", TYPED)));
        signed.putAll(ward.medicinesSigned());
        signed.putAll(Map.of("reference", TYPED, "note", TYPED));
        ward.completes(canary, "Task_ReconcileMedications", signed);
        Map<String, Object> told = new HashMap<>(ward.medicineListTold());
        told.putAll(Map.of("pcpName", TYPED, "pharmacyTold", "SENT", "pharmacyName", TYPED, "note", TYPED));
        ward.completes(canary, "Task_TellMedicationList", told);
    }

    private Map<String, Object> prefilled(Case canary, String step) {
        return new HashMap<>(forms.open(ward.task(canary, step), "nobody").data());
    }

    private static List<Map<String, Object>> rows(Map<String, Object> form, String key, Map<String, Object> answers) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Object row : (List<?>) Objects.requireNonNull(form.get(key))) {
            Map<String, Object> answered = new HashMap<>(answers);
            ((Map<?, ?>) row).forEach((field, value) -> answered.putIfAbsent(String.valueOf(field), value));
            rows.add(answered);
        }
        return rows;
    }

    private void missedAndEscalated(Case canary) {
        WorkItem summary = ward.task(canary, "Task_ObtainDischargeSummary");
        Job timer = jobs.createJobQuery().processInstanceId(summary.processInstanceId()).timers().list().stream()
                .filter(job -> summary.executionId().equals(job.getExecutionId()))
                .findFirst()
                .orElseThrow();
        tasks.claim(summary.taskId(), ward.nurse());
        ward.advanceTo(timer.getDuedate().toInstant().plusSeconds(1));
        fault("insert on escalation");
        assertThatThrownBy(() -> jobs.executeJob(timer.getId())).isInstanceOf(RuntimeException.class);
        assertThat(jobs.createJobQuery().jobId(timer.getId()).singleResult().getExceptionMessage())
                .as("what the engine keeps of a step that failed")
                .contains("SQLException")
                .doesNotContain(TYPED);
        assertThat(jobs.getJobExceptionStacktrace(timer.getId())).doesNotContain(TYPED);
        faultless();
        ward.dueJobsRun(canary);
        WorkItem escalated = ward.work(canary).stream()
                .filter(item -> item.elementId().equals("Task_AcknowledgeEscalation"))
                .findFirst()
                .orElseThrow();
        Person asked = people.holding(Role.of(escalated.role()).orElseThrow(), escalated.teamId())
                .get(0);
        ward.completes(asked, escalated, Map.of("action", "ACKNOWLEDGE", "note", TYPED));
        WorkItem resolving = ward.task(canary, "Task_ResolveEscalation");
        ward.completes(
                asked,
                resolving,
                Map.of(
                        "reason",
                        "OTHER",
                        "lookAgainAt",
                        FormTimes.field(ward.now().plus(Duration.ofHours(5)), Transitions.ZONE),
                        "reasonWords",
                        TYPED));
    }

    private void fault(String where) {
        transactions.executeWithoutResult(status -> jdbc.sql("create trigger canary_fault after " + where
                        + " for each row signal sqlstate '45000' set message_text = 'injected " + TYPED + "'")
                .update());
    }

    private void faultless() {
        transactions.executeWithoutResult(
                status -> jdbc.sql("drop trigger if exists canary_fault").update());
    }

    /** Where a canary stands, as table.column, in the tables of that name. */
    private Map<String, String> found(String tables) {
        Map<String, String> found = new TreeMap<>();
        transactions.executeWithoutResult(status -> jdbc.sql("""
                        select c.table_name, c.column_name from information_schema.columns c
                        join information_schema.tables t
                          on t.table_schema = c.table_schema and t.table_name = c.table_name
                        where c.table_schema = database() and t.table_type = 'BASE TABLE' and c.table_name like ?
                          and (c.data_type like '%char%' or c.data_type like '%text%' or c.data_type like '%blob%'
                               or c.data_type like '%binary%' or c.data_type = 'json')""")
                .param(tables)
                .query((row, i) -> List.of(row.getString(1), row.getString(2)))
                .list()
                .forEach(column -> {
                    for (String canary : CANARIES) {
                        int rows = jdbc.sql("select count(*) from " + column.get(0)
                                        + " where locate(?, lower(convert(cast(`" + column.get(1)
                                        + "` as binary) using latin1))) > 0")
                                .param(canary)
                                .query(Integer.class)
                                .single();
                        if (rows > 0) {
                            found.put(column.get(0) + "." + column.get(1), canary);
                        }
                    }
                }));
        return found;
    }

    private static boolean tells(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return CANARIES.stream().anyMatch(lower::contains);
    }

    private static String text(ILoggingEvent event) {
        return event.getLoggerName() + " " + event.getFormattedMessage() + " "
                + event.getMDCPropertyMap().values().stream().collect(Collectors.joining(" "))
                + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
}

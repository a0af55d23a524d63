package org.homeward.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.homeward.Caller;
import org.homeward.HomewardTest;
import org.homeward.appointment.Appointment;
import org.homeward.appointment.Appointments;
import org.homeward.console.Ward.Stay;
import org.homeward.security.People;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What people see and can do on the pages about a patient, over HTTP. */
@HomewardTest
class PatientPagesTests {

    @LocalServerPort
    int port;

    @Autowired
    People people;

    @Autowired
    Clock clock;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Appointments appointments;

    @Autowired
    TransactionTemplate transactions;

    Ward ward;

    @BeforeEach
    void open() {
        ward = new Ward(port, people, clock);
    }

    @Test
    void findsAPatientByNameIdentifierAndBirthDate() {
        Stay stay = ward.discharged("María José", "Núñez-Ibáñez");
        Caller nurse = ward.nurse();

        for (String typed : List.of(
                "núñez maría", "nunez", stay.mrn(), "MRN " + stay.mrn(), "Núñez 4/12/1951", "ibáñez 12 April 1951")) {
            HttpResponse<String> sent = Ward.post(nurse, "/patients", "q", typed);
            assertThat(sent.statusCode()).as(typed).isEqualTo(302);
            assertThat(Ward.location(sent))
                    .as("nothing of what was typed is in the address")
                    .isEqualTo("/patients");
            assertThat(nurse.get("/patients").body())
                    .as(typed)
                    .contains("Núñez-Ibáñez, María José", stay.patient() + "\"", "Apr 12, 1951");
        }
    }

    /** A value that cannot be opened: whoever tries fails. */
    @Test
    void aListOfTasksOpensNoNationalNumber() {
        Stay stay = ward.discharged("Sealed", "Number");
        Caller nurse = ward.nurse();
        transactions.executeWithoutResult(status -> jdbc.sql("""
                        insert into patient_identifier
                            (id, patient_id, position, assigner, type, value, sealed_value, value_lookup, trusted_assigner)
                        values (?, ?, 9, 'urn:oid:2.16.840.1.113883.4.1', 'SS', null, x'00', ?, null)""")
                .params(
                        UUID.randomUUID().toString(),
                        stay.patientId().toString(),
                        UUID.randomUUID().toString().replace("-", "").repeat(2))
                .update());
        String task = jdbc.sql("select task_id from work_item where episode_id = ? limit 1")
                .param(stay.episodeId().toString())
                .query(String.class)
                .single();
        try {
            assertThat(nurse.get("/my-work?list=team").statusCode()).isEqualTo(200);
            assertThat(nurse.post("/api/v1/tasks/cards", "{\"taskIds\":[\"" + task + "\"]}")
                            .body())
                    .contains("Number, Sealed");
            assertThat(nurse.get(stay.patient()).statusCode())
                    .as("the patient's own page shows it")
                    .isEqualTo(500);
        } finally {
            transactions.executeWithoutResult(
                    status -> jdbc.sql("delete from patient_identifier where patient_id = ? and position = 9")
                            .param(stay.patientId().toString())
                            .update());
        }
    }

    @Test
    void aSearchThatFindsNobodySaysWhatToTry() {
        Caller nurse = ward.nurse();
        Ward.post(nurse, "/patients", "q", "Nobody Whosoever");
        assertThat(nurse.get("/patients").body()).contains("Nobody found", "value=\"Nobody Whosoever\"");
        Ward.post(nurse, "/patients", "q", "");
        assertThat(nurse.get("/patients").body()).contains("Newest discharges").doesNotContain("Nobody found");
    }

    @Test
    void anotherTeamsPatientIsNotFound() {
        Stay stay = ward.discharged("Walled", "Northerner");
        Caller south = ward.southNurse();
        Ward.post(south, "/patients", "q", "Northerner");
        assertThat(south.get("/patients").body()).contains("Nobody found").doesNotContain("Walled");
        Ward.post(south, "/patients", "q", stay.mrn());
        assertThat(south.get("/patients").body()).contains("Nobody found").doesNotContain("Walled");
    }

    @Test
    void everyPageAboutAPatientIsBehindTheTeamsWall() {
        Stay stay = ward.discharged("Hidden", "Fromsouth");
        String episode = stay.episode();
        Caller nurse = ward.nurse();
        Caller south = ward.southNurse();
        for (String path : List.of(
                stay.patient(),
                episode,
                episode + "/contact",
                episode + "/report",
                episode + "/risk",
                episode + "/record",
                episode + "/record.pdf",
                "/api/v1/episodes/" + stay.episodeId(),
                "/api/v1/episodes/" + stay.episodeId() + "/contacts/0/now/form")) {
            assertThat(nurse.get(path).statusCode()).as(path).isEqualTo(200);
            HttpResponse<String> refused = south.get(path);
            assertThat(refused.statusCode()).as(path).isEqualTo(404);
            assertThat(refused.body()).as(path).doesNotContain("Fromsouth", stay.mrn());
            assertThat(ward.otherOrganization().get(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(nurse.get(episode + "/submissions/none").statusCode()).isEqualTo(404);
        assertThat(Ward.post(south, episode + "/report", "what", "DIED").statusCode())
                .isEqualTo(404);
        assertThat(Ward.post(south, episode + "/report/confirmed", "what", "DIED")
                        .statusCode())
                .isEqualTo(404);
        assertThat(Ward.post(south, episode + "/risk", "tier", "HIGH", "reason", "x")
                        .statusCode())
                .isEqualTo(404);
        assertThat(south.with(
                                "PUT",
                                "/api/v1/episodes/" + stay.episodeId() + "/contacts/0/now/draft",
                                "{\"revision\":0,\"data\":{}}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(south.post("/api/v1/episodes/" + stay.episodeId() + "/contacts/0/now/completion", "{\"revision\":0}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(stage(stay)).isEqualTo("active");
    }

    @Test
    void anEpisodeOfAnotherPatientIsNotShownUnderThisOne() {
        Stay one = ward.discharged("One", "Ofthem");
        Stay other = ward.discharged("Other", "Ofthem");
        assertThat(ward.nurse()
                        .get("/patients/" + one.patientId() + "/episodes/" + other.episodeId())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void thePatientsPageTellsWhoWhatIsOpenAndWhy() {
        Stay stay = ward.discharged("José Ángel", "Muñoz Peña");
        String page = ward.nurse().get(stay.patient()).body();

        assertThat(page)
                .contains("José Ángel Muñoz Peña", "Apr 12, 1951", stay.mrn(), "Spanish, interpreter")
                .contains("Allergy: Penicillin", "Not named yet", "On the way home")
                .contains("Open tasks", "Book appointment", "Obtain discharge summary", "Claim")
                .contains("Clocks", "First contact", "Work by", "business days", "Not clinically verified")
                .contains("What the hospital ordered", "Visit with primary care")
                .contains("data-island=\"map\"", "/models/transition-of-care.bpmn", "Task_NameCareManager")
                .contains("Timeline", "What was told");
        assertThat(title(page)).isEqualTo("Patient · Homeward");
    }

    @Test
    void hostileTextStaysText() {
        Stay stay = ward.discharged("<script>alert(1)</script>", "\"><img src=x>");
        Caller nurse = ward.nurse();
        for (String path : List.of(stay.patient(), stay.episode() + "/record", "/escalations")) {
            assertThat(nurse.get(path).body()).as(path).doesNotContain("<script>alert", "<img src=x>");
        }
        Ward.post(nurse, "/patients", "q", "\"><script>alert(2)</script>");
        assertThat(nurse.get("/patients").body()).doesNotContain("<script>alert(2)");
        assertThat(nurse.get(stay.episode() + "/record.pdf").statusCode()).isEqualTo(200);
    }

    @Test
    void aModelIsServedForTheMap() {
        Caller nurse = ward.nurse();
        assertThat(nurse.get("/models/transition-of-care.bpmn").body())
                .contains("bpmn:definitions", "Task_NameCareManager");
        assertThat(nurse.get("/models/no-such-model.bpmn").statusCode()).isEqualTo(404);
    }

    @Test
    void nothingIsReportedBeforeItIsConfirmed() {
        Stay stay = ward.discharged("Back", "Inhospital");
        Caller nurse = ward.nurse();
        String report = stay.episode() + "/report";
        String now = LocalDateTime.ofInstant(clock.instant(), ZoneId.of("America/New_York"))
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();

        assertThat(Ward.post(nurse, report).body()).contains("Choose what happened");
        assertThat(Ward.post(nurse, report, "what", "READMITTED").body()).contains("Enter a date and time");
        assertThat(Ward.post(nurse, report, "what", "READMITTED", "at", "2099-01-01T10:00")
                        .body())
                .contains("not in the future");
        assertThat(Ward.post(nurse, report, "what", "REFUSED", "reason", "").body())
                .contains("Choose what is declined", "Say why");
        assertThat(Ward.post(nurse, report, "what", "READMITTED", "at", now).body())
                .contains("Is this right?", "clocks stop", "Yes, record it");
        assertThat(stage(stay)).isEqualTo("active");

        HttpResponse<String> told = Ward.post(nurse, report + "/confirmed", "what", "READMITTED", "at", now);
        assertThat(told.statusCode()).isEqualTo(302);
        assertThat(stage(stay)).isEqualTo("parked");
        assertThat(nurse.get(stay.patient()).body())
                .contains("Paused: back in hospital", "Back in hospital since", "Núria Ibáñez, RN", "stopped");

        assertThat(nurse.get(report).body()).contains("The patient was never away", "The patient has come home");
        assertThat(Ward.post(nurse, report, "what", "NEVER_AWAY").body()).contains("its tasks come back");
        Ward.post(nurse, report + "/confirmed", "what", "NEVER_AWAY");
        assertThat(stage(stay)).as("a mistaken report is no dead end").isEqualTo("active");
        assertThat(nurse.get(stay.patient()).body()).contains("Obtain discharge summary");
    }

    @Test
    void aDischargeTakenBackByMistakeStandsAgain() {
        Stay stay = ward.discharged("Taken", "Backbymistake");
        Caller nurse = ward.nurse();
        String report = stay.episode() + "/report";
        assertThat(nurse.get(report).body()).doesNotContain("The discharge stands after all");
        Ward.post(nurse, report + "/confirmed", "what", "DISCHARGE_CANCELLED", "reason", "Wrong patient picked");
        assertThat(stage(stay)).isEqualTo("ended");

        assertThat(nurse.get(stay.episode()).body()).contains("Report something that happened");
        assertThat(nurse.get(report).body())
                .contains("The discharge stands after all")
                .doesNotContain("The patient has died");
        Ward.post(nurse, report + "/confirmed", "what", "DISCHARGE_STANDS");
        assertThat(nurse.get(stay.patient()).body())
                .contains("continues an episode that had ended", "Obtain discharge summary");
        assertThat(nurse.get(report).body()).as("once only").contains("This episode has ended");
    }

    @Test
    void aPatientMayDeclineOneServiceAndTheRestGoesOn() {
        Stay stay = ward.discharged("Declines", "Avisit");
        Caller nurse = ward.nurse();
        String key = jdbc.sql("select order_key from duty where episode_id = ? and kind = 'APPOINTMENT'")
                .param(stay.episodeId().toString())
                .query(String.class)
                .single();
        Ward.post(
                nurse,
                stay.episode() + "/report/confirmed",
                "what",
                "REFUSED",
                "service",
                key,
                "reason",
                "Goes to <b>another</b> clinic");
        assertThat(nurse.get(stay.patient()).body())
                .contains("Declined", "Goes to &lt;b&gt;another&lt;/b&gt; clinic", "On the way home");
        assertThat(jdbc.sql("select status from duty where episode_id = ? and order_key = ?")
                        .params(stay.episodeId().toString(), key)
                        .query(String.class)
                        .single())
                .isEqualTo("DECLINED");
    }

    @Test
    void aNurseRaisesTheRiskWithAReasonAndMayNotLowerIt() {
        Stay stay = ward.discharged("Risk", "Raised");
        Caller nurse = ward.nurse();
        String risk = stay.episode() + "/risk";
        assertThat(nurse.get(risk).body()).contains("LACE", "HOSPITAL", "Set another tier");

        assertThat(Ward.post(nurse, risk, "tier", "HIGH", "reason", "").body()).contains("Say why.");
        HttpResponse<String> raised = Ward.post(nurse, risk, "tier", "HIGH", "reason", "Lives alone & weak");
        assertThat(raised.statusCode()).isEqualTo(302);
        assertThat(nurse.get(stay.patient()).body()).contains("High risk", "Lives alone &amp; weak");

        assertThat(Ward.post(nurse, risk, "tier", "LOW", "reason", "Feels fine").body())
                .contains("A tier is lowered by a care manager or a clinician.");
        assertThat(Ward.post(ward.careManager(), risk, "tier", "LOW", "reason", "Daughter moved in")
                        .statusCode())
                .isEqualTo(302);
    }

    @Test
    void theSheetForACallOfThePatientClosesTheOpenCall() {
        Stay stay = ward.discharged("Calls", "Usback");
        Caller nurse = ward.nurse();
        String page = nurse.get(stay.episode() + "/contact").body();
        assertThat(page).contains("data-island=\"form\"").as("one zone").contains("data-zone=\"America/New_York\"");
        String sheet = page.replaceAll("(?s).*data-path=\"([^\"]+)\".*", "$1");
        JsonNode form = Ward.read(nurse.get(sheet + "/form").body());
        assertThat(form.path("form").asText()).isEqualTo("call-patient");
        assertThat(form.path("readOnly").asBoolean()).isFalse();

        JsonNode saved = Ward.read(
                nurse.with("PUT", sheet + "/draft", "{\"revision\":0,\"data\":{\"contactOutcome\":\"REACHED\"}}")
                        .body());
        HttpResponse<String> tooLittle =
                nurse.post(sheet + "/completion", "{\"revision\":" + saved.path("revision") + "}");
        assertThat(tooLittle.statusCode()).isEqualTo(422);
        assertThat(tooLittle.body()).contains("identifiersConfirmed");

        saved = Ward.read(nurse.with("PUT", sheet + "/draft", """
                        {"revision":%s,"data":{"contactOutcome":"REACHED","identifiersConfirmed":["NAME","BIRTH_DATE"],
                        "spokeWith":"PATIENT","channel":"PHONE","interpreter":"PROFESSIONAL","condition":"BETTER",
                        "medicinesObtained":"ALL","medicinesTaken":"AS_PRESCRIBED","knowsWhomToCall":"KNOWS"}}""".formatted(saved.path("revision")))
                .body());
        assertThat(nurse.post(sheet + "/completion", "{\"revision\":0}").statusCode())
                .isEqualTo(409);
        assertThat(nurse.post(sheet + "/completion", "{\"revision\":" + saved.path("revision") + "}")
                        .statusCode())
                .isEqualTo(204);

        assertThat(nurse.get(stay.patient()).body())
                .contains("First contact made in time", "The patient called", "Reached")
                .doesNotContain("Claim and open: Call patient");
        assertThat(nurse.get(stay.episode() + "/record").body()).contains("the patient called: reached");
        assertThat(jdbc.sql("select count(*) from form_draft where task_id like 'contact:%'")
                        .query(Long.class)
                        .single())
                .as("what was filled in is not kept twice")
                .isZero();

        HttpResponse<String> late =
                nurse.with("PUT", sheet + "/draft", "{\"revision\":0,\"data\":{\"contactOutcome\":\"BUSY\"}}");
        assertThat(nurse.post(
                                sheet + "/completion",
                                "{\"revision\":" + Ward.read(late.body()).path("revision") + "}")
                        .body())
                .as("who did not see the contact just recorded is told")
                .contains("recorded a contact");
    }

    @Test
    void whatPeopleFilledInIsTheEvidenceOfTheRecord() {
        Stay stay = ward.discharged("Medicines", "Reconciled");
        ReconciliationByForms forms = new ReconciliationByForms(jdbc, stay.episodeId());
        forms.gathersAsListed(ward.nurse());
        forms.decidesAll(Map.of("nurse", ward.nurse(), "pharmacist", ward.pharmacist()));
        String today = clock.instant()
                .atZone(ZoneId.of("America/New_York"))
                .toLocalDate()
                .toString();
        String task = forms.signs(
                ward.pharmacist(), Map.of("reference", "Chart <7>", "note", "Sin cambios: señora informada"));
        forms.tells(ward.nurse(), today);

        Caller nurse = ward.nurse();
        String evidence = stay.episode() + "/submissions/" + task;
        assertThat(nurse.get(stay.episode() + "/record").body())
                .contains("Reconciled on", today, "Clinical pharmacist", evidence)
                .doesNotContain("Not recorded");
        assertThat(nurse.get(stay.patient()).body()).contains("Completed forms", evidence, "Paz Peña, PharmD");
        assertThat(nurse.get(evidence).body())
                .contains("Paz Peña, PharmD", "Sin cambios: señora informada", "Chart &lt;7&gt;");
        assertThat(ward.southNurse().get(evidence).statusCode()).isEqualTo(404);
    }

    @Test
    void theRecordCountsTheDaysToTheVisitAndNamesCodesByNumber() {
        Stay stay = ward.discharged("Seen", "Insixdays", Duration.ofDays(8));
        UUID visit = appointments.of(stay.episodeId()).get(0).id();
        LocalDate left = clock.instant()
                .minus(Duration.ofDays(8))
                .atZone(ZoneId.of("America/New_York"))
                .toLocalDate();
        transactions.executeWithoutResult(status -> appointments.attended(
                visit,
                new Appointments.Visit(left.plusDays(6), "Dr. Peña", Appointment.DecisionMaking.HIGH),
                "ward-nurse",
                null));

        assertThat(ward.nurse().get(stay.episode() + "/record").body())
                .contains("day 6 after the discharge, seen by Dr. Peña", "Day and complexity fit TCM code 99496.");
    }

    @Test
    void theTransitionRecordSaysWhatItIsAndLinksItsEvidence() {
        Stay stay = ward.discharged("Íñigo", "Peñarroya Güell");
        Caller nurse = ward.nurse();
        String page = nurse.get(stay.episode() + "/record").body();
        assertThat(page)
                .contains("Íñigo Peñarroya Güell", "TRC-style and uncertified", "ships no CPT descriptors")
                .contains("First contact", "Still open", "Medication reconciliation", "Not recorded")
                .contains("What the discharge asked for", "LACE", "HOSPITAL")
                .contains("href=\"#evidence-1\"", "id=\"evidence-1\"", "rest:ward-feed/");
        assertThat(title(page)).isEqualTo("Transition record · Homeward");
    }

    @Test
    void theSameRecordIsAPdfWithSpanishLettersAndPageNumbers() throws IOException {
        Stay stay = ward.discharged("Íñigo", "Peñarroya Güell");
        Caller nurse = ward.nurse();
        for (String paper : List.of("letter", "a4")) {
            byte[] pdf = nurse.bytes(stay.episode() + "/record.pdf?paper=" + paper);
            try (PDDocument document = Loader.loadPDF(pdf)) {
                String text = new PDFTextStripper().getText(document);
                assertThat(text)
                        .contains("Íñigo Peñarroya Güell", "uncertified", "Page 1 of " + document.getNumberOfPages());
                assertThat(document.getPage(0).getMediaBox().getHeight())
                        .isBetween(790f, paper.equals("a4") ? 842f : 793f);
                assertThat(document.getDocumentInformation().getTitle()).isEqualTo("Transition record");
            }
        }
    }

    @Test
    void anEpisodeIsReadByItsTeamAndBySystemsOfItsOrganisation() {
        Stay stay = ward.discharged("Api", "Patient");
        String path = "/api/v1/episodes/" + stay.episodeId();
        for (Caller caller : List.of(ward.nurse(), ward.feed())) {
            JsonNode shown = Ward.read(caller.get(path).body());
            assertThat(shown.path("stage").asText()).isEqualTo("active");
            assertThat(shown.path("tasks").size()).isPositive();
            assertThat(shown.path("clocks").get(0).path("reason").asText()).isNotEmpty();
            assertThat(shown.path("clocks").get(0).path("due").asText()).matches(".*[+-]\\d\\d:\\d\\d");
            assertThat(shown.path("timeline").size()).isPositive();
        }
        HttpResponse<String> refused = ward.lakesideFeed().get(path);
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(ward.operator().get(path).statusCode()).isEqualTo(403);
        assertThat(Caller.anonymous(port).get(path).statusCode()).isEqualTo(401);
    }

    @Test
    void theEpisodeIsDescribedInTheApi() {
        assertThat(ward.nurse().get("/v3/api-docs").body())
                .contains("readEpisode")
                .doesNotContain("/contacts/");
    }

    @Test
    void whoHasLookedIsKept() {
        Stay stay = ward.discharged("Audited", "Read");
        ward.nurse().get(stay.patient());
        ward.nurse().get(stay.episode() + "/record.pdf");
        assertThat(jdbc.sql("select action from audit_event where object_id = ? and actor = 'ward-nurse'")
                        .param(stay.patientId().toString())
                        .query(String.class)
                        .list())
                .contains("patient.read", "record.printed");
    }

    @Test
    void aMistypedAddressIsAPageInWords() {
        Caller nurse = ward.nurse();
        HttpResponse<String> page = nurse.send(nurse.request("/patients/not-an-id")
                .header("Accept", "text/html")
                .GET());
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("This is not here");
    }

    @Test
    void whatOnlyAFormSendsToLeadsToItsPageWhereSomebodyAsksForIt() {
        Caller nurse = ward.nurse();
        String task = java.util.UUID.randomUUID().toString();
        for (java.util.Map.Entry<String, String> one : java.util.Map.of(
                        "/account/password",
                        "/account",
                        "/account/sessions/end",
                        "/account",
                        "/my-work/tasks/" + task + "/claim",
                        "/my-work/tasks/" + task)
                .entrySet()) {
            HttpResponse<String> answer = nurse.get(one.getKey());
            assertThat(answer.statusCode()).as(one.getKey()).isEqualTo(302);
            assertThat(Ward.location(answer)).isEqualTo(one.getValue());
        }
        assertThat(nurse.get("/api/v1/tasks/cards").statusCode())
                .as("a system is told as before")
                .isEqualTo(405);
    }

    @Test
    void whoMayNotIsToldThatItIsForAnotherRoleAndWhereTheirWorkIs() {
        Caller operator = ward.operator();
        HttpResponse<String> page = operator.send(
                operator.request("/patients").header("Accept", "text/html").GET());
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body())
                .contains("This is for another role", "href=\"/alarms\"")
                .doesNotContain("session may have ended", "href=\"/my-work\"");
        assertThat(operator.get("/alarms").body()).contains("class=\"header__name\" href=\"/alarms\"");
        assertThat(Ward.location(operator.get("/"))).isEqualTo("/alarms");
        Caller nurse = ward.nurse();
        assertThat(nurse.send(nurse.request("/trail")
                                .header("Accept", "text/html")
                                .GET())
                        .body())
                .contains("Back to My work");
    }

    @Test
    void aFormWithoutItsTokenIsRefused() {
        Stay stay = ward.discharged("Token", "Missing");
        Caller nurse = ward.nurse();
        HttpResponse<String> forged = nurse.send(nurse.request(stay.episode() + "/report/confirmed")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("what=DIED")));
        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(stage(stay)).isEqualTo("active");
    }

    private String stage(Stay stay) {
        return Ward.read(ward.feed().get("/api/v1/episodes/" + stay.episodeId()).body())
                .path("stage")
                .asText();
    }

    private static String title(String page) {
        return page.replaceAll("(?s).*<title>([^<]*)</title>.*", "$1");
    }
}

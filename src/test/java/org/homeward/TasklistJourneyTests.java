package org.homeward;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.time.DayOfWeek;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.homeward.engine.web.TasklistCalls;
import org.homeward.worklist.WorkItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An episode from its discharge to its end, every human step in Camunda Tasklist and nowhere else. */
@BrowserTest
@MorningOf(DayOfWeek.TUESDAY)
class TasklistJourneyTests {

    private static final String PATIENT = "Wayfarer";

    @RegisterExtension
    final Browser browser = new Browser();

    @LocalServerPort
    int port;

    @Autowired
    Hospital.Desk desk;

    @Autowired
    JdbcClient jdbc;

    private final Map<String, Tasklist> desks = new HashMap<>();

    @Test
    void everyHumanStepOfAnEpisodeIsDoneInTasklistByPatientName() {
        UUID episode = desk.discharges(port, "discharge", "Alma", PATIENT, body -> {});

        as("team-lead", "Name care manager", "name-care-manager", form -> form.answer(
                        "careManagerId", "Carl Manager, RN")
                .answer("accepted", "ACCEPTED"));
        as("nurse", "Obtain discharge summary", "obtain-discharge-summary", form -> form.answer(
                        "summaryOutcome", "OBTAINED")
                .answer("receivedOn", desk.today())
                .answer("source", "HOSPITAL_PORTAL")
                .answer("contents", List.of("DIAGNOSES", "MEDICINES", "INSTRUCTIONS")));
        as("nurse", "Notify PCP", "notify-pcp", form -> form.answer("noticeOutcome", "NOTIFIED")
                .answer("notifiedAt", desk.now())
                .answer("receivedBy", "Front desk, sample family practice")
                .answer("sentBy", "FAX")
                .answer("sent", List.of("DISCHARGE_SUMMARY", "MEDICATION_LIST")));
        as("nurse", "Gather what is taken", "gather-medications", form -> form.answer("askedWhom", "PATIENT")
                .answer("medicines", 0, "taken", "AS_LISTED")
                .answer("medicines", 1, "taken", "AS_LISTED")
                .answer("othersAsked", true));
        as("nurse", "Decide difference", "decide-medication-item", form -> form.answer("decision", "AS_DISCHARGED")
                .answer("reason", "Five days against pneumonia."));
        as("pharmacist", "Sign off medicines", "reconcile-medications", form -> form.answer(
                        "reconciledBy", "CLINICAL_PHARMACIST")
                .answer("evidenceKind", "BOTH_LISTS_REVIEWED"));
        as("nurse", "Tell final list", "tell-medication-list", form -> form.answer("listSentOn", desk.today())
                .answer("patientTold", "BY_PHONE")
                .answer("pcpTold", "SENT")
                .answer("pcpName", "Front desk, sample family practice")
                .answer("pharmacyTold", "NO_PHARMACY"));
        as("nurse", "Book appointment", "book-appointment", form -> form.answer("bookingOutcome", "BOOKED")
                .answer("withWhom", "Dr. Pat Placeholder")
                .answer("bookedFor", desk.today().plusDays(6) + "T14:30")
                .answer("mode", "IN_PERSON")
                .answer("patientTold", "PATIENT"));

        desk.waitsFor(episode, "call-patient");
        at("nurse").open(PATIENT, "Call patient").claim().form("call-patient").answer("contactOutcome", "NO_ANSWER");
        at("nurse").completeWithOneTap();
        assertThat(forms(episode)).doesNotContain("call-patient");

        desk.waitsFor(episode, "call-patient");
        as("second-nurse", "Call patient", "call-patient", form -> form.answer("contactOutcome", "REACHED")
                .answer("identifiersConfirmed", List.of("NAME", "BIRTH_DATE"))
                .answer("spokeWith", "PATIENT")
                .answer("channel", "PHONE")
                .answer("interpreter", "NOT_NEEDED")
                .answer("condition", "BETTER")
                .answer("medicinesObtained", "ALL")
                .answer("medicinesTaken", "AS_PRESCRIBED")
                .answer("knowsWhomToCall", "KNOWS")
                .answer("teachBackPassed", List.of("MEDICINES", "WHOM_TO_CALL")));

        desk.waitsFor(episode, "confirm-attendance");
        as("nurse", "Confirm attendance", "confirm-attendance", form -> form.answer("attendance", "ATTENDED")
                .answer("decisionMaking", "MODERATE")
                .answer("evidence", "VISIT_NOTE"));

        desk.waitsFor(episode, "close-episode");
        assertThat(forms(episode)).containsExactly("close-episode");
        // it came to the care manager who was named on the first day
        Tasklist manager = at("care-manager").open(PATIENT, "Close episode").isMine();
        manager.form("close-episode")
                .answer("ongoingCare", "PCP")
                .answer("ongoingCareName", "Dr. Pat Placeholder, sample family practice")
                .answer("patientInformed", "PATIENT")
                .answer("review", "Reached on the second call, seen within a week, medicines in order.");
        manager.complete();

        assertThat(desk.work(episode)).isEmpty();
        assertThat(jdbc.sql("select concat(stage, ' ', outcome) from episode where id = ?")
                        .param(episode.toString())
                        .query(String.class)
                        .single())
                .isEqualTo("ENDED COMPLETED");
        assertThat(jdbc.sql("select rule from deadline where episode_id = ? and state in ('OPEN', 'STOPPED')")
                        .param(episode.toString())
                        .query(String.class)
                        .list())
                .isEmpty();
        assertThat(at("nurse").found(PATIENT)).hasCount(0);
        desks.values().forEach(each -> Browser.keepsNothing(each.page(), PATIENT, "Alma", "Five days", "Front desk"));
    }

    /** The list of open routes is what a browser really asks for: what it does not ask for any more is closed. */
    @Test
    void whatIsOpenToTasklistIsWhatItAsksFor() {
        UUID episode = desk.discharges(port, "discharge", "Rhoda", "Routes", body -> {});
        Set<String> calls = new TreeSet<>();
        Page page = browser.page(port);
        page.onRequest(request -> {
            String path = URI.create(request.url().replaceAll("[?#].*", "")).getPath();
            if (path.startsWith("/camunda")) {
                calls.add(request.method() + " " + path);
            }
        });
        Tasklist tasklist = Tasklist.of(Browser.signIn(page, "nurse", Hospital.PASSWORD));
        assertThat(page.locator("div.ce-eol-banner")).isHidden();
        page.locator(".task-filter a")
                .filter(new Locator.FilterOptions().setHasText("Unclaimed"))
                .first()
                .click();
        tasklist.open("Routes", "Obtain discharge summary").claim();
        for (String tab : List.of("Diagram", "Form")) {
            page.locator(".task-card .nav-tabs a")
                    .filter(new Locator.FilterOptions().setHasText(tab))
                    .click();
        }
        tasklist.form("obtain-discharge-summary")
                .answer("summaryOutcome", "OBTAINED")
                .answer("receivedOn", desk.today())
                .answer("source", "HOSPITAL_PORTAL")
                .answer("contents", List.of("DIAGNOSES"));
        tasklist.complete();
        assertThat(forms(episode)).doesNotContain("obtain-discharge-summary");

        assertThat(TasklistCalls.neverAsked(calls)).as("%s", calls).isEmpty();
    }

    private List<String> forms(UUID episode) {
        return desk.work(episode).stream().map(WorkItem::form).toList();
    }

    private interface Answers {
        FormOnScreen fillIn(FormOnScreen form);
    }

    private void as(String person, String title, String form, Answers answers) {
        Tasklist tasklist = at(person).open(PATIENT, title).claim();
        answers.fillIn(tasklist.form(form));
        tasklist.complete();
        Locator left = tasklist.found(PATIENT).filter(new Locator.FilterOptions().setHasText(title));
        assertThat(left).hasCount(0);
    }

    private Tasklist at(String person) {
        return desks.computeIfAbsent(
                person, id -> Tasklist.of(Browser.signIn(browser.page(port), id, Hospital.PASSWORD)));
    }
}

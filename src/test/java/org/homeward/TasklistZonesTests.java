package org.homeward;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.homeward.worklist.WorkItem;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Whatever the time zone of the desk: dates stay the dates that they are, and a long list stays whole. */
@BrowserTest
@MorningOf(DayOfWeek.TUESDAY)
class TasklistZonesTests {

    private static final int SERVICES = 7;

    @RegisterExtension
    final Browser browser = new Browser();

    @LocalServerPort
    int port;

    @Autowired
    Hospital.Desk desk;

    @ParameterizedTest
    @ValueSource(strings = {"America/New_York", "America/Los_Angeles", "Europe/London", "UTC"})
    void aDateThatTheServerFilledInIsShownAndComesBackAsItWas(String zone) {
        String patient = "Dateline" + zone.replaceAll("[^A-Za-z]", "");
        UUID episode = desk.discharges(port, "discharge", "Dara", patient, body -> {});
        LocalDate day = desk.today().plusDays(2);
        // late in the evening: an hour more, or less, is another day
        desk.done(
                episode,
                "book-appointment",
                "nurse",
                Map.of(
                        "bookingOutcome", "BOOKED",
                        "withWhom", "Dr. Pat Placeholder",
                        "bookedFor", day + "T23:30",
                        "mode", "VIDEO",
                        "patientTold", "PATIENT"));
        WorkItem task = desk.waitsFor(episode, "confirm-attendance");
        Tasklist tasklist = Tasklist.of(Browser.signIn(browser.page(port, zone), "nurse", Hospital.PASSWORD))
                .open(patient, "Confirm attendance")
                .claim();

        FormOnScreen form = tasklist.form("confirm-attendance")
                .answer("attendance", "ATTENDED")
                .answer("evidence", "OFFICE_CONFIRMED");
        assertThat(form.shownTime("attendedOn")).isEqualTo(day.toString());
        form.isSaved();
        tasklist.page().reload();
        assertThat(tasklist.form("confirm-attendance").shownTime("attendedOn")).isEqualTo(day.toString());
        tasklist.complete();

        assertThat(desk.submitted(task.taskId()).get("attendedOn").asText()).isEqualTo(day.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"America/New_York", "America/Los_Angeles", "Europe/London", "UTC"})
    void aTimeAndAListOfMoreThanFiveRowsOutliveTheDraftAndTheCompletion(String zone) {
        String patient = "Longlist" + zone.replaceAll("[^A-Za-z]", "");
        UUID episode = desk.discharges(port, "discharge", "Lena", patient, body -> services(body.putArray("services")));
        WorkItem task = desk.waitsFor(episode, "call-patient");
        String next = desk.today().plusDays(2) + "T23:30";
        Tasklist tasklist = Tasklist.of(Browser.signIn(browser.page(port, zone), "nurse", Hospital.PASSWORD))
                .open(patient, "Call patient")
                .claim();

        FormOnScreen form = tasklist.form("call-patient").answer("contactOutcome", "REACHED");
        assertThat(form.rows("services", "status")).hasCount(SERVICES);
        form.answer("identifiersConfirmed", List.of("NAME", "BIRTH_DATE"))
                .answer("spokeWith", "PATIENT")
                .answer("channel", "PHONE")
                .answer("interpreter", "NOT_NEEDED")
                .answer("condition", "BETTER")
                .answer("medicinesObtained", "ALL")
                .answer("medicinesTaken", "AS_PRESCRIBED")
                .answer("knowsWhomToCall", "KNOWS")
                .answer("nextContactAt", next)
                .answer("services", 0, "status", "ARRIVED")
                .answer("services", 5, "status", "NOT_NEEDED")
                .answer("services", SERVICES - 1, "status", "NOT_ARRIVED")
                .answer("services", SERVICES - 1, "note", "promised for Friday")
                .isSaved();
        tasklist.page().reload();
        FormOnScreen reopened = tasklist.form("call-patient");
        assertThat(reopened.rows("services", "status")).hasCount(SERVICES);
        assertThat(reopened.choice("services", 5, "status")).hasText("No longer needed");
        assertThat(reopened.choice("services", SERVICES - 1, "status")).hasText("Not yet");
        assertThat(reopened.shownTime("nextContactAt")).isEqualTo(next);
        tasklist.complete();

        JsonNode submitted = desk.submitted(task.taskId());
        assertThat(submitted.get("nextContactAt").asText()).isEqualTo(next);
        assertThat(submitted.get("services").findValuesAsText("id"))
                .hasSize(SERVICES)
                .doesNotHaveDuplicates();
        assertThat(submitted.at("/services/0/status").asText()).isEqualTo("ARRIVED");
        assertThat(submitted.at("/services/5/status").asText()).isEqualTo("NOT_NEEDED");
        assertThat(submitted.at("/services/6/note").asText()).isEqualTo("promised for Friday");
        // and what arrived needs nobody's confirmation any more; the others still do
        assertThat(desk.work(episode).stream()
                        .filter(item -> "confirm-service".equals(item.form()))
                        .count())
                .isEqualTo(SERVICES - 1);
    }

    private void services(ArrayNode services) {
        for (int i = 1; i <= SERVICES; i++) {
            ObjectNode service = services.addObject();
            service.put("number", "SRV-" + UUID.randomUUID())
                    .put("kind", "equipment")
                    .put("what", "Equipment number " + i)
                    .put("provider", "sample-equipment")
                    .put("startBy", desk.today().plusDays(1).toString());
        }
    }
}

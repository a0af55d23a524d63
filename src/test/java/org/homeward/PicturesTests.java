package org.homeward;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.homeward.calendar.BusinessClock;
import org.homeward.engine.DueJobs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * The README's pictures, of the real pages. {@code mvn test -Dtest=PicturesTests -Dhomeward.pictures=true} writes them to
 * {@code src/docs/pictures}; otherwise a build changes no tracked file, and they go to {@code target/pictures}.
 */
@BrowserTest
@MorningOf(DayOfWeek.MONDAY)
class PicturesTests {

    private static final Path FOLDER =
            Path.of(Boolean.getBoolean("homeward.pictures") ? "src/docs/pictures" : "target/pictures");

    @RegisterExtension
    final Browser browser = new Browser();

    @LocalServerPort
    int port;

    @Autowired
    Hospital.Desk desk;

    @Autowired
    BusinessClock clock;

    @Autowired
    DueJobs jobs;

    @Test
    void thePagesAreTaken() throws Exception {
        Files.createDirectories(FOLDER);
        UUID late = desk.discharges(port, "discharge-heart-failure", "Benjamin", "Sample", body -> {});
        desk.done(
                late,
                "name-care-manager",
                "team-lead",
                Map.of("careManagerId", "care-manager", "accepted", "ACCEPTED"));
        desk.done(late, "call-patient", "nurse", Map.of("contactOutcome", "NO_ANSWER"));
        jobs.runUntil(clock.instant().plus(Duration.ofHours(46)), clock::advanceTo);
        desk.discharges(port, "discharge-spanish-speaking", "Carmen", "Ejemplo", body -> {});
        UUID fresh = desk.discharges(port, "discharge", "Alma", "Example", body -> {});
        desk.discharges(port, "discharge-against-advice", "Dennis", "Specimen", body -> {});
        desk.waitsFor(fresh, "call-patient");

        Page page = browser.page(port);
        page.context().clock().setFixedTime(clock.instant().toEpochMilli());
        Browser.signIn(page, "nurse", Hospital.PASSWORD);
        page.navigate("/my-work?list=unclaimed");
        assertThat(page.getByText("Sample, Benjamin").first()).isVisible();
        take(page, "my-work");

        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sample, Benjamin"))
                .first()
                .click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Benjamin Q. Sample")))
                .isVisible();
        take(page, "patient");

        page.navigate("/escalations");
        assertThat(page.getByText("Sample, Benjamin").first()).isVisible();
        take(page, "escalations");

        Page pharmacist = browser.page(port);
        pharmacist.context().clock().setFixedTime(clock.instant().toEpochMilli());
        Browser.signIn(pharmacist, "pharmacist", Hospital.PASSWORD);
        pharmacist.navigate(
                "/patients/" + desk.waitsFor(late, "decide-medication-item").patientId() + "/medications");
        assertThat(pharmacist.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Medicines")))
                .isVisible();
        pharmacist.evaluate("document.querySelector('main h1').scrollIntoView()");
        take(pharmacist, "medicines");

        Tasklist tasklist = Tasklist.of(page).open("Example, Alma", "Call patient");
        tasklist.page().getByText("Unclaimed").first().click();
        tasklist.open("Example, Alma", "Call patient").claim();
        tasklist.form("call-patient").answer("contactOutcome", "NO_ANSWER");
        tasklist.page().locator(".hw-patient").scrollIntoViewIfNeeded();
        take(page, "tasklist");

        for (String name : List.of("my-work", "patient", "escalations", "medicines", "tasklist")) {
            assertThat(FOLDER.resolve(name + ".png")).isNotEmptyFile();
        }
    }

    private static void take(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(name + ".png")));
    }
}

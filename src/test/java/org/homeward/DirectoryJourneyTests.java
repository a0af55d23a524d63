package org.homeward;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.util.UUID;
import java.util.regex.Pattern;
import org.homeward.worklist.WorkItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** On a phone: a social worker brings a directory in, screens a patient and offers help. */
@BrowserTest
@MorningOf(DayOfWeek.TUESDAY)
class DirectoryJourneyTests {

    @RegisterExtension
    final Browser browser = new Browser();

    @LocalServerPort
    int port;

    @Autowired
    Hospital.Desk desk;

    private Page socialWorker() {
        Page page = Browser.signIn(browser.page(port), "social-worker", Hospital.PASSWORD);
        page.setViewportSize(390, 844);
        return page;
    }

    private static void press(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .first()
                .click();
    }

    @Test
    void aDirectoryIsImportedSearchedAndCorrected() {
        String own = UUID.randomUUID().toString().substring(0, 8);
        Page page = socialWorker();
        page.navigate("/directory/import");
        Browser.isGood(page, "directory-import");
        page.getByLabel("CSV file")
                .setInputFiles(new FilePayload(
                        "list.csv",
                        "text/csv",
                        ("organization;programme;needs;area;languages;capacity;route;phone\r\n"
                                        + "Pantry " + own
                                        + ";Food boxes;food-insecurity;606;es;3;phone;312-555-0142\r\n"
                                        + "Pantry " + own + ";Meals;no such thing;606;es;3;phone;312-555-0142\r\n")
                                .getBytes(StandardCharsets.UTF_8)));
        press(page, "Show what it would change");
        assertThat(page.getByText("Line 3, needs:")).isVisible();
        Browser.isGood(page, "directory-import-preview");
        press(page, "Import 1 programme, leave out 1 line");
        assertThat(page.getByText("Imported: 1 new, 0 changed.")).isVisible();

        page.getByLabel("Name").fill(own);
        page.getByLabel("Postal area").fill("60614");
        page.getByLabel("Helps with").selectOption("food-insecurity");
        press(page, "Find");
        assertThat(page.getByText("3 places")).isVisible();
        Browser.isGood(page, "directory");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Food boxes"))
                .click();
        Browser.isGood(page, "directory-programme");
        page.getByLabel("Phone").fill("call me");
        press(page, "Save");
        assertThat(page.getByText("Phone: Write a number with its area code").first())
                .isVisible();
        Browser.isGood(page, "directory-programme-problem");
        page.getByLabel("Phone").fill("312-555-0199");
        page.getByLabel("Free places now").fill("7");
        press(page, "Save");
        assertThat(page.getByText("Saved.")).isVisible();
        assertThat(page.getByText("7 places")).isVisible();
        page.setViewportSize(1280, 900);
        page.navigate("/directory?name=" + own);
        Browser.isGood(page, "directory-wide");
    }

    @Test
    void aPatientIsScreenedAndAcceptsHelp() {
        String family =
                "Screen" + UUID.randomUUID().toString().replaceAll("[^a-f]", "").concat("abc");
        UUID episode = desk.discharges(port, "discharge", "Phoebe", family, body -> {});
        WorkItem call = desk.waitsFor(episode, "call-patient");
        Page page = socialWorker();
        page.navigate("/patients/" + call.patientId());
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Screen for social needs"))
                .click();
        page.getByLabel("AHC health-related social needs, core (10 questions)").check();
        page.getByLabel("Yes", new Page.GetByLabelOptions().setExact(true))
                .first()
                .check();
        page.getByRole(
                        AriaRole.RADIO,
                        new Page.GetByRoleOptions().setName("Patient").setExact(true))
                .check();
        page.getByLabel("Often true").first().check();
        page.getByLabel("No: these questions are left for another time").check();
        assertThat(page.getByText("7. … physically hurt you?")).hasCount(0);
        page.getByLabel("Yes, alone and not on a loudspeaker").check();
        assertThat(page.getByText("7. … physically hurt you?")).isVisible();
        assertThat((Integer) page.evaluate("[...document.querySelectorAll('.fjs-form-field-label')]"
                        + ".filter(label => label.scrollWidth > label.clientWidth + 1).length"))
                .as("questions that are cut off")
                .isZero();
        Browser.isGood(page, "social-needs-form");
        press(page, "Complete");
        page.waitForURL(Pattern.compile(".*/social-needs$"));
        assertThat(page.getByText("The screening is recorded.")).isVisible();
        assertThat(page.getByText("1 answered, 0 refused, 9 not asked")).isVisible();
        Browser.isGood(page, "social-needs");
        press(page, "Accepted, make a referral: Food insecurity");
        assertThat(page.getByText("The referral is under way")).isVisible();
        Browser.isGood(page, "social-needs-accepted");
        page.navigate("/patients/" + call.patientId());
        assertThat(page.getByRole(AriaRole.ROWHEADER, new Page.GetByRoleOptions().setName(Pattern.compile("^Food"))))
                .isVisible();
        Browser.isGood(page, "patient-social-needs");
    }
}

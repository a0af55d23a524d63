package org.homeward;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.UUID;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A nurse of another team opens a patient on her phone, and the privacy officer reviews it, in a real browser. */
@BrowserTest
@MorningOf(DayOfWeek.TUESDAY)
class GlassJourneyTests {

    @RegisterExtension
    final Browser browser = new Browser();

    @LocalServerPort
    int port;

    @Autowired
    Hospital.Desk desk;

    @BeforeEach
    void anotherTeam() {
        desk.people()
                .addTeam(new Team("glass-south", "cascadia-health", "Transitions South", ZoneId.of(Browser.EASTERN)));
    }

    private String person(String name, Role role) {
        String id = role.code() + "-" + UUID.randomUUID().toString().substring(0, 8);
        desk.people().addPerson(id, Person.Kind.PERSON, name, null, Hospital.PASSWORD);
        desk.people().addMembership(id, "glass-south", role);
        return id;
    }

    @Test
    void aPatientOfAnotherTeamIsOpenedReadGivenBackAndReviewed() {
        String family = "Behind-" + UUID.randomUUID().toString().replaceAll("[^a-f]", "");
        UUID episode = desk.discharges(port, "discharge", "Greta", family, body -> {});
        desk.waitsFor(episode, "call-patient");

        Page page = Browser.signIn(browser.page(port), person("Sue South, RN", Role.NURSE), Hospital.PASSWORD);
        page.setViewportSize(390, 844);
        page.navigate("/patients");
        assertThat(page.locator(".search .button").boundingBox().height)
                .as("its word stays whole")
                .isLessThan(60);
        page.locator("#q").fill(family);
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Find").setExact(true))
                .click();
        assertThat(page.getByText("Nobody found")).isVisible();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Open a patient of another team"))
                .first()
                .click();
        withoutBarriers(page);

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Open to read"))
                .click();
        page.getByLabel("Given name").fill("Greta");
        page.getByLabel("Family name").fill(family);
        page.getByLabel("Birth date").fill(birthDate(episode));
        page.getByLabel("Reason").selectOption("CALLED");
        page.getByLabel("In your own words").fill("Too short");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Open to read"))
                .click();
        assertThat(page.getByText("Say in your own words why").first()).isVisible();
        withoutBarriers(page);
        page.getByLabel("In your own words").fill("She called our desk and asks about her water pill");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Open to read"))
                .click();

        Locator bar = page.locator(".glass-bar");
        assertThat(page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName(family).setLevel(1)))
                .isVisible();
        assertThat(bar).containsText("a patient of another team, until");
        assertThat(page.locator("main form:visible, main .button-group a:visible"))
                .hasCount(0);
        withoutBarriers(page);
        bar.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Medicines"))
                .click();
        assertThat(page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName("Medicines").setLevel(1)))
                .isVisible();
        withoutBarriers(page);
        page.navigate("/my-work");
        assertThat(bar).containsText("Greta");
        withoutBarriers(page);
        bar.getByRole(AriaRole.BUTTON).click();
        assertThat(page.getByText("Given back: the patient is closed to you again."))
                .isVisible();
        assertThat(bar).hasCount(0);

        Page officer = Browser.signIn(
                browser.page(port), person("Pia Privacy", Role.PRIVACY_OFFICER), Hospital.PASSWORD, "Trail");
        officer.setViewportSize(390, 844);
        officer.navigate("/glass/review");
        withoutBarriers(officer);
        officer.locator("tr", new Page.LocatorOptions().setHasText(family))
                .getByRole(AriaRole.LINK)
                .click();
        assertThat(officer.getByText("Looked at the medicines")).isVisible();
        withoutBarriers(officer);
        officer.getByLabel("What did you find?").fill("The patient had called; fine");
        officer.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Reviewed"))
                .click();
        assertThat(officer.getByText("The patient had called; fine")).isVisible();
        withoutBarriers(officer);
    }

    private String birthDate(UUID episode) {
        return desk.jdbc()
                .sql("select p.birth_date from patient p join episode e on e.patient_id = p.id where e.id = ?")
                .param(episode.toString())
                .query(java.time.LocalDate.class)
                .single()
                .toString();
    }

    private static void withoutBarriers(Page page) {
        page.waitForLoadState();
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .as(page.url())
                .isLessThanOrEqualTo(page.viewportSize().width);
        Browser.withoutBarriers(page);
    }
}

package org.homeward;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.DayOfWeek;
import java.util.UUID;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.worklist.WorkItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.session.FindByIndexNameSessionRepository;

/** Sessions and passwords as people meet them, in a real browser. */
@BrowserTest
@MorningOf(DayOfWeek.TUESDAY)
class SignInJourneyTests {

    @RegisterExtension
    final Browser browser = new Browser();

    @LocalServerPort
    int port;

    @Autowired
    Hospital.Desk desk;

    @Autowired
    FindByIndexNameSessionRepository<?> sessions;

    @Test
    void whatIsTypedWhileTheSessionIsOverIsSavedAfterSigningInAgain() {
        browser.tolerate("status of 401");
        String patient = "Ended-" + letters();
        UUID episode = desk.discharges(port, "discharge", "Enid", patient, body -> {});
        WorkItem task = desk.waitsFor(episode, "gather-medications");
        desk.tasks().claim(task.taskId(), desk.people().find("second-nurse").orElseThrow());
        Page page = Browser.signIn(browser.page(port), "second-nurse", Hospital.PASSWORD);
        page.navigate("/my-work/tasks/" + task.taskId());
        FormOnScreen form = new FormOnScreen(page, "gather-medications");
        form.answer("askedWhom", "PATIENT").isSaved();

        sessions.findByPrincipalName("second-nurse").keySet().forEach(sessions::deleteById);
        form.answer("others", "Typed after the end");
        assertThat(page.getByText("you have been signed out")).isVisible();
        // in another tab of the same browser, as the page says
        Page tab = Browser.signIn(page.context().newPage(), "second-nurse", Hospital.PASSWORD);
        tab.close();
        form.isSaved();

        page.navigate("/my-work/tasks/" + task.taskId());
        assertThat(new FormOnScreen(page, "gather-medications").shownText("others"))
                .isEqualTo("Typed after the end");
    }

    @Test
    void aPersonChangesTheirPasswordOnAPhone() {
        String own = "own-" + letters();
        desk.people().addPerson(own, Person.Kind.PERSON, "Olive Owner, RN", null, Hospital.PASSWORD);
        desk.people().addMembership(own, Hospital.TEAM, Role.NURSE);
        Page page = Browser.signIn(browser.page(port), own, Hospital.PASSWORD);
        Page elsewhere = Browser.signIn(browser.page(port), own, Hospital.PASSWORD);
        page.setViewportSize(390, 844);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Menu"))
                .click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Olive Owner, RN"))
                .click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Your account")))
                .isVisible();
        withoutBarriers(page);

        page.getByLabel("Password you have now").fill(Hospital.PASSWORD);
        page.getByLabel("New password").fill("short");
        page.getByLabel("Show passwords").check();
        assertThat(page.getByLabel("New password")).hasAttribute("type", "text");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Change password"))
                .click();
        assertThat(page.getByText("Use at least 12 characters").first()).isVisible();
        withoutBarriers(page);

        page.getByLabel("Password you have now").fill(Hospital.PASSWORD);
        page.getByLabel("New password").fill("seven small boats at sea");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Change password"))
                .click();
        assertThat(page.getByText("Password changed.")).isVisible();
        elsewhere.navigate("/my-work");
        assertThat(elsewhere.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Sign in")))
                .isVisible();
    }

    @Test
    void afterAWrongPasswordTheNameStandsThereAndTheMessageHasTheFocus() {
        Page page = browser.page(port);
        page.navigate("/login");
        page.getByLabel("Name to sign in with").fill("second-nurse");
        page.getByLabel("Password").fill("not it at all");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        assertThat(page.locator(".error-summary")).isFocused();
        assertThat(page.getByLabel("Name to sign in with")).hasValue("second-nurse");
        withoutBarriers(page);
        page.navigate("/login?over&notKept");
        assertThat(page.getByText("What you sent last was not kept.")).isVisible();
        withoutBarriers(page);
    }

    private static String letters() {
        return UUID.randomUUID().toString().replaceAll("[^a-f]", "");
    }

    private static void withoutBarriers(Page page) {
        page.waitForLoadState();
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(page.viewportSize().width);
        Browser.withoutBarriers(page);
    }
}

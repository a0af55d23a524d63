package org.homeward;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Media;
import com.microsoft.playwright.options.SelectOption;
import java.time.DayOfWeek;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.worklist.WorkItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A working day on Homeward's own pages: with the mouse, with keys alone, on a phone, with hostile text. */
@BrowserTest
@MorningOf(DayOfWeek.TUESDAY)
class ConsoleJourneyTests {

    /** Text that would run, or be computed, where a page, a template or a query took it for its own. */
    private static final List<String> HOSTILE =
            List.of("<img src=x onerror=alert(1)>", "${7*7}", "{{7*7}}", "' or 1=1 --");

    @RegisterExtension
    final Browser browser = new Browser();

    @LocalServerPort
    int port;

    @Autowired
    Hospital.Desk desk;

    @Autowired
    People people;

    @Test
    void aNurseClaimsACallNobodyAnswersAndOneTapLeadsToTheNextTask() {
        String patient = name("Onetap");
        UUID episode = discharged("Olive", patient);
        desk.waitsFor(episode, "call-patient");
        Page page = nurse();

        claim(page, "Book appointment", patient);
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("My work").setExact(true))
                .first()
                .click();
        unclaimed(page);
        claim(page, "Call patient", patient);
        assertThat(page.locator(".hw-patient__name")).containsText(patient);
        new FormOnScreen(page, "call-patient").answer("contactOutcome", "NO_ANSWER");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Complete: No answer"))
                .click();

        // the next of the nurse's own tasks
        assertThat(page.getByText("Task completed.")).isVisible();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Book appointment")))
                .isVisible();
        assertThat(desk.work(episode)).extracting(WorkItem::form).doesNotContain("call-patient");
    }

    @Test
    void theKeyboardAloneIsEnough() {
        String patient = name("Keys");
        UUID episode = discharged("Kim", patient);
        desk.waitsFor(episode, "obtain-discharge-summary");
        Page page = browser.page(port);
        page.navigate("/login");
        // the page puts the cursor where one begins
        assertThat(page.getByLabel("Name to sign in with")).isFocused();
        page.keyboard().type("second-nurse");
        page.keyboard().press("Tab");
        page.keyboard().type(Hospital.PASSWORD);
        page.keyboard().press("Enter");
        unclaimed(page);

        page.waitForLoadState();
        page.keyboard().press("?");
        assertThat(page.locator("#keyboard-help")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator("#keyboard-help")).isHidden();
        Locator items = page.locator("[data-item]");
        page.keyboard().press("j");
        assertThat(items.first().locator("h2 a")).isFocused();
        int there = items.allInnerTexts()
                .indexOf(items.filter(new Locator.FilterOptions().setHasText(patient))
                        .first()
                        .innerText());
        for (int i = 0; i < there; i++) {
            page.keyboard().press("j");
        }
        assertThat(items.nth(there).locator("h2 a")).isFocused();
        if (there > 0) {
            page.keyboard().press("k");
            assertThat(items.nth(there - 1).locator("h2 a")).isFocused();
            page.keyboard().press("j");
        }
        Locator claim = items.nth(there)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(Pattern.compile("^Claim and open: Obtain discharge")));
        tabTo(page, claim);
        page.keyboard().press("Enter");
        assertThat(page.locator(".hw-form .fjs-form-field").first()).isVisible();
        Locator cannotBeHad = page.getByLabel("It cannot be had");
        tabTo(
                page,
                page.getByLabel("Yes", new Page.GetByLabelOptions().setExact(true))
                        .first());
        page.keyboard().press("ArrowDown");
        assertThat(cannotBeHad).isChecked();
        Locator reason = page.getByLabel(Pattern.compile("^Whom did you ask"));
        tabTo(page, reason);
        page.keyboard().type("Medical records: the system is down until next week");
        tabTo(
                page,
                page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Complete").setExact(true)));
        page.keyboard().press("Enter");

        assertThat(page.getByText("Task completed.")).isVisible();
        assertThat(desk.work(episode)).extracting(WorkItem::form).contains("notify-pcp");
    }

    @Test
    void nothingScrollsSidewaysOnAPhone() {
        String patient = name("Handheld-Longsurname-Ofanoldfamily");
        UUID episode = discharged("Hermione", patient);
        WorkItem task = desk.waitsFor(episode, "call-patient");
        Page page = nurse();
        page.setViewportSize(390, 844);

        for (String path : List.of("/my-work?list=unclaimed", "/my-work?list=team")) {
            page.navigate(path);
            assertThat(page.getByText(patient).first()).isVisible();
            fits(page);
        }
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Menu"))
                .click();
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Tasklist")))
                .isVisible();
        fits(page);
        for (String path : List.of("/patients/" + task.patientId(), "/patients", "/escalations")) {
            page.navigate(path);
            assertThat(page.locator("main h1")).isVisible();
            fits(page);
        }
        page.navigate("/my-work");
        claim(page, "Call patient", patient);
        new FormOnScreen(page, "call-patient").answer("contactOutcome", "REACHED");
        assertThat(page.getByText("Warning signs now")).isVisible();
        fits(page);
        assertThat(page.url()).endsWith(task.taskId());
    }

    @Test
    void whoCannotSeeOrUseAMouseMeetsNoBarrier() {
        String patient = name("Access");
        WorkItem task = desk.waitsFor(discharged("Ada", patient), "call-patient");
        Page page = browser.page(port);
        page.navigate("/login");
        Browser.withoutBarriers(page);
        page.navigate("/login?error");
        Browser.withoutBarriers(page);
        Browser.signIn(page, "nurse", Hospital.PASSWORD);
        unclaimed(page);
        Browser.withoutBarriers(page);
        for (String path : List.of("/patients/" + task.patientId(), "/patients", "/escalations")) {
            page.navigate(path);
            assertThat(page.locator("main h1")).isVisible();
            Browser.withoutBarriers(page);
        }
        page.navigate("/my-work");
        claim(page, "Call patient", patient);
        FormOnScreen form = new FormOnScreen(page, "call-patient").answer("contactOutcome", "REACHED");
        Browser.withoutBarriers(page);
        form.answer("redFlags", List.of("chest-pain"));
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Complete").setExact(true))
                .click();
        assertThat(page.getByText("There is a problem")).isVisible();
        Browser.withoutBarriers(page);
    }

    @Test
    void hostileTextIsShownAsTextAndRunsNothing() {
        String quiet = name("Quiet");
        String family = quiet + HOSTILE.get(0);
        UUID episode = discharged(String.join(" ", HOSTILE), family, body -> ((ObjectNode) body.at("/followUps/0"))
                .put("what", "Visit " + String.join(" ", HOSTILE)));
        desk.waitsFor(episode, "book-appointment");
        Page page = nurse();
        unclaimed(page);
        Locator row = page.locator("[data-item]").filter(new Locator.FilterOptions().setHasText(family));
        shownAsText(row);

        claim(page, "Book appointment", family);
        shownAsText(page.locator(".hw-patient__name"));
        shownAsText(page.locator(".page-head"));
        new FormOnScreen(page, "book-appointment")
                .answer("note", String.join(" ", HOSTILE))
                .isSaved();
        page.reload();
        assertThat(new FormOnScreen(page, "book-appointment").shownText("note")).isEqualTo(String.join(" ", HOSTILE));

        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Patient page"))
                .click();
        shownAsText(page.locator("main"));

        Tasklist tasklist = Tasklist.of(page);
        shownAsText(tasklist.found("Quiet")
                .filter(new Locator.FilterOptions().setHasText(family))
                .first());
        tasklist.open(quiet, "Book appointment");
        shownAsText(page.locator(".hw-patient__name"));
        // not one row more for what would be true in SQL
        tasklist.found("zz' or 1=1 --");
        assertThat(page.locator(".hw-find__status")).hasText("No open task found.");
    }

    @Test
    void theFirstAdministratorMakesATeamANurseAndARosterAndTheNurseCanWork() {
        String own = UUID.randomUUID().toString().substring(0, 6);
        people.addPerson("first-" + own, Person.Kind.PERSON, "First Admin", null, Hospital.PASSWORD);
        people.addMembership("first-" + own, Hospital.TEAM, Role.ADMIN);
        Page page = Browser.signIn(browser.page(port), "first-" + own, Hospital.PASSWORD, "People");

        page.navigate("/admin/teams");
        Locator add = page.locator("form").filter(new Locator.FilterOptions().setHasText("Add a team"));
        add.getByLabel("Name").fill("Añover " + own);
        add.getByLabel("Code").fill("anover-" + own);
        add.getByLabel("Organisation").selectOption(new SelectOption().setIndex(1));
        add.getByLabel("Time zone").fill("America/New_York");
        add.getByRole(AriaRole.BUTTON).click();
        assertThat(page.getByText("The team was added.")).isVisible();
        Browser.withoutBarriers(page);

        page.navigate("/admin/people/new");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Núria Ibáñez, RN");
        page.getByLabel("Name to sign in with").fill("nuria." + own);
        page.getByLabel("First password").fill("four words to remember");
        Browser.withoutBarriers(page);
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Add").setExact(true))
                .click();
        page.getByLabel("Role").selectOption("team-lead");
        page.getByLabel("In team").selectOption("anover-" + own);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Give role"))
                .click();
        assertThat(page.getByText("The role holds from the next click on.")).isVisible();
        Browser.withoutBarriers(page);

        Page nuria = Browser.signIn(browser.page(port), "nuria." + own, "four words to remember");
        assertThat(nuria.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("My work")))
                .isVisible();
        nuria.setViewportSize(390, 800);
        nuria.navigate("/roster");
        assertThat(nuria.getByText("No team lead is on the roster this week")).isVisible();
        nuria.getByLabel("Who").selectOption("nuria." + own);
        nuria.getByLabel("As").selectOption("team-lead");
        nuria.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add turn"))
                .click();
        assertThat(nuria.getByText("The turn is on the roster.")).isVisible();
        fits(nuria);
        Browser.withoutBarriers(nuria);
    }

    private static void shownAsText(Locator place) {
        // the very characters, neither run nor computed
        for (String text : HOSTILE) {
            assertThat(place).containsText(text);
        }
        assertThat(place.locator("img")).hasCount(0);
    }

    @Test
    void whatWasTypedOutlivesASignOutAndTheBrowserKeepsNothingOfThePatient() {
        String patient = name("Draft");
        UUID episode = discharged("Dora", patient);
        WorkItem task = desk.waitsFor(episode, "gather-medications");
        Page page = Browser.signIn(browser.page(port), "nurse", Hospital.PASSWORD);
        unclaimed(page);
        claim(page, "Gather what is taken", patient);
        new FormOnScreen(page, "gather-medications")
                .answer("askedWhom", "PATIENT")
                .answer("others", "Two lists; the new one holds")
                .isSaved();
        String kept = (String) page.evaluate("JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                .click();
        assertThat(page.getByText("You are signed out.")).isVisible();
        kept += page.evaluate("JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})");

        Browser.signIn(page, "nurse", Hospital.PASSWORD);
        page.navigate("/my-work/tasks/" + task.taskId());
        assertThat(new FormOnScreen(page, "gather-medications").shownText("others"))
                .isEqualTo("Two lists; the new one holds");
        Tasklist.of(page).open(patient, "Gather what is taken").form("gather-medications");
        kept += page.evaluate("JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})");
        assertThat(kept).doesNotContain(patient, "Dora", "Two lists", "MRN-");
    }

    @Test
    void aSecondWindowIsToldThatTheFirstWasFaster() {
        browser.tolerate("status of 409");
        String patient = name("Twice");
        UUID episode = discharged("Tess", patient);
        desk.waitsFor(episode, "obtain-discharge-summary");
        Page first = nurse();
        unclaimed(first);
        claim(first, "Obtain discharge summary", patient);
        FormOnScreen here = new FormOnScreen(first, "obtain-discharge-summary");
        Page second = first.context().newPage();
        second.navigate(first.url());
        FormOnScreen there = new FormOnScreen(second, "obtain-discharge-summary");

        here.answer("note", "asked the ward").isSaved();
        there.answer("note", "asked the archive");

        assertThat(second.locator(".hw-notice"))
                .containsText("This form was changed in another window since you opened it.");
        second.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show the other version"))
                .click();
        assertThat(second.getByLabel("Note")).hasValue("asked the ward");
    }

    private static ObjectNode medicine(ObjectNode body, String list, String text) {
        return body.withArray(list)
                .addObject()
                .put("text", text)
                .put("dose", "1 tablet")
                .put("route", "by mouth")
                .put("frequency", "once a day");
    }

    @Test
    void aPharmacistReadsComparesAndDecidesByKeyboardAloneOnAnyScreen() {
        String patient = name("Pills");
        UUID episode = discharged("Paula", patient, body -> {
            body.putArray("preAdmissionMedications");
            body.putArray("dischargeMedications");
            medicine(body, "preAdmissionMedications", "Furosemide 20 mg tablet");
            medicine(body, "dischargeMedications", "Furosemide 40 mg tablet").put("change", "changed");
            medicine(body, "dischargeMedications", "little heart pill");
        });
        WorkItem task = desk.waitsFor(episode, "decide-medication-item");
        Page page = Browser.signIn(browser.page(port), "pharmacist", Hospital.PASSWORD);
        String medicines = "/patients/" + task.patientId() + "/episodes/" + episode + "/medications";
        page.navigate(medicines);
        for (int width : new int[] {1280, 820, 390}) {
            page.setViewportSize(width, 900);
            assertThat(page.getByText("Furosemide 40 mg tablet").first()).isVisible();
            fits(page);
            Browser.withoutBarriers(page);
        }
        page.setViewportSize(1280, 900);

        // unread words are named, and what they mean is compared
        tabTo(page, page.getByLabel("Say what it is: little heart pill"));
        page.keyboard().press("Enter");
        tabTo(page, page.getByLabel("The medicine, such as furosemide 20 mg"));
        page.keyboard().type("zzyzxin forte");
        page.keyboard().press("Enter");
        assertThat(page.getByText("That name is not known here either")).isVisible();
        assertThat(page.getByLabel("The medicine, such as furosemide 20 mg")).hasValue("zzyzxin forte");
        tabTo(page, page.getByLabel("The medicine, such as furosemide 20 mg"));
        page.keyboard().press("Control+A");
        page.keyboard().type("digoxin 125 mcg tablet");
        page.keyboard().press("Enter");
        assertThat(page.getByText("Read as digoxin 125 mcg tablet").first()).isVisible();
        assertThat(page.getByRole(AriaRole.ROWHEADER, new Page.GetByRoleOptions().setName("Digoxin")))
                .isVisible();

        tabTo(page, page.getByLabel(Pattern.compile("^Decide: Furosemide: changed")));
        page.keyboard().press("Enter");
        Locator item =
                page.locator("[data-item]").filter(new Locator.FilterOptions().setHasText("Furosemide: changed"));
        tabTo(page, item.getByLabel("As on the discharge list"));
        page.keyboard().press("Space");
        tabTo(page, item.getByLabel("Why?"));
        page.keyboard().type("more water, says Dr. Lee");
        tabTo(
                page,
                item.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("Decide").setExact(true)));
        page.keyboard().press("Enter");
        assertThat(item.getByText("As on the discharge list: more water, says Dr. Lee"))
                .isVisible();

        // and a decision can be taken back
        tabTo(page, page.getByLabel(Pattern.compile("^Decide again: Furosemide")));
        page.keyboard().press("Enter");
        tabTo(page, item.getByLabel(Pattern.compile("^Why\\?")));
        page.keyboard().type("the other patient was meant");
        page.keyboard().press("Enter");
        assertThat(page.getByLabel(Pattern.compile("^Decide: Furosemide: changed")))
                .isVisible();

        // on paper there is nothing to press
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(page.locator("main button:visible, main a.button:visible, main summary:visible"))
                .hasCount(0);
        assertThat(page.getByText("Furosemide 40 mg tablet").first()).isVisible();
    }

    private Page nurse() {
        return Browser.signIn(browser.page(port), "nurse", Hospital.PASSWORD);
    }

    private UUID discharged(String given, String family) {
        return discharged(given, family, body -> {});
    }

    private UUID discharged(String given, String family, Consumer<ObjectNode> changes) {
        return desk.discharges(port, "discharge", given, family, changes);
    }

    /** Each test has a patient of its own, whoever else is on the lists. */
    private static String name(String family) {
        return UUID.randomUUID()
                .toString()
                .substring(24)
                .chars()
                // letters only: a name with digits in it would be looked for as an identifier
                .mapToObj(digit -> String.valueOf((char) ('a' + Character.digit(digit, 16))))
                .collect(Collectors.joining("", family + "-", ""));
    }

    private static void unclaimed(Page page) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Unclaimed, for my roles"))
                .click();
        assertThat(page.locator("[aria-current=page]").getByText("Unclaimed, for my roles"))
                .isVisible();
    }

    private static void claim(Page page, String title, String patient) {
        unclaimed(page);
        page.locator("button[aria-label^='Claim and open: " + title + "']")
                .and(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(patient)))
                .click();
        assertThat(page.locator(".hw-form:not(:has(.hw-readonly)) .fjs-form-field")
                        .first())
                .isVisible();
    }

    private static void tabTo(Page page, Locator target) {
        for (int i = 0; i < 80; i++) {
            if ((Boolean) target.evaluate("node => node === document.activeElement")) {
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("The Tab key does not lead to " + target);
    }

    private static void fits(Page page) {
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .as(page.url())
                .isLessThanOrEqualTo(page.viewportSize().width);
    }
}

package org.homeward;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.util.UUID;
import java.util.regex.Pattern;
import org.homeward.worklist.WorkItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A referral from its order to the patient who knows: the team in Tasklist, the other side on a phone and in Spanish. */
@BrowserTest
@MorningOf(DayOfWeek.TUESDAY)
class ReferralJourneyTests {

    private static final String PATIENT = "Looper";

    @RegisterExtension
    final Browser browser = new Browser();

    @LocalServerPort
    int port;

    @Autowired
    Hospital.Desk desk;

    @Test
    void theLoopIsClosedByPeopleWhoNeverSawEachOther() {
        UUID episode = desk.discharges(port, "discharge", "Alma", PATIENT, body -> body.putArray("referrals")
                .addObject()
                .put("number", "REF-" + UUID.randomUUID().toString().substring(0, 8))
                .put("kind", "clinical")
                .put("what", "Cardiac rehabilitation"));
        WorkItem sending = desk.waitsFor(episode, "send-referral");
        Tasklist team = Tasklist.of(Browser.signIn(browser.page(port), "social-worker", Hospital.PASSWORD));
        team.open(PATIENT, "Send referral").claim();
        team.form("send-referral")
                .answer("sendOutcome", "SEND")
                .answer("referralKind", "CLINICAL")
                .answer("recipient", "Heart centre")
                .answer("recipientEmail", "front.desk@heart.example")
                .answer("reasonForReferral", "Rehabilitation after heart failure")
                .answer("sentHow", "LINK")
                .answer("linkFactor", "CODE")
                .answer("patientSays", "AGREES")
                .answer("mayContact", "YES")
                .answer("part2", "NO");
        team.complete();

        Page console = browser.page(port);
        Browser.signIn(console, "social-worker", Hospital.PASSWORD);
        String page = "/patients/" + sending.patientId() + "/episodes/" + episode + "/referrals";
        Page partner = browser.page(port, "America/Chicago");
        partner.setViewportSize(390, 844);
        knocks(partner, console, page);
        partner.getByLabel("La aceptamos", new Page.GetByLabelOptions().setExact(true))
                .check();
        partner.getByLabel(Pattern.compile("^Fecha y hora")).fill(desk.today().plusDays(6) + "T14:30");
        partner.getByLabel("Su nombre").fill("Ana Núñez");
        partner.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Enviar"))
                .click();
        assertThat(partner.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Gracias")))
                .isVisible();
        Browser.isGood(partner, "partner-done");

        looksAt(console, "/referrals", "board-open");

        desk.waitsFor(episode, "track-referral");
        team.open(PATIENT, "Track attendance").claim();
        team.form("track-referral")
                .answer("referralOutcome", "The patient was seen, the outcome comes later")
                .answer("heardFrom", "Ana")
                .answer("heardHow", "PHONE");
        team.complete();

        knocks(partner, console, page);
        partner.getByLabel("Este es el resultado").check();
        partner.getByLabel(Pattern.compile("^Qué resultó")).fill("Begins twice a week.\nNo limits.");
        partner.getByLabel(Pattern.compile("informe"))
                .setInputFiles(new FilePayload(
                        "note.pdf", "application/pdf", "%PDF-1.7\nnote\n%%EOF".getBytes(StandardCharsets.US_ASCII)));
        partner.getByLabel("Su nombre").fill("Ana Núñez");
        partner.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Enviar"))
                .click();
        assertThat(partner.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Gracias")))
                .isVisible();

        Tasklist nurse = Tasklist.of(Browser.signIn(browser.page(port), "nurse", Hospital.PASSWORD));
        nurse.open(PATIENT, "Review outcome").claim();
        nurse.form("review-referral-outcome")
                .answer("changes", "NOTHING")
                .answer("pcpTold", "SENT")
                .answer("pcpName", "Dr. Pat Placeholder")
                .answer("enough", "YES");
        nurse.complete();
        team.open(PATIENT, "Tell patient").claim();
        team.form("tell-referral-outcome")
                .answer("toldHow", "PHONE")
                .answer("toldOn", desk.today())
                .answer("gotHelp", "YES");
        team.complete();

        console.navigate(page);
        Browser.keepsNothing(console, PATIENT, "Alma", "1951", "Rehabilitation", "Begins twice");
        assertThat(console.locator(".referral > .row .tag").first()).hasText("Closed");
        assertThat(console.getByText("note.pdf")).isVisible();
        assertThat(console.locator(".loop-step--done")).hasCount(7);
        Browser.isGood(console, "referrals-closed");
        console.setViewportSize(390, 844);
        Browser.isGood(console, "referrals-closed-phone");
        looksAt(console, "/referrals/numbers", "numbers");
        looksAt(console, "/referrals", "board-empty");
    }

    private static void looksAt(Page console, String page, String picture) {
        for (int width : new int[] {1280, 390}) {
            console.setViewportSize(width, 844);
            console.navigate(page);
            Browser.isGood(console, "referral-" + picture + "-" + width);
        }
        console.setViewportSize(1280, 844);
    }

    /** The team copies a link and tells the code by telephone; the other side opens it, in Spanish. */
    private static void knocks(Page partner, Page console, String page) {
        console.navigate(page);
        String code =
                console.locator("li:has-text('told by telephone') .code").last().innerText();
        console.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show a link to copy for Heart centre"))
                .click();
        String link = console.locator(".code--block").innerText();
        Browser.isGood(console, "referrals-link");
        partner.navigate(URI.create(link).getPath() + "?lang=es");
        assertThat(partner.getByText(PATIENT)).hasCount(0);
        Browser.isGood(partner, "partner-door");
        partner.locator("#known").fill(code);
        partner.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Continuar"))
                .click();
        assertThat(partner.getByText(PATIENT)).isVisible();
        Browser.keepsNothing(partner, PATIENT, "Alma", "1951", "Rehabilitation");
        Browser.isGood(partner, "partner-referral");
    }
}

package org.homeward;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;

/** Camunda Tasklist as one person uses it: finds a patient by name, claims, fills in, completes. */
final class Tasklist {

    private final Page page;

    private Tasklist(Page page) {
        this.page = page;
    }

    static Tasklist of(Page signedIn) {
        signedIn.navigate("/camunda/app/tasklist/default/");
        return new Tasklist(signedIn);
    }

    Page page() {
        return page;
    }

    /** Types a name into "Find a patient". */
    Locator found(String name) {
        Locator find = page.getByLabel("Find a patient");
        find.fill("");
        // the list of the search before still stands; whoever clicks while it is exchanged clicks nothing
        page.waitForResponse(answer -> answer.url().endsWith("/api/v1/tasks/search"), () -> find.fill(name));
        assertThat(page.locator(".hw-find__status")).not().isEmpty();
        return page.locator("#hw-find-list [role=option]");
    }

    /** Opens one of the patient's tasks. */
    Tasklist open(String patient, String title) {
        found(patient)
                .filter(new Locator.FilterOptions().setHasText(title))
                .first()
                .click();
        assertThat(page.locator(".task-card h2.task")).containsText(title.replaceAll(":.*", ""));
        assertThat(page.locator(".hw-form .hw-patient__name")).containsText(patient);
        return this;
    }

    Tasklist claim() {
        page.locator(".task-card button.claim").click();
        assertThat(page.locator(".task-card button.claim")).isHidden();
        return this;
    }

    /** Nothing to claim: the step came to this person by itself. */
    Tasklist isMine() {
        assertThat(page.locator(".hw-form")).isVisible();
        assertThat(page.locator(".hw-readonly")).isHidden();
        return this;
    }

    FormOnScreen form(String form) {
        return new FormOnScreen(page, form);
    }

    /** Presses Tasklist's own button. */
    void complete() {
        completedBy(page.locator(".task-card .form-actions .btn-primary"));
    }

    /** Presses the button that a call without an answer offers. */
    void completeWithOneTap() {
        completedBy(page.locator(".hw-quick")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Complete: ")));
    }

    private void completedBy(Locator button) {
        Response answer;
        try {
            answer = page.waitForResponse(each -> each.url().contains("/submit-form"), button::click);
        } catch (com.microsoft.playwright.TimeoutError nothingSent) {
            throw new AssertionError(
                    "Nothing was sent; the form says: "
                            + page.locator(".hw-form").innerText(),
                    nothingSent);
        }
        assertThat(answer.status())
                .as(answer.status() >= 400 ? answer.text() : "")
                .isLessThan(300);
        assertThat(page.locator(".hw-form:not(:has(.hw-readonly)) .fjs-form-field"))
                .hasCount(0);
    }
}

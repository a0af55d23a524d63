package org.homeward.console;

import java.time.Clock;
import org.homeward.security.SignedIn;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page's frame shows. */
@ControllerAdvice(annotations = Controller.class)
class EveryPage {

    private final SignedIn signedIn;
    private final OpenGlasses glasses;
    private final Clock clock;
    private final String htmxVersion;

    EveryPage(SignedIn signedIn, OpenGlasses glasses, Clock clock) {
        this.signedIn = signedIn;
        this.glasses = glasses;
        this.clock = clock;
        this.htmxVersion = htmxVersion();
    }

    @ModelAttribute
    void frame(Model model) {
        signedIn.current().map(Me::of).ifPresent(me -> model.addAttribute("me", me));
        model.addAttribute("glasses", glasses);
        model.addAttribute("htmxVersion", htmxVersion);
        model.addAttribute("businessTime", clock.instant());
    }

    private static String htmxVersion() {
        java.util.Properties pom = new java.util.Properties();
        try (java.io.@Nullable InputStream in =
                EveryPage.class.getResourceAsStream("/META-INF/maven/org.webjars.npm/htmx.org/pom.properties")) {
            if (in != null) {
                pom.load(in);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return pom.getProperty("version", "");
    }
}

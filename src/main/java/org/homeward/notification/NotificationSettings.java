package org.homeward.notification;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How people are told.
 *
 * @param console where links in messages lead
 * @param from the sender's address
 * @param digestAfter how long a notice that is not urgent waits for others to the same person
 * @param mailRequired whether a start without a mail server is refused
 */
@ConfigurationProperties("homeward.notification")
record NotificationSettings(
        @DefaultValue(HERE) URI console,
        @DefaultValue(NOBODY) String from,
        @DefaultValue("2m") Duration digestAfter,
        @DefaultValue("true") boolean mailRequired) {

    private static final String HERE = "http://localhost:8080";
    private static final String NOBODY = "homeward@localhost";

    /**
     * A message whose link leads to the reader's own machine helps nobody, and one that never leaves even less.
     *
     * @throws IllegalStateException naming every setting that is missing
     */
    void check(String mailHost) {
        if (!mailRequired) {
            return;
        }
        List<String> missing = new ArrayList<>();
        if (mailHost.isBlank()) {
            missing.add("HOMEWARD_MAIL_HOST (the mail server)");
        }
        if (console.toString().equals(HERE)) {
            missing.add("HOMEWARD_URL (how people reach Homeward, for the links in messages)");
        }
        if (from.equals(NOBODY)) {
            missing.add("HOMEWARD_MAIL_FROM (the sender's address)");
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "Nobody could be told of a missed step. Set " + String.join(", ", missing)
                            + "; or homeward.notification.mail-required=false, if people look at the page Escalations all the time.");
        }
    }
}

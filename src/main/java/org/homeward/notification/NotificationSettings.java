package org.homeward.notification;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How people are told.
 *
 * @param console where links in messages lead
 * @param from the sender's address
 * @param digestAfter how long a notice that is not urgent waits for others to the same person
 */
@ConfigurationProperties("homeward.notification")
record NotificationSettings(
        @DefaultValue("http://localhost:8080") URI console,
        @DefaultValue("homeward@localhost") String from,
        @DefaultValue("2m") Duration digestAfter) {}

package org.homeward.notification;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NotificationSettingsTests {

    private static NotificationSettings settings(String console, String from, boolean required) {
        return new NotificationSettings(URI.create(console), from, Duration.ZERO, required);
    }

    @Test
    void aStartAfterWhichNobodyCouldBeToldIsRefusedAndNamesWhatIsMissing() {
        assertThatIllegalStateException()
                .isThrownBy(() -> settings("http://localhost:8080", "homeward@localhost", true)
                        .check(""))
                .withMessageContainingAll("HOMEWARD_MAIL_HOST", "HOMEWARD_URL", "HOMEWARD_MAIL_FROM", "mail-required");
        assertThatIllegalStateException()
                .isThrownBy(() -> settings("https://homeward.example", "homeward@homeward.example", true)
                        .check(""))
                .withMessageContaining("HOMEWARD_MAIL_HOST");
        assertThatCode(() -> settings("https://homeward.example", "homeward@homeward.example", true)
                        .check("mail.example"))
                .doesNotThrowAnyException();
        assertThatCode(() -> settings("http://localhost:8080", "homeward@localhost", false)
                        .check(""))
                .doesNotThrowAnyException();
    }
}

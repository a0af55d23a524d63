package org.homeward.escalation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.homeward.HomewardTest;
import org.homeward.MailServer;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/** The whole application, with a mail server, and one step that can be missed. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@HomewardTest
@Import({MissedStepFixture.class, MailServer.class})
@TestPropertySource(
        properties = {"spring.mail.host=127.0.0.1", "homeward.notification.console=https://homeward.example"})
public @interface LadderTest {}

package org.homeward.notification;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Bring the outbox to people. A message says what is late, how late, and where to look; nothing in it is about a
 * patient. A node that dies after sending sends again, with the same Message-ID.
 */
@Component
public class DeliverNotifications {

    static final String STUCK = "NOTIFICATIONS_STUCK";
    static final String GIVEN_UP = "NOTIFICATION_GIVEN_UP";
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(20);
    private static final Logger log = LoggerFactory.getLogger(DeliverNotifications.class);

    private final Outbox outbox;
    private final Notifications notifications;
    private final People people;
    private final Alarms alarms;
    private final NotificationSettings settings;
    private final ObjectProvider<JavaMailSender> mail;
    private final Clock clock;
    private boolean stuck = true;

    DeliverNotifications(
            Outbox outbox,
            Notifications notifications,
            People people,
            Alarms alarms,
            NotificationSettings settings,
            ObjectProvider<JavaMailSender> mail,
            @Value("${spring.mail.host:}") String mailHost,
            @Qualifier("systemClock") Clock clock) {
        settings.check(mailHost);
        this.outbox = outbox;
        this.notifications = notifications;
        this.people = people;
        this.alarms = alarms;
        this.settings = settings;
        this.mail = mail;
        this.clock = clock;
    }

    /** Delivers all that is due; scheduled by {@code homeward.notification.deliver-every}. */
    @Scheduled(
            initialDelayString = "${homeward.notification.deliver-every:PT10S}",
            fixedDelayString = "${homeward.notification.deliver-every:PT10S}")
    public synchronized void deliver() {
        // first, and bounded what follows: mail that does not go out must be noticed while it does not
        watch();
        outbox.bind();
        Instant until = clock.instant().plus(LONGEST_ROUND);
        for (Optional<Outbox.Message> next = outbox.take();
                next.isPresent();
                next = clock.instant().isBefore(until) ? outbox.take() : Optional.empty()) {
            attempt(next.get());
        }
        watch();
    }

    private void attempt(Outbox.Message message) {
        try {
            if (message.recipient().equals(Notifications.OUTSIDE)) {
                mailOutside(message);
                return;
            }
            List<NoticeWords.Line> lines = lines(message);
            if (!lines.isEmpty()) {
                mail.getObject().send(written(message, lines));
                outbox.sent(message.id());
            }
        } catch (RuntimeException | MessagingException failed) {
            // one message must not hold up the others; the class only: a mail server's answer may quote what it got
            String code = failed.getClass().getSimpleName();
            log.warn("Message {} was not sent, attempt {}: {}", message.id(), message.attempt(), code);
            if (outbox.failed(message, code)) {
                alarms.raise(GIVEN_UP, "message", message.id().toString(), null);
            }
        }
    }

    private void mailOutside(Outbox.Message message) throws MessagingException {
        Outbox.Row row = message.rows().get(0);
        Optional<OutsideLetters.Letter> letter = notifications.letter(row.template(), row.subjectId());
        if (letter.isEmpty()) {
            outbox.withdraw(row.id());
            return;
        }
        MimeMessage mime = mail.getObject().createMimeMessage();
        MimeMessageHelper helper = new MimeMessageHelper(mime, false, "UTF-8");
        helper.setFrom(settings.from());
        helper.setTo(letter.get().address());
        helper.setSubject(letter.get().subject());
        helper.setText(letter.get().text());
        mime.setHeader("Message-ID", "<" + message.id() + "@homeward>");
        mail.getObject().send(mime);
        outbox.sent(message.id());
    }

    /** What there is still to tell; notices that no longer hold are withdrawn. */
    private List<NoticeWords.Line> lines(Outbox.Message message) {
        List<NoticeWords.Line> lines = new ArrayList<>();
        for (Outbox.Row row : message.rows()) {
            Optional<NoticeWords.Line> line = notifications.line(row.template(), row.subjectId());
            if (line.isEmpty()) {
                outbox.withdraw(row.id());
            } else if (!lines.contains(line.get())) {
                lines.add(line.get());
            }
        }
        return lines;
    }

    private MimeMessage written(Outbox.Message message, List<NoticeWords.Line> lines) throws MessagingException {
        String address = people.find(message.recipient())
                .map(Person::email)
                .filter(StringUtils::hasText)
                .orElseThrow(() -> new MessagingException("No address"));
        MimeMessage mime = mail.getObject().createMimeMessage();
        MimeMessageHelper helper = new MimeMessageHelper(mime, false, "UTF-8");
        helper.setFrom(settings.from());
        helper.setTo(address);
        String one = lines.get(0).subject();
        helper.setSubject(
                lines.size() > 1
                        ? "Homeward: " + lines.size() + " steps are late"
                        : one == null ? "Homeward: a step is late" : one);
        StringBuilder text = new StringBuilder();
        for (NoticeWords.Line line : lines) {
            text.append(line.words())
                    .append('\n')
                    .append(notifications.addressOf(line.path()))
                    .append("\n\n");
        }
        text.append("Sign in to see whom it is about. Please do not reply to this message.\n");
        helper.setText(text.toString());
        mime.setHeader("Message-ID", "<" + message.id() + "@homeward>");
        return mime;
    }

    /** Silence is an alarm too: what should have gone out a quarter of an hour ago and has not. */
    private void watch() {
        boolean before = stuck;
        stuck = outbox.pendingSince(clock.instant().minus(PATIENCE)) > 0;
        if (stuck) {
            alarms.raise(STUCK, "outbox", "email", null);
        } else if (before) {
            alarms.clear(STUCK, "outbox", "email", "homeward");
        }
    }
}

package org.homeward.notification;

import com.github.f4b6a3.uuid.UuidCreator;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.mail.MailProperties;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.StringUtils;

/** Write down what people are to be told, with the change that causes it; and what they were told, for the console. */
@Service
public class Notifications {

    /** A notice as its recipient sees it in the console. */
    public record Told(
            UUID id,
            UUID subjectId,
            String template,
            boolean urgent,
            Instant createdAt,
            @Nullable Instant seenAt,
            NoticeWords.Line line) {}

    /** Stands for a recipient without an account; no person's id begins like that. */
    static final String OUTSIDE = ":outside";

    private static final int MOST = 200;

    private final JdbcClient jdbc;
    private final People people;
    private final ObjectProvider<NoticeWords> words;
    private final ObjectProvider<OutsideLetters> letters;
    private final NotificationSettings settings;
    private final Clock clock;
    private final boolean mailServer;

    Notifications(
            JdbcClient jdbc,
            People people,
            ObjectProvider<NoticeWords> words,
            ObjectProvider<OutsideLetters> letters,
            NotificationSettings settings,
            @Qualifier("systemClock") Clock clock,
            ObjectProvider<MailProperties> mail) {
        this.jdbc = jdbc;
        this.people = people;
        this.words = words;
        this.letters = letters;
        this.settings = settings;
        this.clock = clock;
        MailProperties properties = mail.getIfAvailable();
        this.mailServer = properties != null && StringUtils.hasText(properties.getHost());
    }

    /**
     * Writes a notice in the caller's transaction; it is delivered after that commits. Where no mail server is
     * configured, or the person has no address, it stands in the console only.
     *
     * @return false when a notice with this key was written before
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean tell(Notice notice) {
        Instant now = clock.instant();
        boolean email = mailServer
                && people.find(notice.recipient())
                        .map(Person::email)
                        .filter(StringUtils::hasText)
                        .isPresent();
        Duration wait = notice.urgent() ? notice.after() : notice.after().plus(settings.digestAfter());
        try {
            jdbc.sql("""
                    insert into notification (id, notice_key, channel, recipient, template, subject_id, urgent, state,
                        created_at, deliver_from, next_attempt_at, sent_at)
                    values (:id, :key, :channel, :recipient, :template, :subject, :urgent, :state, :now, :from, :from,
                        :sent)""")
                    .param("id", UuidCreator.getTimeOrderedEpoch().toString())
                    .param("key", notice.key())
                    .param("channel", email ? "EMAIL" : "IN_APP")
                    .param("recipient", notice.recipient())
                    .param("template", notice.template())
                    .param("subject", notice.subjectId().toString())
                    .param("urgent", notice.urgent())
                    .param("state", email ? "PENDING" : "SENT")
                    .param("now", Columns.utc(now))
                    .param("from", Columns.utc(now.plus(wait)))
                    .param("sent", email ? null : Columns.utc(now))
                    .update();
            return true;
        } catch (DuplicateKeyException writtenBefore) {
            return false;
        }
    }

    /**
     * Writes that a letter is to be mailed outside, in the caller's transaction; it is written and sent after that commits.
     *
     * @param template which {@link OutsideLetters} write it
     * @return false when no mail leaves this installation, or one with this key was written before
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean mailOutside(String key, String template, UUID subjectId) {
        if (!mailServer) {
            return false;
        }
        LocalDateTime now = Columns.utc(clock.instant());
        try {
            // urgent: each letter goes alone, nobody's digest
            jdbc.sql("""
                    insert into notification (id, notice_key, channel, recipient, template, subject_id, urgent, state,
                        created_at, deliver_from, next_attempt_at)
                    values (:id, :key, 'EMAIL', :recipient, :template, :subject, true, 'PENDING', :now, :now, :now)""")
                    .param("id", UuidCreator.getTimeOrderedEpoch().toString())
                    .param("key", key)
                    .param("recipient", OUTSIDE)
                    .param("template", template)
                    .param("subject", subjectId.toString())
                    .param("now", now)
                    .update();
            return true;
        } catch (DuplicateKeyException writtenBefore) {
            return false;
        }
    }

    /** Where a path of ours is reached from outside. */
    public URI addressOf(String path) {
        return settings.console().resolve(path);
    }

    Optional<OutsideLetters.Letter> letter(String template, UUID subjectId) {
        return letters.stream()
                .filter(some -> some.templates().contains(template))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Nobody writes letters for " + template))
                .of(template, subjectId, this::addressOf);
    }

    /** What a person was told, whatever the channel, the newest first; what no longer holds is left out. */
    @Transactional(readOnly = true)
    public List<Told> of(String personId) {
        record Row(
                UUID id,
                UUID subject,
                String template,
                boolean urgent,
                Instant createdAt,
                @Nullable Instant seenAt) {}
        return jdbc
                .sql("select * from notification where recipient = ? and state <> 'WITHDRAWN'"
                        + " order by created_at desc, id desc limit " + MOST)
                .param(personId)
                .query((row, i) -> new Row(
                        UUID.fromString(row.getString("id")),
                        UUID.fromString(row.getString("subject_id")),
                        row.getString("template"),
                        row.getBoolean("urgent"),
                        Columns.instant(row, "created_at"),
                        Columns.instantOrNull(row, "seen_at")))
                .list()
                .stream()
                .flatMap(row -> line(row.template(), row.subject())
                        .map(line -> new Told(
                                row.id(),
                                row.subject(),
                                row.template(),
                                row.urgent(),
                                row.createdAt(),
                                row.seenAt(),
                                line))
                        .stream())
                .toList();
    }

    @Transactional
    public void seen(String personId, UUID id) {
        jdbc.sql("update notification set seen_at = ? where id = ? and recipient = ? and seen_at is null")
                .params(Columns.utc(clock.instant()), id.toString(), personId)
                .update();
    }

    Optional<NoticeWords.Line> line(String template, UUID subjectId) {
        return words.stream()
                .filter(some -> some.templates().contains(template))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Nobody has words for " + template))
                .of(template, subjectId);
    }
}

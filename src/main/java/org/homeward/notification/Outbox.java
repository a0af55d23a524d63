package org.homeward.notification;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The outbox's steps, each a transaction of its own so that a node may die between any two: notices are bound to a
 * message, a message is taken for an attempt, its outcome is written. Rows are taken with SKIP LOCKED, so any number of
 * nodes deliver side by side.
 */
@Component
class Outbox {

    /** While an attempt is under way nobody else makes one; longer than mail timeouts. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final int GIVE_UP_AFTER = 150;
    private static final int BOUND_AT_ONCE = 500;

    record Row(UUID id, String template, UUID subjectId) {}

    /** A message to make an attempt at. */
    record Message(UUID id, String recipient, int attempt, List<Row> rows) {}

    private final JdbcClient jdbc;
    private final Clock clock;

    Outbox(JdbcClient jdbc, @Qualifier("systemClock") Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Binds what is due to messages: an urgent notice to one of its own, the others of a person to one digest. */
    @Transactional
    public void bind() {
        record Due(String id, String recipient, boolean urgent) {}
        Instant now = clock.instant();
        List<Due> due = jdbc.sql("""
                        select id, recipient, urgent from notification
                        where state = 'PENDING' and message_id is null and next_attempt_at <= ?
                        order by next_attempt_at, id limit %d for update skip locked""".formatted(BOUND_AT_ONCE))
                .param(Columns.utc(now))
                .query((row, i) -> new Due(row.getString(1), row.getString(2), row.getBoolean(3)))
                .list();
        Map<String, String> digests = new HashMap<>();
        for (Due notice : due) {
            String fresh = UuidCreator.getTimeOrderedEpoch().toString();
            String message = notice.urgent() ? fresh : digests.computeIfAbsent(notice.recipient(), recipient -> fresh);
            jdbc.sql("update notification set message_id = ? where id = ?")
                    .params(message, notice.id())
                    .update();
        }
    }

    /** Takes the message that waits longest for an attempt, so that for a while no other node does. */
    @Transactional
    public Optional<Message> take() {
        Instant now = clock.instant();
        Optional<String> id =
                jdbc.sql("""
                        select message_id from notification
                        where state = 'PENDING' and message_id is not null and next_attempt_at <= ?
                        order by next_attempt_at, id limit 1 for update skip locked""").param(Columns.utc(now)).query(String.class).optional();
        if (id.isEmpty()) {
            return Optional.empty();
        }
        int taken = jdbc.sql("""
                        update notification set attempts = attempts + 1, next_attempt_at = :until
                        where message_id = :message and state = 'PENDING' and next_attempt_at <= :now""")
                .param("until", Columns.utc(now.plus(LEASE)))
                .param("message", id.get())
                .param("now", Columns.utc(now))
                .update();
        if (taken == 0) {
            return Optional.empty();
        }
        record Found(Row row, String recipient, int attempt) {}
        List<Found> rows = jdbc.sql("""
                        select id, template, subject_id, recipient, attempts from notification
                        where message_id = ? and state = 'PENDING' order by id""")
                .param(id.get())
                .query((row, i) -> new Found(
                        new Row(UUID.fromString(row.getString(1)), row.getString(2), UUID.fromString(row.getString(3))),
                        row.getString(4),
                        row.getInt(5)))
                .list();
        return Optional.of(new Message(
                UUID.fromString(id.get()),
                rows.get(0).recipient(),
                rows.stream().mapToInt(Found::attempt).max().orElse(1),
                rows.stream().map(Found::row).toList()));
    }

    @Transactional
    public void withdraw(UUID noticeId) {
        jdbc.sql("update notification set state = 'WITHDRAWN' where id = ? and state = 'PENDING'")
                .param(noticeId.toString())
                .update();
    }

    @Transactional
    public void sent(UUID messageId) {
        jdbc.sql("update notification set state = 'SENT', sent_at = ?, failure = null"
                        + " where message_id = ? and state = 'PENDING'")
                .params(Columns.utc(clock.instant()), messageId.toString())
                .update();
    }

    /** Waits twice as long after each failure, ten minutes at most; after about a day it is given up: answers true then. */
    @Transactional
    public boolean failed(Message message, String code) {
        boolean givenUp = message.attempt() >= GIVE_UP_AFTER;
        Duration wait = Duration.ofSeconds(Math.min(LONGEST_WAIT.toSeconds(), 5L << Math.min(message.attempt(), 16)));
        jdbc.sql("""
                update notification set state = :state, failure = :code, next_attempt_at = :at
                where message_id = :message and state = 'PENDING'""")
                .param("state", givenUp ? "FAILED" : "PENDING")
                .param("code", code)
                .param("at", Columns.utc(clock.instant().plus(wait)))
                .param("message", message.id().toString())
                .update();
        return givenUp;
    }

    /** How many notices should have gone out before that moment and have not. */
    @Transactional(readOnly = true)
    public int pendingSince(Instant moment) {
        return jdbc.sql("select count(*) from notification where state = 'PENDING' and deliver_from < ?")
                .param(Columns.utc(moment))
                .query(Integer.class)
                .single();
    }
}

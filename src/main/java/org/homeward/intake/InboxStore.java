package org.homeward.intake;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.homeward.episode.VisitKey;
import org.homeward.intake.InboxMessage.State;
import org.homeward.intake.Receipt.Answer;
import org.homeward.patient.AtRest;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps the inbox in its tables. Callers bring the transaction. */
@Component
class InboxStore {

    static final String NOT_APPLIED_YET = "discharge-not-applied";

    private static final String STATUS_COLUMNS =
            "id, client, kind, about_id, state, received_at, attempts, applied_at, episode_id, quarantine_reason,"
                    + " last_error, correlation_id, quarantined_at, correction_id, answered_status, answered_body";

    private final JdbcClient jdbc;
    private final AtRest atRest;
    private final Clock clock;

    InboxStore(JdbcClient jdbc, AtRest atRest, Clock clock) {
        this.jdbc = jdbc;
        this.atRest = atRest;
        this.clock = clock;
    }

    /** A stored message as the same key finds it again. */
    record Stored(
            UUID id, String sha256, String kind, @Nullable UUID about, Answer answer) {}

    /** Whose and which visit a message is about. */
    record Routing(@Nullable String orderingKey, @Nullable VisitKey visit) {}

    Optional<Stored> byKey(String client, String key) {
        return jdbc.sql("SELECT id, sha256, kind, about_id, answered_status, answered_body FROM inbox_message"
                        + " WHERE client = ? AND dedup_key = ?")
                .params(client, key)
                .query((row, number) -> new Stored(
                        UUID.fromString(row.getString("id")),
                        row.getString("sha256"),
                        row.getString("kind"),
                        uuid(row, "about_id"),
                        new Answer(row.getInt("answered_status"), row.getString("answered_body"))))
                .optional();
    }

    void insert(
            UUID id,
            Delivery delivery,
            String key,
            String sha256,
            Routing routing,
            State state,
            @Nullable String quarantineReason,
            Instant receivedAt,
            Answer answer) {
        LocalDateTime at = utc(receivedAt);
        VisitKey visit = routing.visit();
        jdbc.sql("""
                        INSERT INTO inbox_message (id, client, dedup_key, sha256, kind, about_id, content_type, raw,
                          received_at, ordering_key, source_facility, visit_number, state, attempts, next_attempt_at,
                          quarantine_reason, quarantined_at, answered_status, answered_body)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)
                        """)
                .param(id.toString())
                .param(delivery.client())
                .param(key)
                .param(sha256)
                .param(delivery.kind())
                .param(delivery.about() == null ? null : delivery.about().toString())
                .param(delivery.contentType())
                .param(atRest.seal(delivery.raw()))
                .param(at)
                .param(routing.orderingKey())
                .param(visit == null ? null : visit.sourceFacility())
                .param(visit == null ? null : visit.visitNumber())
                .param(state.name())
                .param(at)
                .param(quarantineReason)
                .param(state == State.QUARANTINED ? at : null)
                .param(answer.status())
                .param(answer.body())
                .update();
    }

    Routing routingOf(UUID id) {
        return jdbc.sql("SELECT ordering_key, source_facility, visit_number FROM inbox_message WHERE id = ?")
                .param(id.toString())
                .query((row, number) -> {
                    String facility = row.getString("source_facility");
                    return new Routing(
                            row.getString("ordering_key"),
                            facility == null ? null : new VisitKey(facility, row.getString("visit_number")));
                })
                .single();
    }

    /** Makes the key by which one patient's messages find each other without naming the patient. */
    Routing routing(InboxHandler.Check.Acceptable check) {
        String patient = check.patient();
        return new Routing(patient == null ? null : atRest.lookup(patient), check.visit());
    }

    void answered(UUID id, Answer answer) {
        jdbc.sql("UPDATE inbox_message SET answered_status = ?, answered_body = ? WHERE id = ?")
                .params(answer.status(), answer.body(), id.toString())
                .update();
    }

    int waiting(int atMost) {
        return jdbc.sql("SELECT COUNT(*) FROM (SELECT 1 FROM inbox_message WHERE state = 'RECEIVED' LIMIT " + atMost
                        + ") waiting")
                .query(Integer.class)
                .single();
    }

    Optional<Instant> oldestWaiting() {
        return jdbc.sql("SELECT received_at FROM inbox_message WHERE state = 'RECEIVED' ORDER BY id LIMIT 1")
                .query((row, number) -> instant(row, "received_at"))
                .optional();
    }

    /**
     * Locks the next messages that may be tried: in order of arrival, of one patient only the earliest that is not
     * finished. Rows that another worker is applying are locked and skipped.
     */
    List<MessageId> lockNext(int most) {
        return jdbc.sql("""
                        SELECT m.id, m.attempts FROM inbox_message m
                        WHERE m.state = 'RECEIVED' AND m.next_attempt_at <= :now
                          AND NOT EXISTS (SELECT 1 FROM inbox_message e WHERE e.ordering_key = m.ordering_key
                                          AND e.state = 'RECEIVED' AND e.id < m.id)
                        ORDER BY m.id LIMIT %d FOR UPDATE SKIP LOCKED
                        """.formatted(most))
                .param("now", utc(clock.instant()))
                .query((row, number) -> new MessageId(UUID.fromString(row.getString("id")), row.getInt("attempts")))
                .list();
    }

    record MessageId(UUID id, int attempts) {}

    /** Counts the attempt before it is made, so that it is counted also when nobody lives to tell. */
    void beginAttempt(UUID id, Instant nextAttempt) {
        jdbc.sql("UPDATE inbox_message SET attempts = attempts + 1, next_attempt_at = ? WHERE id = ?")
                .params(utc(nextAttempt), id.toString())
                .update();
    }

    /** Reads and locks a message for applying, unless somebody else took it over meanwhile. */
    Optional<InboxMessage> lockForApplying(MessageId taken) {
        return jdbc.sql("""
                        SELECT m.*, c.raw AS corrected FROM inbox_message m
                        LEFT JOIN inbox_correction c ON c.id = m.correction_id
                        WHERE m.id = ? AND m.state = 'RECEIVED' AND m.attempts = ? FOR UPDATE
                        """)
                .params(taken.id().toString(), taken.attempts())
                .query((row, number) -> message(row))
                .optional();
    }

    Optional<InboxMessage> message(UUID id) {
        return jdbc.sql("SELECT m.*, c.raw AS corrected FROM inbox_message m"
                        + " LEFT JOIN inbox_correction c ON c.id = m.correction_id WHERE m.id = ?")
                .param(id.toString())
                .query((row, number) -> message(row))
                .optional();
    }

    byte[] raw(UUID id) {
        return opened(jdbc.sql("SELECT raw FROM inbox_message WHERE id = ?")
                .param(id.toString())
                .query((row, number) -> row.getBytes(1))
                .single());
    }

    void applied(UUID id, HandlingResult.Applied result) {
        jdbc.sql("UPDATE inbox_message SET state = 'APPLIED', applied_at = ?, patient_id = ?, episode_id = ?,"
                        + " quarantine_reason = NULL WHERE id = ?")
                .param(utc(clock.instant()))
                .param(result.patientId() == null ? null : result.patientId().toString())
                .param(result.episodeId() == null ? null : result.episodeId().toString())
                .param(id.toString())
                .update();
    }

    void duplicate(UUID id, UUID of) {
        jdbc.sql("UPDATE inbox_message SET state = 'DUPLICATE', duplicate_of = ?, applied_at = ? WHERE id = ?")
                .params(of.toString(), utc(clock.instant()), id.toString())
                .update();
    }

    void failed(MessageId taken, Instant nextAttempt, String error, String correlationId) {
        jdbc.sql("UPDATE inbox_message SET next_attempt_at = ?, last_error = ?, correlation_id = ?"
                        + " WHERE id = ? AND state = 'RECEIVED' AND attempts = ?")
                .params(utc(nextAttempt), error, correlationId, taken.id().toString(), taken.attempts())
                .update();
    }

    void quarantine(MessageId taken, String reason, @Nullable String error, @Nullable String correlationId) {
        jdbc.sql("UPDATE inbox_message SET state = 'QUARANTINED', quarantine_reason = ?, quarantined_at = ?,"
                        + " last_error = COALESCE(?, last_error), correlation_id = COALESCE(?, correlation_id)"
                        + " WHERE id = ? AND state = 'RECEIVED' AND attempts = ?")
                .param(reason)
                .param(utc(clock.instant()))
                .param(error)
                .param(correlationId)
                .param(taken.id().toString())
                .param(taken.attempts())
                .update();
    }

    /** Lets the facts go on that waited for their discharge to be mended. */
    void releaseWaitingFor(UUID dischargeId) {
        jdbc.sql("UPDATE inbox_message SET state = 'RECEIVED', attempts = 0, next_attempt_at = ?"
                        + " WHERE about_id = ? AND state = 'QUARANTINED' AND quarantine_reason = ?")
                .params(utc(clock.instant()), dischargeId.toString(), NOT_APPLIED_YET)
                .update();
    }

    Optional<UUID> patientOfVisit(VisitKey visit) {
        return jdbc.sql("SELECT patient_id FROM inbox_message WHERE source_facility = ? AND visit_number = ?"
                        + " AND state = 'APPLIED' AND patient_id IS NOT NULL ORDER BY id LIMIT 1")
                .params(visit.sourceFacility(), visit.visitNumber())
                .query(String.class)
                .optional()
                .map(UUID::fromString);
    }

    /** What a fact needs of the discharge it is about. */
    record Discharged(
            State state, @Nullable UUID patientId, @Nullable VisitKey visit) {}

    Discharged discharged(UUID id) {
        return jdbc.sql("SELECT state, patient_id, source_facility, visit_number FROM inbox_message WHERE id = ?")
                .param(id.toString())
                .query((row, number) -> {
                    String facility = row.getString("source_facility");
                    return new Discharged(
                            State.valueOf(row.getString("state")),
                            uuid(row, "patient_id"),
                            facility == null ? null : new VisitKey(facility, row.getString("visit_number")));
                })
                .single();
    }

    Optional<MessageStatus> status(UUID id) {
        return jdbc.sql("SELECT " + STATUS_COLUMNS + " FROM inbox_message WHERE id = ?")
                .param(id.toString())
                .query((row, number) -> status(row))
                .optional();
    }

    List<MessageStatus> inState(State state, @Nullable UUID after, int limit) {
        return jdbc.sql("SELECT " + STATUS_COLUMNS + " FROM inbox_message WHERE state = ? AND id > ? ORDER BY id LIMIT "
                        + limit)
                .params(state.name(), after == null ? "" : after.toString())
                .query((row, number) -> status(row))
                .list();
    }

    List<MessageStatus> newest(State state, @Nullable UUID before, int limit) {
        return jdbc.sql("SELECT " + STATUS_COLUMNS + " FROM inbox_message WHERE state = ? AND id < ?"
                        + " ORDER BY id DESC LIMIT " + limit)
                .params(state.name(), before == null ? "g" : before.toString())
                .query((row, number) -> status(row))
                .list();
    }

    State lockState(UUID id) {
        return State.valueOf(jdbc.sql("SELECT state FROM inbox_message WHERE id = ? FOR UPDATE")
                .param(id.toString())
                .query(String.class)
                .single());
    }

    void replay(UUID id, String by) {
        jdbc.sql(
                        "UPDATE inbox_message SET state = 'RECEIVED', attempts = 0, next_attempt_at = ?, replays = replays + 1,"
                                + " closed_by = ? WHERE id = ?")
                .params(utc(clock.instant()), by, id.toString())
                .update();
    }

    void dismiss(UUID id, String by, String reason) {
        jdbc.sql("UPDATE inbox_message SET state = 'REFUSED', closed_by = ?, closed_reason = ? WHERE id = ?")
                .params(by, reason, id.toString())
                .update();
    }

    void correct(UUID id, byte[] raw, Routing routing, String by, String reason) {
        String correction = UuidCreator.getTimeOrderedEpoch().toString();
        VisitKey visit = routing.visit();
        jdbc.sql("INSERT INTO inbox_correction (id, message_id, raw, sha256, corrected_by, corrected_at, reason)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)")
                .params(correction, id.toString(), atRest.seal(raw), sha256(raw), by, utc(clock.instant()), reason)
                .update();
        jdbc.sql("UPDATE inbox_message SET correction_id = ?, ordering_key = ?, source_facility = ?, visit_number = ?"
                        + " WHERE id = ?")
                .param(correction)
                .param(routing.orderingKey())
                .param(visit == null ? null : visit.sourceFacility())
                .param(visit == null ? null : visit.visitNumber())
                .param(id.toString())
                .update();
    }

    List<Quarantine.Correction> corrections(UUID id) {
        return jdbc.sql("SELECT raw, corrected_by, corrected_at, reason FROM inbox_correction WHERE message_id = ?"
                        + " ORDER BY id")
                .param(id.toString())
                .query((row, number) -> new Quarantine.Correction(
                        row.getString("corrected_by"),
                        instant(row, "corrected_at"),
                        row.getString("reason"),
                        new String(opened(row.getBytes("raw")), StandardCharsets.UTF_8)))
                .list();
    }

    /** A message that came to its end long ago has been emptied. */
    private byte[] opened(byte[] sealed) {
        return sealed.length == 0 ? sealed : atRest.open(sealed);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private InboxMessage message(ResultSet row) throws SQLException {
        byte[] corrected = row.getBytes("corrected");
        return new InboxMessage(
                UUID.fromString(row.getString("id")),
                row.getString("client"),
                row.getString("kind"),
                uuid(row, "about_id"),
                row.getString("content_type"),
                opened(corrected == null ? row.getBytes("raw") : corrected),
                instant(row, "received_at"),
                row.getInt("attempts"),
                row.getInt("replays") > 0);
    }

    private static MessageStatus status(ResultSet row) throws SQLException {
        return new MessageStatus(
                UUID.fromString(row.getString("id")),
                row.getString("client"),
                row.getString("kind"),
                uuid(row, "about_id"),
                State.valueOf(row.getString("state")),
                instant(row, "received_at"),
                row.getInt("attempts"),
                instantOrNull(row, "applied_at"),
                uuid(row, "episode_id"),
                row.getString("quarantine_reason"),
                row.getString("last_error"),
                row.getString("correlation_id"),
                instantOrNull(row, "quarantined_at"),
                row.getString("correction_id") != null,
                new Answer(row.getInt("answered_status"), row.getString("answered_body")));
    }

    private static @Nullable UUID uuid(ResultSet row, String column) throws SQLException {
        String id = row.getString(column);
        return id == null ? null : UUID.fromString(id);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }

    private static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        LocalDateTime at = row.getObject(column, LocalDateTime.class);
        return at == null ? null : at.toInstant(ZoneOffset.UTC);
    }

    private static LocalDateTime utc(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}

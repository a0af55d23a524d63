package org.homeward.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.f4b6a3.uuid.UuidCreator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Record who did what to what, in rows that are added and never changed.
 *
 * <p>A row commits with what it tells of, unchained, with a mac of its own; {@link SealTrail} links it within a second.
 */
@Service
public class Audit {

    /** The actor where no person acted: a timer, a sweep, a rule. */
    public static final String ITSELF = "homeward";

    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z]{0,39}");
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.:@+-]{1,100}");
    private static final int MOST = 200;
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9000-01-01T00:00:00Z");

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final TrailKeys keys;
    private final Clock clock;

    Audit(JdbcClient jdbc, ObjectMapper json, TrailKeys keys, @Qualifier("systemClock") Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Records a change in the transaction that makes it: both are there afterwards, or neither.
     *
     * @param details codes by name, such as {@code role=nurse}
     * @throws IllegalArgumentException when a detail is not a code: words may be about a patient
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(
            String actor,
            String action,
            String objectType,
            String objectId,
            @Nullable String teamId,
            Map<String, String> details) {
        insert(actor, action, objectType, objectId, teamId, AuditEvent.Outcome.DONE, details);
    }

    /** Records that something was looked at, in a transaction of its own: a read has none to join. */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void recordRead(
            String actor,
            String action,
            String objectType,
            String objectId,
            @Nullable String teamId,
            Map<String, String> details) {
        insert(actor, action, objectType, objectId, teamId, AuditEvent.Outcome.DONE, details);
    }

    /** Records what has no transaction to join: a sign-in, an export, a refusal of the system itself. */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void recordAlone(
            String actor,
            String action,
            String objectType,
            String objectId,
            @Nullable String teamId,
            Map<String, String> details) {
        insert(actor, action, objectType, objectId, teamId, AuditEvent.Outcome.DONE, details);
    }

    /** A refusal that is an answer and commits with what it tells of, so that it needs no connection of its own. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void recordRefusal(
            String actor,
            String action,
            String objectType,
            String objectId,
            @Nullable String teamId,
            Map<String, String> details) {
        insert(actor, action, objectType, objectId, teamId, AuditEvent.Outcome.DENIED, details);
    }

    /** Records that something was refused, in a transaction of its own: the caller's is rolled back. */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void recordDenial(
            String actor,
            String action,
            String objectType,
            String objectId,
            @Nullable String teamId,
            Map<String, String> details) {
        insert(actor, action, objectType, objectId, teamId, AuditEvent.Outcome.DENIED, details);
    }

    /** What was done to one thing, the oldest first; the latest 200. */
    @Transactional(readOnly = true)
    public List<AuditEvent> of(String objectType, String objectId) {
        return jdbc.sql("""
                        select * from (
                            select * from audit_event where object_type = ? and object_id = ?
                            order by at desc, id desc limit %d) latest
                        order by at, id""".formatted(MOST))
                .params(objectType, objectId)
                .query((row, i) -> event(row))
                .list();
    }

    /** What was done to these things of one kind, the newest first, from one day to before another. */
    @Transactional(readOnly = true)
    public List<AuditEvent> about(
            Map<String, ? extends Collection<String>> idsByType, Instant from, Instant until, int most) {
        List<AuditEvent> events = new ArrayList<>();
        // beyond what a column holds the database compares with nothing, and "nobody" would be a false answer
        LocalDateTime first = LocalDateTime.ofInstant(from.isBefore(FIRST) ? FIRST : from, ZoneOffset.UTC);
        LocalDateTime last = LocalDateTime.ofInstant(until.isAfter(LAST) ? LAST : until, ZoneOffset.UTC);
        idsByType.forEach((type, ids) -> {
            if (!ids.isEmpty()) {
                events.addAll(jdbc.sql("select * from audit_event where object_type = :type and object_id in (:ids)"
                                + " and at >= :from and at < :until order by at desc, id desc limit " + most)
                        .param("type", type)
                        .param("ids", ids)
                        .param("from", first)
                        .param("until", last)
                        .query((row, i) -> event(row))
                        .list());
            }
        });
        return events.stream()
                .sorted(Comparator.comparing(AuditEvent::at)
                        .thenComparing(AuditEvent::id)
                        .reversed())
                .limit(most)
                .toList();
    }

    private AuditEvent event(ResultSet row) throws SQLException {
        return new AuditEvent(
                UUID.fromString(row.getString("id")),
                row.getObject("at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                row.getString("actor"),
                row.getString("action"),
                row.getString("object_type"),
                row.getString("object_id"),
                row.getString("team_id"),
                AuditEvent.Outcome.valueOf(row.getString("outcome")),
                parsed(row.getString("details")));
    }

    private void insert(
            String actor,
            String action,
            String objectType,
            String objectId,
            @Nullable String teamId,
            AuditEvent.Outcome outcome,
            Map<String, String> details) {
        // what the column keeps: a mac over more digits could not be made again
        LocalDateTime now =
                LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
        EventRow unsealed = new EventRow(
                UuidCreator.getTimeOrderedEpoch().toString(),
                now,
                actor,
                action,
                objectType,
                objectId,
                teamId,
                outcome.name(),
                codes(details),
                keys.sealsWith(),
                null);
        EventRow event = unsealed.sealedWith(
                Objects.requireNonNull(keys.eventMac(keys.sealsWith(), unsealed.content()), "the key in use"));
        jdbc.sql("""
                insert into audit_event
                    (id, at, actor, action, object_type, object_id, team_id, outcome, details, key_id, mac)
                values (:id, :at, :actor, :action, :type, :object, :team, :outcome, :details, :key, :mac)""")
                .param("id", event.id())
                .param("at", event.at())
                .param("actor", event.actor())
                .param("action", event.action())
                .param("type", event.objectType())
                .param("object", event.objectId())
                .param("team", event.teamId())
                .param("outcome", event.outcome())
                .param("details", event.details())
                .param("key", event.keyId())
                .param("mac", event.mac())
                .update();
        // Ids do not commit in their order. What waits is known by this row, so that no late one is ever passed over.
        jdbc.sql("insert into trail_waiting (event_id, event_at) values (?, ?)")
                .params(event.id(), event.at())
                .update();
    }

    private String codes(Map<String, String> details) {
        details.forEach((name, code) -> {
            if (!NAME.matcher(name).matches() || !CODE.matcher(code).matches()) {
                // the name only: the value may be what must not be written down
                throw new IllegalArgumentException("The audit trail takes codes only; '" + name + "' is none");
            }
        });
        try {
            return json.writeValueAsString(new TreeMap<>(details));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Codes cannot be written as JSON", e);
        }
    }

    private Map<String, String> parsed(String details) {
        try {
            return json.readValue(details, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An audit row cannot be read", e);
        }
    }
}

package org.homeward.notification;

import com.github.f4b6a3.uuid.UuidCreator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keep what operators must know: something that should have happened by itself did not. */
@Service
public class Alarms {

    /**
     * @param kind what happened, a code such as {@code TIMER_LOST}
     * @param times how often it was found since it was raised
     */
    public record Alarm(
            UUID id,
            String kind,
            String objectType,
            String objectId,
            @Nullable String teamId,
            Instant raisedAt,
            Instant lastAt,
            int times) {}

    /** The engine gave up a step that it does by itself; over when that is tried again. */
    public static final String STEP_GIVEN_UP = "STEP_GIVEN_UP";

    /** A node and the database do not agree on the time. */
    public static final String CLOCK_SKEWED = "CLOCK_SKEWED";

    private static final Logger log = LoggerFactory.getLogger(Alarms.class);
    /** On one page. */
    public static final int MOST = 200;

    private final JdbcClient jdbc;
    private final Clock clock;

    Alarms(JdbcClient jdbc, @Qualifier("systemClock") Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Raises an alarm, or counts one that is open; in a transaction of its own, so that it outlives the caller's. */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void raise(String kind, String objectType, String objectId, @Nullable String teamId) {
        jdbc.sql("""
                insert into alarm (id, kind, object_type, object_id, team_id, raised_at, last_at, times)
                values (:id, :kind, :type, :object, :team, :now, :now, 1)
                on duplicate key update times = times + 1, last_at = values(last_at)""")
                .param("id", UuidCreator.getTimeOrderedEpoch().toString())
                .param("kind", kind)
                .param("type", objectType)
                .param("object", objectId)
                .param("team", teamId)
                .param("now", Columns.utc(clock.instant()))
                .update();
        log.warn("Alarm {} on {} {}", kind, objectType, objectId);
    }

    /** Clears what is open of one kind on one object. */
    @Transactional
    public void clear(String kind, String objectType, String objectId, String by) {
        jdbc.sql("""
                update alarm set cleared_at = ?, cleared_by = ?
                where kind = ? and object_type = ? and object_id = ? and still_open = 1""")
                .params(Columns.utc(clock.instant()), by, kind, objectType, objectId)
                .update();
    }

    /** What is open, whosever it is. */
    public List<Alarm> open() {
        return open(null);
    }

    /**
     * What is open, the newest first, at most {@value #MOST} and one more where there are more.
     *
     * @param teamIds of these teams only; null: all, and what is no team's
     */
    @Transactional(readOnly = true)
    public List<Alarm> open(@Nullable Collection<String> teamIds) {
        if (teamIds != null && teamIds.isEmpty()) {
            return List.of();
        }
        JdbcClient.StatementSpec select = jdbc.sql("select * from alarm where still_open = 1"
                + (teamIds == null ? "" : " and team_id in (:teams)") + " order by raised_at desc, id desc limit "
                + (MOST + 1));
        return (teamIds == null ? select : select.param("teams", teamIds))
                .query((row, i) -> alarm(row))
                .list();
    }

    /** All of one kind that are open. */
    @Transactional(readOnly = true)
    public List<Alarm> openOf(String kind) {
        return jdbc.sql("select * from alarm where still_open = 1 and kind = ?")
                .param(kind)
                .query((row, i) -> alarm(row))
                .list();
    }

    private static Alarm alarm(ResultSet row) throws SQLException {
        return new Alarm(
                UUID.fromString(row.getString("id")),
                row.getString("kind"),
                row.getString("object_type"),
                row.getString("object_id"),
                row.getString("team_id"),
                Columns.instant(row, "raised_at"),
                Columns.instant(row, "last_at"),
                row.getInt("times"));
    }
}

package org.homeward.calendar;

import com.github.f4b6a3.uuid.UuidCreator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.homeward.engine.Columns;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Read and write deadlines. Plain SQL: every task of every episode passes here, and round trips are what it costs. */
@Repository
class DeadlineRows {

    private static final String STILL_OPEN = "still_open = 1";

    private final JdbcClient jdbc;

    DeadlineRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds the row unless the subject has one that is still open, in one statement. */
    boolean addUnlessOpen(Deadline deadline) {
        try {
            return write("""
                    insert into deadline (id, subject_id, rule, episode_id, team_id, process_instance_id, execution_id,
                        anchor, amount, unit, end_of_day, anchor_day, in_calling_window, room_seconds, step_class, kind,
                        rule_source, verified, decision_version, patient_zone, anchor_at, due, work_by, reason, state,
                        opened_at, missed_at, stopped_at, stopped_reason, met_at, closed_at, closed_reason, version)
                    select :id, :subject, :rule, :episode, :team, :processInstance, :execution,
                        :anchor, :amount, :unit, :endOfDay, :anchorDay, :callingWindow, :room, :stepClass, :kind,
                        :source, :verified, :decisionVersion, :zone, :anchorAt, :due, :workBy, :reason, :state,
                        :openedAt, :missedAt, :stoppedAt, :stoppedReason, :metAt, :closedAt, :closedReason, :version
                    from dual
                    where not exists (
                        select 1 from deadline where subject_id = :subject and rule = :rule and still_open = 1)""", deadline) == 1;
        } catch (DuplicateKeyException someoneElseWasFaster) {
            return false;
        }
    }

    void update(Deadline deadline) {
        int rows = write("""
                update deadline set team_id = :team, process_instance_id = :processInstance,
                    execution_id = :execution,
                    anchor = :anchor, amount = :amount, unit = :unit, end_of_day = :endOfDay, anchor_day = :anchorDay,
                    in_calling_window = :callingWindow, room_seconds = :room, step_class = :stepClass, kind = :kind,
                    rule_source = :source, verified = :verified, decision_version = :decisionVersion,
                    patient_zone = :zone, anchor_at = :anchorAt, due = :due, work_by = :workBy, reason = :reason,
                    state = :state, missed_at = :missedAt, stopped_at = :stoppedAt, stopped_reason = :stoppedReason,
                    met_at = :metAt, closed_at = :closedAt, closed_reason = :closedReason, version = :version
                where id = :id and version = :version - 1""", deadline);
        if (rows != 1) {
            throw new OptimisticLockingFailureException("Deadline " + deadline.id() + " was changed meanwhile");
        }
    }

    /** Marks it missed if that is still true; only one caller is ever told so. */
    boolean markMissed(UUID id, Instant now) {
        return jdbc.sql("""
                        update deadline set missed_at = :now, version = version + 1
                        where id = :id and state = 'OPEN' and kind = 'DUTY' and missed_at is null and work_by <= :now""")
                        .param("now", Columns.utc(now))
                        .param("id", id.toString())
                        .update()
                == 1;
    }

    Optional<Deadline> find(UUID id) {
        return jdbc.sql("select * from deadline where id = ?")
                .param(id.toString())
                .query(DeadlineRows::deadline)
                .optional();
    }

    Optional<Deadline> findStillOpen(UUID subjectId, String rule) {
        return jdbc.sql("select * from deadline where subject_id = ? and rule = ? and " + STILL_OPEN)
                .params(subjectId.toString(), rule)
                .query(DeadlineRows::deadline)
                .optional();
    }

    Optional<Deadline> findOpenOfExecution(String executionId) {
        return jdbc.sql("select * from deadline where execution_id = ? and state = 'OPEN' order by id limit 1")
                .param(executionId)
                .query(DeadlineRows::deadline)
                .optional();
    }

    Optional<Deadline> lock(UUID id) {
        return jdbc.sql("select * from deadline where id = ? for update")
                .param(id.toString())
                .query(DeadlineRows::deadline)
                .optional();
    }

    Optional<Deadline> lockStillOpen(UUID subjectId, String rule) {
        return jdbc.sql("select * from deadline where subject_id = ? and rule = ? and " + STILL_OPEN + " for update")
                .params(subjectId.toString(), rule)
                .query(DeadlineRows::deadline)
                .optional();
    }

    List<Deadline> lockOpenOfExecution(String executionId) {
        return jdbc.sql("select * from deadline where execution_id = ? and state = 'OPEN' order by id for update")
                .param(executionId)
                .query(DeadlineRows::deadline)
                .list();
    }

    List<Deadline> lockStillOpenOfEpisode(UUID episodeId) {
        return jdbc.sql("select * from deadline where episode_id = ? and " + STILL_OPEN + " order by id for update")
                .param(episodeId.toString())
                .query(DeadlineRows::deadline)
                .list();
    }

    List<Deadline> lockStillOpenOfTeam(String teamId) {
        return jdbc.sql(
                        "select * from deadline where team_id = ? and state in ('OPEN', 'STOPPED') order by id for update")
                .param(teamId)
                .query(DeadlineRows::deadline)
                .list();
    }

    List<String> teamsWithOpen() {
        return jdbc.sql("select distinct team_id from deadline where state in ('OPEN', 'STOPPED') order by team_id")
                .query(String.class)
                .list();
    }

    List<Deadline> ofEpisode(UUID episodeId) {
        return jdbc.sql("select * from deadline where episode_id = ? order by work_by, id")
                .param(episodeId.toString())
                .query(DeadlineRows::deadline)
                .list();
    }

    List<Deadline> overdue(Instant now, int limit) {
        return jdbc.sql("""
                select * from deadline
                where state = 'OPEN' and missed_at is null and work_by <= ? and kind = 'DUTY'
                order by work_by limit ?""")
                .params(Columns.utc(now), limit)
                .query(DeadlineRows::deadline)
                .list();
    }

    List<Deadline> overdueIn(String processInstanceId, Instant now) {
        return jdbc.sql("""
                select * from deadline
                where process_instance_id = ? and state = 'OPEN' and missed_at is null and work_by <= ?
                    and kind = 'DUTY'
                order by work_by, id""")
                .params(processInstanceId, Columns.utc(now))
                .query(DeadlineRows::deadline)
                .list();
    }

    void addMove(Deadline before, Deadline after, Instant now, boolean timerMoved, String why) {
        jdbc.sql("""
                insert into deadline_move (id, deadline_id, moved_at, from_anchor_at, to_anchor_at, from_due, to_due,
                    from_work_by, to_work_by, timer_moved, reason)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        UuidCreator.getTimeOrderedEpoch().toString(),
                        after.id().toString(),
                        Columns.utc(now),
                        Columns.utc(before.anchorAt()),
                        Columns.utc(after.anchorAt()),
                        Columns.utc(before.due()),
                        Columns.utc(after.due()),
                        Columns.utc(before.workBy()),
                        Columns.utc(after.workBy()),
                        timerMoved,
                        why)
                .update();
    }

    List<Deadline.Move> moves(UUID deadlineId) {
        return jdbc.sql("select * from deadline_move where deadline_id = ? order by id")
                .param(deadlineId.toString())
                .query((row, i) -> new Deadline.Move(
                        Columns.uuid(row, "deadline_id"),
                        Columns.instant(row, "moved_at"),
                        Columns.instant(row, "from_anchor_at"),
                        Columns.instant(row, "to_anchor_at"),
                        Columns.instant(row, "from_due"),
                        Columns.instant(row, "to_due"),
                        Columns.instant(row, "from_work_by"),
                        Columns.instant(row, "to_work_by"),
                        row.getBoolean("timer_moved"),
                        row.getString("reason")))
                .list();
    }

    private int write(String sql, Deadline it) {
        RuleTerms terms = it.terms();
        return jdbc.sql(sql)
                .param("id", it.id().toString())
                .param("subject", it.subjectId().toString())
                .param("rule", terms.rule())
                .param("episode", it.episodeId().toString())
                .param("team", it.teamId())
                .param("processInstance", it.processInstanceId())
                .param("execution", it.executionId())
                .param("anchor", terms.anchor())
                .param("amount", terms.amount())
                .param("unit", terms.unit().name())
                .param("endOfDay", terms.endOfDay())
                .param("anchorDay", terms.anchorDay())
                .param("callingWindow", terms.callingWindow())
                .param("room", terms.room().toSeconds())
                .param("stepClass", terms.stepClass().name())
                .param("kind", terms.kind().name())
                .param("source", terms.source())
                .param("verified", terms.verified())
                .param("decisionVersion", terms.decisionVersion())
                .param("zone", it.patientZone().getId())
                .param("anchorAt", Columns.utc(it.anchorAt()))
                .param("due", Columns.utc(it.due()))
                .param("workBy", Columns.utc(it.workBy()))
                .param("reason", it.reason())
                .param("state", it.state().name())
                .param("openedAt", Columns.utc(it.openedAt()))
                .param("missedAt", Columns.utcOrNull(it.missedAt()))
                .param("stoppedAt", Columns.utcOrNull(it.stoppedAt()))
                .param("stoppedReason", it.stoppedReason())
                .param("metAt", Columns.utcOrNull(it.metAt()))
                .param("closedAt", Columns.utcOrNull(it.closedAt()))
                .param("closedReason", it.closedReason())
                .param("version", it.version())
                .update();
    }

    private static Deadline deadline(ResultSet row, int i) throws SQLException {
        RuleTerms terms = new RuleTerms(
                row.getString("rule"),
                row.getString("anchor"),
                row.getInt("amount"),
                RuleTerms.Unit.valueOf(row.getString("unit")),
                row.getBoolean("end_of_day"),
                row.getInt("anchor_day"),
                row.getBoolean("in_calling_window"),
                Duration.ofSeconds(row.getLong("room_seconds")),
                RuleTerms.StepClass.valueOf(row.getString("step_class")),
                RuleTerms.Kind.valueOf(row.getString("kind")),
                row.getString("rule_source"),
                row.getBoolean("verified"),
                row.getString("decision_version"));
        return new Deadline(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "subject_id"),
                Columns.uuid(row, "episode_id"),
                row.getString("team_id"),
                row.getString("process_instance_id"),
                row.getString("execution_id"),
                terms,
                ZoneId.of(row.getString("patient_zone")),
                Columns.instant(row, "anchor_at"),
                Columns.instant(row, "due"),
                Columns.instant(row, "work_by"),
                row.getString("reason"),
                Deadline.State.valueOf(row.getString("state")),
                Columns.instant(row, "opened_at"),
                Columns.instantOrNull(row, "missed_at"),
                Columns.instantOrNull(row, "stopped_at"),
                row.getString("stopped_reason"),
                Columns.instantOrNull(row, "met_at"),
                Columns.instantOrNull(row, "closed_at"),
                row.getString("closed_reason"),
                row.getInt("version"));
    }
}

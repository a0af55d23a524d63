package org.homeward.escalation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.homeward.calendar.RuleTerms;
import org.homeward.engine.Columns;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Read and write the ledger. Plain SQL: that a second insert of the same miss is no error and must not mark the
 * caller's transaction is the point of it.
 */
@Repository
class EscalationRows {

    private final JdbcClient jdbc;

    EscalationRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The round that the next escalation of this deadline would be; the caller's insert decides. */
    int nextRound(UUID deadlineId) {
        return jdbc.sql("select coalesce(max(round), 0) + 1 from escalation where deadline_id = ?")
                .param(deadlineId.toString())
                .query(Integer.class)
                .single();
    }

    /** What the step was called when the same deadline was missed before. */
    Optional<String> titleOf(UUID deadlineId) {
        return jdbc.sql("select step_title from escalation where deadline_id = ? order by round desc limit 1")
                .param(deadlineId.toString())
                .query(String.class)
                .optional();
    }

    /** Adds the escalation unless the deadline has an open one, or had this round already. */
    boolean addUnlessThere(Escalation it) {
        MissedStep missed = it.missed();
        try {
            jdbc.sql("""
                    insert into escalation (id, deadline_id, round, subject_id, episode_id, patient_id,
                        organization_id, team_id, rule, step_title, step_class, risk_tier, work_by, due, missed_in,
                        missed_scope, state, level, raised_at, next_rung_at, acknowledged_by, acknowledged_at,
                        process_instance_id, closed_at, closed_by, closed_reason, version)
                    values (:id, :deadline, :round, :subject, :episode, :patient, :organization, :team, :rule, :title,
                        :class, :tier, :workBy, :due, :missedIn, :missedScope, :state, :level, :raisedAt, null, null,
                        null, null, null, null, null, 0)""")
                    .param("id", it.id().toString())
                    .param("deadline", missed.deadlineId().toString())
                    .param("round", it.round())
                    .param("subject", missed.subjectId().toString())
                    .param("episode", missed.episodeId().toString())
                    .param(
                            "patient",
                            missed.patientId() == null
                                    ? null
                                    : missed.patientId().toString())
                    .param("organization", missed.organizationId())
                    .param("team", missed.teamId())
                    .param("rule", missed.rule())
                    .param("title", missed.title())
                    .param("class", missed.stepClass().name())
                    .param("tier", missed.riskTier())
                    .param("workBy", Columns.utc(missed.workBy()))
                    .param("due", Columns.utc(missed.due()))
                    .param("missedIn", missed.processInstanceId())
                    .param("missedScope", missed.executionId())
                    .param("state", it.state().name())
                    .param("level", it.level())
                    .param("raisedAt", Columns.utc(it.raisedAt()))
                    .update();
            return true;
        } catch (DuplicateKeyException foundBySomeoneElse) {
            return false;
        }
    }

    void update(Escalation it) {
        int rows = jdbc.sql("""
                        update escalation set state = :state, level = :level, next_rung_at = :nextRungAt,
                            acknowledged_by = :ackBy, acknowledged_at = :ackAt, process_instance_id = :instance,
                            closed_at = :closedAt, closed_by = :closedBy, closed_reason = :reason, version = :version
                        where id = :id and version = :version - 1""")
                .param("state", it.state().name())
                .param("level", it.level())
                .param("nextRungAt", Columns.utcOrNull(it.nextRungAt()))
                .param("ackBy", it.acknowledgedBy())
                .param("ackAt", Columns.utcOrNull(it.acknowledgedAt()))
                .param("instance", it.processInstanceId())
                .param("closedAt", Columns.utcOrNull(it.closedAt()))
                .param("closedBy", it.closedBy())
                .param("reason", it.closedReason())
                .param("version", it.version())
                .param("id", it.id().toString())
                .update();
        if (rows != 1) {
            throw new OptimisticLockingFailureException("Escalation " + it.id() + " was changed meanwhile");
        }
    }

    Optional<Escalation> find(UUID id) {
        return jdbc.sql("select * from escalation where id = ?")
                .param(id.toString())
                .query(EscalationRows::escalation)
                .optional();
    }

    Optional<Escalation> lock(UUID id) {
        return jdbc.sql("select * from escalation where id = ? for update")
                .param(id.toString())
                .query(EscalationRows::escalation)
                .optional();
    }

    Optional<Escalation> lockOpenOf(UUID deadlineId) {
        return jdbc.sql("select * from escalation where deadline_id = ? and still_open = 1 for update")
                .param(deadlineId.toString())
                .query(EscalationRows::escalation)
                .optional();
    }

    List<Escalation> openOf(Collection<String> teams, int limit) {
        if (teams.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("select * from escalation where team_id in (:teams) and still_open = 1"
                        + " order by field(step_class, 'RED', 'CLINICAL', 'ADMINISTRATIVE'), raised_at, id limit "
                        + limit)
                .param("teams", teams)
                .query(EscalationRows::escalation)
                .list();
    }

    List<Escalation> ofEpisode(UUID episodeId) {
        return jdbc.sql("select * from escalation where episode_id = ? order by raised_at, id")
                .param(episodeId.toString())
                .query(EscalationRows::escalation)
                .list();
    }

    /** Escalations that should have climbed before that moment, for the sweep. */
    List<Escalation> overdue(Instant before, int limit) {
        return jdbc.sql(
                        "select * from escalation where still_open = 1 and next_rung_at < ? order by next_rung_at limit "
                                + limit)
                .param(Columns.utc(before))
                .query(EscalationRows::escalation)
                .list();
    }

    /** Adds the rung; the key refuses a second one of the same level, and with it the transaction that brings it. */
    void addRung(UUID escalationId, Escalation.Rung rung) {
        jdbc.sql("""
                insert into escalation_rung (escalation_id, level, role, ladder_role, person_id, ladder_rule,
                    answer_minutes, last_rung, reached_at, tell_at)
                values (:escalation, :level, :role, :ladderRole, :person, :rule, :minutes, :last, :reachedAt, :tellAt)""")
                .param("escalation", escalationId.toString())
                .param("level", rung.level())
                .param("role", rung.role())
                .param("ladderRole", rung.ladderRole())
                .param("person", rung.personId())
                .param("rule", rung.ladderRule())
                .param("minutes", rung.answerMinutes())
                .param("last", rung.last())
                .param("reachedAt", Columns.utc(rung.reachedAt()))
                .param("tellAt", Columns.utc(rung.tellAt()))
                .update();
    }

    void addTold(UUID escalationId, int level, Collection<String> people, Instant at) {
        for (String person : people) {
            jdbc.sql("insert into escalation_told (escalation_id, level, person_id) values (?, ?, ?)")
                    .params(escalationId.toString(), level, person)
                    .update();
        }
        jdbc.sql("update escalation_rung set notified_at = ? where escalation_id = ? and level = ?")
                .params(Columns.utc(at), escalationId.toString(), level)
                .update();
    }

    void answered(UUID escalationId, int level, String person, Instant at) {
        jdbc.sql(
                        "update escalation_rung set acknowledged_by = ?, acknowledged_at = ? where escalation_id = ? and level = ?")
                .params(person, Columns.utc(at), escalationId.toString(), level)
                .update();
    }

    Optional<Escalation.Rung> rung(UUID escalationId, int level) {
        return jdbc.sql("select * from escalation_rung where escalation_id = ? and level = ?")
                .params(escalationId.toString(), level)
                .query((row, i) -> rung(row))
                .optional();
    }

    /** Rungs by escalation, the lowest first. */
    Map<UUID, List<Escalation.Rung>> rungs(Collection<UUID> escalationIds) {
        Map<UUID, List<Escalation.Rung>> rungs = new LinkedHashMap<>();
        if (!escalationIds.isEmpty()) {
            jdbc.sql("select * from escalation_rung where escalation_id in (:ids) order by escalation_id, level")
                    .param("ids", escalationIds.stream().map(UUID::toString).toList())
                    .query(row -> {
                        rungs.computeIfAbsent(Columns.uuid(row, "escalation_id"), id -> new ArrayList<>())
                                .add(rung(row));
                    });
        }
        return rungs;
    }

    /** Who was told, by escalation and level. */
    Map<UUID, Map<Integer, List<String>>> told(Collection<UUID> escalationIds) {
        Map<UUID, Map<Integer, List<String>>> told = new HashMap<>();
        if (!escalationIds.isEmpty()) {
            jdbc.sql("select escalation_id, level, person_id from escalation_told where escalation_id in (:ids)"
                            + " order by escalation_id, level, person_id")
                    .param("ids", escalationIds.stream().map(UUID::toString).toList())
                    .query(row -> {
                        told.computeIfAbsent(Columns.uuid(row, "escalation_id"), id -> new LinkedHashMap<>())
                                .computeIfAbsent(row.getInt("level"), level -> new ArrayList<>())
                                .add(row.getString("person_id"));
                    });
        }
        return told;
    }

    private static Escalation.Rung rung(ResultSet row) throws SQLException {
        return new Escalation.Rung(
                row.getInt("level"),
                row.getString("role"),
                row.getString("ladder_role"),
                row.getString("person_id"),
                row.getString("ladder_rule"),
                row.getInt("answer_minutes"),
                row.getBoolean("last_rung"),
                Columns.instant(row, "reached_at"),
                Columns.instant(row, "tell_at"),
                Columns.instantOrNull(row, "notified_at"),
                row.getString("acknowledged_by"),
                Columns.instantOrNull(row, "acknowledged_at"));
    }

    private static Escalation escalation(ResultSet row, int i) throws SQLException {
        return new Escalation(
                Columns.uuid(row, "id"),
                new MissedStep(
                        Columns.uuid(row, "deadline_id"),
                        Columns.uuid(row, "subject_id"),
                        Columns.uuid(row, "episode_id"),
                        Columns.uuidOrNull(row, "patient_id"),
                        row.getString("organization_id"),
                        row.getString("team_id"),
                        row.getString("rule"),
                        row.getString("step_title"),
                        RuleTerms.StepClass.valueOf(row.getString("step_class")),
                        row.getString("risk_tier"),
                        Columns.instant(row, "work_by"),
                        Columns.instant(row, "due"),
                        row.getString("missed_in"),
                        row.getString("missed_scope")),
                row.getInt("round"),
                Columns.instant(row, "raised_at"),
                row.getString("process_instance_id"),
                Escalation.State.valueOf(row.getString("state")),
                row.getInt("level"),
                Columns.instantOrNull(row, "next_rung_at"),
                row.getString("acknowledged_by"),
                Columns.instantOrNull(row, "acknowledged_at"),
                Columns.instantOrNull(row, "closed_at"),
                row.getString("closed_by"),
                row.getString("closed_reason"),
                row.getInt("version"));
    }
}

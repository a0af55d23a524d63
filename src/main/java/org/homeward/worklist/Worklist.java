package org.homeward.worklist;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.homeward.security.Membership;
import org.homeward.security.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Open human tasks as people see them: within their teams' walls, by time to breach, then by risk. */
@Service
public class Worklist {

    /** Which part of the list a page shows. */
    public enum Scope {
        /** assigned to me */
        MINE,
        /** nobody's yet, for a role of mine in a team of mine */
        UNCLAIMED,
        /** everything I may see in my teams */
        TEAM
    }

    static final int MAX_PAGE = 200;

    private final JdbcClient jdbc;
    private final List<HiddenSubjects> hidden;

    Worklist(JdbcClient jdbc, List<HiddenSubjects> hidden) {
        this.jdbc = jdbc;
        this.hidden = hidden;
    }

    /** The task, if this person may see it. */
    @Transactional(readOnly = true)
    public Optional<WorkItem> find(String taskId, Person person) {
        return find(taskId)
                .filter(item -> person.careTeams().contains(item.teamId()))
                .filter(item -> !shown(List.of(item), person).isEmpty());
    }

    /** Those of these tasks of their teams of which this person may know. */
    private List<WorkItem> shown(List<WorkItem> items, Person person) {
        Map<String, Set<UUID>> asked = new TreeMap<>();
        for (WorkItem item : items) {
            if (!works(person, item)) {
                asked.computeIfAbsent(item.teamId(), team -> new TreeSet<>()).add(item.subjectId());
            }
        }
        Set<UUID> secret = new HashSet<>();
        asked.forEach((team, subjects) -> hidden.forEach(one -> secret.addAll(one.hiddenFrom(person, team, subjects))));
        return secret.isEmpty()
                ? items
                : items.stream()
                        .filter(item -> works(person, item) || !secret.contains(item.subjectId()))
                        .toList();
    }

    /** Whoever has a task, or may take it, does it. */
    private static boolean works(Person person, WorkItem item) {
        return person.id().equals(item.assignee())
                || person.memberships().stream()
                        .anyMatch(membership -> membership.group().equals(item.role() + "@" + item.teamId()));
    }

    /** The tasks among these that this person may see, by id. */
    @Transactional(readOnly = true)
    public Map<String, WorkItem> find(Collection<String> taskIds, Person person) {
        Set<String> teams = person.careTeams();
        Map<String, WorkItem> found = new TreeMap<>();
        if (taskIds.isEmpty() || teams.isEmpty()) {
            return found;
        }
        shown(
                        jdbc.sql("select * from work_item where task_id in (:ids) and team_id in (:teams)")
                                .param("ids", taskIds)
                                .param("teams", teams)
                                .query(Worklist::row)
                                .list(),
                        person)
                .forEach(item -> found.put(item.taskId(), item));
        return found;
    }

    /** The task without regard to who asks: for the engine's own listeners. */
    @Transactional(readOnly = true)
    public Optional<WorkItem> find(String taskId) {
        return jdbc.sql("select * from work_item where task_id = ?")
                .param(taskId)
                .query(Worklist::row)
                .optional();
    }

    /** Open tasks of an episode, soonest first. */
    @Transactional(readOnly = true)
    public List<WorkItem> ofEpisode(UUID episodeId) {
        return jdbc.sql("select * from work_item where episode_id = ? order by work_by, task_id")
                .param(episodeId.toString())
                .query(Worklist::row)
                .list();
    }

    /** Open tasks of an episode that this person may see, soonest first. */
    @Transactional(readOnly = true)
    public List<WorkItem> ofEpisode(UUID episodeId, Person person) {
        return shown(
                ofEpisode(episodeId).stream()
                        .filter(item -> person.careTeams().contains(item.teamId()))
                        .toList(),
                person);
    }

    /** Open tasks about these patients that this person may see. */
    @Transactional(readOnly = true)
    public List<WorkItem> ofPatients(Collection<UUID> patientIds, Person person) {
        Set<String> teams = person.careTeams();
        if (patientIds.isEmpty() || teams.isEmpty()) {
            return List.of();
        }
        return shown(
                jdbc.sql("select * from work_item where patient_id in (:ids) and team_id in (:teams)"
                                + " order by work_by, task_id limit " + MAX_PAGE)
                        .param("ids", patientIds.stream().map(UUID::toString).toList())
                        .param("teams", teams)
                        .query(Worklist::row)
                        .list(),
                person);
    }

    /** Those of these patients of whom this person may see an open task; however many tasks there are. */
    @Transactional(readOnly = true)
    public Set<UUID> withOpenTasks(Collection<UUID> patientIds, Person person) {
        Set<String> teams = person.careTeams();
        if (patientIds.isEmpty() || teams.isEmpty()) {
            return Set.of();
        }
        return jdbc.sql("select distinct patient_id from work_item where patient_id in (:ids) and team_id in (:teams)")
                .param("ids", patientIds.stream().map(UUID::toString).toList())
                .param("teams", teams)
                .query((row, number) -> UUID.fromString(row.getString(1)))
                .set();
    }

    /** A place in the list to go on from. */
    public record Position(Instant workBy, String taskId) {}

    /**
     * One page, by time to breach. Each group's range is read on its own and joined, so that a page costs the rows it
     * shows and not the rows there are.
     *
     * @param after the last row of the page before, null for the first page
     * @param limit rows, 1 to 200
     */
    @Transactional(readOnly = true)
    public List<WorkItem> page(Person person, Scope scope, @Nullable Position after, int limit) {
        int rows = Math.max(1, Math.min(limit, MAX_PAGE));
        List<WorkItem> shown = new ArrayList<>();
        Position from = after;
        while (true) {
            List<WorkItem> read = read(person, scope, from, rows);
            shown.addAll(shown(read, person));
            if (shown.size() >= rows || read.size() < rows) {
                return shown.size() > rows ? shown.subList(0, rows) : shown;
            }
            // a page that hides some goes on until it is full: a short one is the last
            WorkItem last = read.get(read.size() - 1);
            from = new Position(last.workBy(), last.taskId());
        }
    }

    private List<WorkItem> read(Person person, Scope scope, @Nullable Position after, int rows) {
        List<String> ranges = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        switch (scope) {
            case MINE -> range(ranges, values, "assignee = ?", List.of(person.id()), after, rows);
            case UNCLAIMED -> {
                for (Membership membership : person.memberships()) {
                    if (membership.role().worksWithPatients()) {
                        range(
                                ranges,
                                values,
                                "team_id = ? and role = ? and assignee is null",
                                List.of(membership.teamId(), membership.role().code()),
                                after,
                                rows);
                    }
                }
            }
            case TEAM ->
                person.careTeams().forEach(team -> range(ranges, values, "team_id = ?", List.of(team), after, rows));
        }
        if (ranges.isEmpty()) {
            return List.of();
        }
        return jdbc.sql(String.join(" union all ", ranges) + " order by work_by, task_id limit " + rows)
                .params(values)
                .query(Worklist::row)
                .list();
    }

    private static void range(
            List<String> ranges,
            List<Object> values,
            String where,
            List<String> keys,
            @Nullable Position after,
            int rows) {
        String from = "";
        values.addAll(keys);
        if (after != null) {
            from = " and (work_by > ? or (work_by = ? and task_id > ?))";
            Timestamp at = Timestamp.from(after.workBy());
            values.addAll(List.of(at, at, after.taskId()));
        }
        ranges.add("(select * from work_item where " + where + from + " order by work_by, task_id limit " + rows + ")");
    }

    @Transactional
    public void add(WorkItem item) {
        jdbc.sql("""
                insert into work_item (task_id, process_instance_id, execution_id, process_key, element_id, form, title, why,
                    subject_id, episode_id, patient_id, organization_id, team_id, role, assignee, work_by, due,
                    risk_tier, suspended, created_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        item.taskId(),
                        item.processInstanceId(),
                        item.executionId(),
                        item.processKey(),
                        item.elementId(),
                        item.form(),
                        item.title(),
                        item.why(),
                        item.subjectId().toString(),
                        text(item.episodeId()),
                        text(item.patientId()),
                        item.organizationId(),
                        item.teamId(),
                        item.role(),
                        item.assignee(),
                        Timestamp.from(item.workBy()),
                        Timestamp.from(item.due()),
                        item.riskTier(),
                        item.suspended(),
                        Timestamp.from(item.createdAt()))
                .update();
    }

    @Transactional
    public void update(String taskId, @Nullable String assignee, Instant workBy) {
        jdbc.sql("update work_item set assignee = ?, work_by = ? where task_id = ?")
                .params(assignee, Timestamp.from(workBy), taskId)
                .update();
    }

    @Transactional
    public void moveDue(String taskId, Instant due, String why) {
        jdbc.sql("update work_item set due = ?, why = ? where task_id = ?")
                .params(Timestamp.from(due), why, taskId)
                .update();
    }

    @Transactional
    public void riskOf(UUID episodeId, String riskTier) {
        jdbc.sql("update work_item set risk_tier = ? where episode_id = ?")
                .params(riskTier, episodeId.toString())
                .update();
    }

    @Transactional
    public void remove(String taskId) {
        jdbc.sql("delete from work_item where task_id = ?").param(taskId).update();
        jdbc.sql("delete from form_draft where task_id = ?").param(taskId).update();
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }

    private static @Nullable UUID id(@Nullable String text) {
        return text == null ? null : UUID.fromString(text);
    }

    private static WorkItem row(ResultSet row, int i) throws SQLException {
        return new WorkItem(
                row.getString("task_id"),
                row.getString("process_instance_id"),
                row.getString("execution_id"),
                row.getString("process_key"),
                row.getString("element_id"),
                row.getString("form"),
                row.getString("title"),
                row.getString("why"),
                UUID.fromString(row.getString("subject_id")),
                id(row.getString("episode_id")),
                id(row.getString("patient_id")),
                row.getString("organization_id"),
                row.getString("team_id"),
                row.getString("role"),
                row.getString("assignee"),
                row.getTimestamp("work_by").toInstant(),
                row.getTimestamp("due").toInstant(),
                row.getString("risk_tier"),
                row.getBoolean("suspended"),
                row.getTimestamp("created_at").toInstant());
    }
}

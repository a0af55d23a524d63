package org.homeward.worklist;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people answered when they completed tasks, kept as evidence. The caller has checked the wall. */
@Service
public class Submissions {

    /**
     * One completed form.
     *
     * @param data by field key, only what the form has fields for
     */
    public record Submission(
            String taskId,
            String form,
            String title,
            UUID subjectId,
            String submittedBy,
            Instant submittedAt,
            Map<String, Object> data) {}

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    Submissions(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** All of an episode, the oldest first. */
    @Transactional(readOnly = true)
    public List<Submission> ofEpisode(UUID episodeId) {
        return jdbc.sql("select * from form_submission where episode_id = ? order by submitted_at, task_id")
                .param(episodeId.toString())
                .query(this::row)
                .list();
    }

    /** Of which episode a completed form is the evidence; empty when nobody completed it. */
    @Transactional(readOnly = true)
    public Optional<UUID> episodeOf(String taskId) {
        return jdbc.sql("select episode_id from form_submission where task_id = ?")
                .param(taskId)
                .query((row, i) -> UUID.fromString(row.getString("episode_id")))
                .optional();
    }

    private Submission row(ResultSet row, int i) throws SQLException {
        return new Submission(
                row.getString("task_id"),
                row.getString("form"),
                row.getString("title"),
                UUID.fromString(row.getString("subject_id")),
                row.getString("submitted_by"),
                row.getTimestamp("submitted_at").toInstant(),
                parse(row.getString("data")));
    }

    private Map<String, Object> parse(String text) {
        try {
            return json.readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored form cannot be read");
        }
    }
}

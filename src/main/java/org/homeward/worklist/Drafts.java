package org.homeward.worklist;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homeward.engine.Refused;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people have filled in and not yet completed: one draft for each task and person, each save a revision. */
@Service
public class Drafts {

    /** A saved draft; revision 0 is "nothing saved yet". */
    public record Draft(int revision, Map<String, Object> data) {}

    private static final int MAX_BYTES = 1 << 20;

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Clock clock;

    Drafts(JdbcClient jdbc, ObjectMapper json, @Qualifier("systemClock") Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Optional<Draft> find(String taskId, String personId) {
        return read("select revision, data from form_draft where task_id = ? and person_id = ?", taskId, personId);
    }

    /** The draft, held until the transaction ends. */
    @Transactional
    public Optional<Draft> lock(String taskId, String personId) {
        return read(
                "select revision, data from form_draft where task_id = ? and person_id = ? for update",
                taskId,
                personId);
    }

    /**
     * Saves what is filled in so far.
     *
     * @param revision the revision the person was looking at
     * @return the new revision
     * @throws Refused CONFLICT when another window saved in between
     */
    @Transactional
    public int save(String taskId, String personId, int revision, Map<String, Object> data) {
        String text = write(data);
        if (text.length() > MAX_BYTES) {
            throw new Refused(Refused.Kind.INVALID, "This is too long to save. Shorten the longest answer.");
        }
        int current = lock(taskId, personId).map(Draft::revision).orElse(0);
        if (current != revision) {
            throw new Refused(
                    Refused.Kind.CONFLICT, "This form was changed in another window. Reload it to go on from there.");
        }
        jdbc.sql("""
                insert into form_draft (task_id, person_id, revision, data, updated_at) values (?, ?, ?, ?, ?)
                on duplicate key update revision = values(revision), data = values(data),
                    updated_at = values(updated_at)""")
                .params(taskId, personId, revision + 1, text, Timestamp.from(clock.instant()))
                .update();
        return revision + 1;
    }

    /** A draft that nobody has touched for long. */
    public record Untouched(String taskId, String personId, int revision) {}

    /** Drafts that were saved last before then, the oldest first; at most 1,000. */
    @Transactional(readOnly = true)
    public List<Untouched> untouchedSince(Instant then) {
        return jdbc.sql("select task_id, person_id, revision from form_draft where updated_at < ?"
                        + " order by updated_at limit 1000")
                .param(Timestamp.from(then))
                .query((row, i) -> new Untouched(row.getString(1), row.getString(2), row.getInt(3)))
                .list();
    }

    /** Throws one away, unless it was touched since it was found; in the caller's transaction. */
    @Transactional
    public boolean discardUntouched(Untouched draft) {
        return jdbc.sql("delete from form_draft where task_id = ? and person_id = ? and revision = ?")
                        .params(draft.taskId(), draft.personId(), draft.revision())
                        .update()
                == 1;
    }

    /** Throws away what was filled in; it was used, or nobody wants it. */
    @Transactional
    public void discard(String taskId, String personId) {
        jdbc.sql("delete from form_draft where task_id = ? and person_id = ?")
                .params(taskId, personId)
                .update();
    }

    private Optional<Draft> read(String sql, String taskId, String personId) {
        return jdbc.sql(sql)
                .params(taskId, personId)
                .query((row, i) -> new Draft(row.getInt(1), parse(row.getString(2))))
                .optional();
    }

    String write(Map<String, Object> data) {
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new Refused(Refused.Kind.INVALID, "This cannot be saved as it is.");
        }
    }

    private Map<String, Object> parse(String text) {
        try {
            return json.readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored draft cannot be read");
        }
    }
}

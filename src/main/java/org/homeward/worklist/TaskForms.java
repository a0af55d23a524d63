package org.homeward.worklist;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.homeward.engine.Refused;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Brings a task, its form, and what a person filled in together: shown, checked, applied. */
@Service
public class TaskForms {

    private final FormSchemas schemas;
    private final Drafts drafts;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final ObjectProvider<TaskForm> beans;

    TaskForms(FormSchemas schemas, Drafts drafts, JdbcClient jdbc, Clock clock, ObjectProvider<TaskForm> beans) {
        this.schemas = schemas;
        this.drafts = drafts;
        this.jdbc = jdbc;
        this.clock = clock;
        this.beans = beans;
    }

    /** What a person sees when opening the task: the schema, and their draft or what is already known. */
    public record Opened(FormSchema schema, Map<String, Object> data, int revision) {}

    @Transactional(readOnly = true)
    public Opened open(WorkItem item, String personId) {
        TaskForm form = of(item);
        Drafts.Draft draft = drafts.find(item.taskId(), personId).orElse(null);
        Map<String, Object> data = new LinkedHashMap<>(form.prefill(item));
        if (draft != null) {
            // a field that the person emptied is absent from the draft, and stays empty
            schemas.get(form.form()).fieldKeys().forEach(data::remove);
            data.putAll(draft.data());
        }
        return new Opened(schemas.get(form.form()), data, draft == null ? 0 : draft.revision());
    }

    /**
     * Takes a person's draft, checks it and applies it, all in the caller's transaction.
     *
     * @return routing facts for the engine
     * @throws Refused INVALID naming every field that is missing or wrong
     */
    @Transactional
    public Map<String, Object> complete(WorkItem item, String personId) {
        TaskForm form = of(item);
        FormSchema schema = schemas.get(form.form());
        Map<String, Object> data = drafts.lock(item.taskId(), personId)
                .map(Drafts.Draft::data)
                .orElseGet(() -> {
                    refuseIfEnded(item);
                    return form.prefill(item);
                });
        Map<String, Object> known = schema.known(data);
        List<Refused.Field> broken = new ArrayList<>(schema.broken(known));
        if (broken.isEmpty()) {
            broken.addAll(form.validate(item, known));
        }
        if (!broken.isEmpty()) {
            throw new Refused(Refused.Kind.INVALID, "Check what is filled in.", broken);
        }
        Map<String, Object> facts = form.apply(item, known, personId);
        jdbc.sql("""
                insert into form_submission (task_id, form, title, subject_id, episode_id, team_id, submitted_by,
                    submitted_at, data) values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        item.taskId(),
                        form.form(),
                        item.title(),
                        item.subjectId().toString(),
                        item.episodeId() == null ? null : item.episodeId().toString(),
                        item.teamId(),
                        personId,
                        Timestamp.from(clock.instant()),
                        drafts.write(known))
                .update();
        return facts;
    }

    /** No draft: nothing was filled in, or somebody ended the task while this one waited for the draft's lock. */
    private void refuseIfEnded(WorkItem item) {
        boolean open = jdbc.sql("select count(*) from work_item where task_id = ?")
                        .param(item.taskId())
                        .query(Integer.class)
                        .single()
                > 0;
        if (!open) {
            throw new Refused(
                    Refused.Kind.CONFLICT, "Somebody else settled this task at the same moment. Reload and look.");
        }
    }

    private TaskForm of(WorkItem item) {
        return beans.stream()
                .filter(form -> form.form().equals(item.form()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No form is known for element " + item.elementId()));
    }
}

package org.homeward.worklist;

import java.util.List;
import java.util.Map;
import org.homeward.engine.Refused;

/**
 * What one form means: a bean for each {@code forms/<form>.form} that a module's tasks use. Whatever door a task is
 * completed through, these run in the engine's transaction.
 */
public interface TaskForm {

    /** The form's name, {@code call-patient}. */
    String form();

    /** What is already known, by field key; shown, and saved with the first draft. */
    default Map<String, Object> prefill(WorkItem item) {
        return Map.of();
    }

    /** What the form's own schema cannot say; the schema's rules are checked before. */
    default List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
        return List.of();
    }

    /**
     * Writes what was filled in to the module's aggregates.
     *
     * @param data by field key, already checked; only keys that the form has
     * @param personId who completes the task
     * @return routing facts for the engine, each declared for the process
     */
    Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId);
}

package org.homeward.worklist.process;

import java.time.Instant;

/** The deadline behind a task, as the calendar keeps it. */
interface TaskDeadlines {

    /** What the rule demands, or {@code workBy} where the task has no deadline of its own. */
    Instant due(String executionId, Instant workBy);

    /** Closes the task's deadline: met when the task was completed, void when it was withdrawn. */
    void close(String executionId, boolean completed);
}

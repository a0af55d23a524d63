package org.homeward.worklist;

import java.time.Instant;
import java.util.List;

/** Tells whoever opens a task what happened before it. A module contributes a bean for the tasks on its subjects. */
public interface TaskBackground {

    /** @param words one line: what, with whom, by whom */
    record Note(Instant at, String words) {}

    /** Newest first, a handful at most; none where the task is not this module's. */
    List<Note> of(WorkItem item);
}

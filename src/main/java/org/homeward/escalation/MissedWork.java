package org.homeward.escalation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.homeward.worklist.WorkItem;
import org.homeward.worklist.Worklist;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Find the open task behind a missed deadline. */
@Component
class MissedWork {

    private final Worklist worklist;

    MissedWork(Worklist worklist) {
        this.worklist = worklist;
    }

    /** The task that waits on it; where it hangs on a whole stretch of work, the one of its subject that is next. */
    Optional<WorkItem> of(
            UUID episodeId, UUID subjectId, @Nullable String processInstanceId, @Nullable String executionId) {
        if (processInstanceId == null) {
            return Optional.empty();
        }
        List<WorkItem> open = worklist.ofEpisode(episodeId).stream()
                .filter(item -> item.processInstanceId().equals(processInstanceId))
                .toList();
        Optional<WorkItem> exactly = open.stream()
                .filter(item -> Objects.equals(item.executionId(), executionId))
                .findFirst();
        return exactly.isPresent()
                ? exactly
                : open.stream()
                        .filter(item -> item.subjectId().equals(subjectId))
                        .findFirst();
    }

    Optional<WorkItem> of(MissedStep missed) {
        return of(missed.episodeId(), missed.subjectId(), missed.processInstanceId(), missed.executionId());
    }
}

package org.homeward.episode;

import java.util.List;
import java.util.UUID;
import org.homeward.worklist.WorkItem;
import org.homeward.worklist.Worklist;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Hard close: a duty that was settled elsewhere, in a call or by a message, ends the step that still waits for it, and
 * its task disappears. Looks before the commit, when the task that settled it itself, if one did, is already gone.
 */
@Component
class SettledDuties {

    private final Worklist worklist;
    private final StepEnding steps;

    SettledDuties(Worklist worklist, StepEnding steps) {
        this.worklist = worklist;
        this.steps = steps;
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    public void on(Duty.Closed closed) {
        // what the facts took back, the reconciler withdraws together with everything else that changed
        if (closed.status() == Duty.Status.WITHDRAWN) {
            return;
        }
        for (WorkItem item : waitingFor(closed.dutyId(), closed.episodeId())) {
            steps.end(item.processInstanceId(), item.taskId());
        }
    }

    private List<WorkItem> waitingFor(UUID dutyId, UUID episodeId) {
        return worklist.ofEpisode(episodeId).stream()
                .filter(item -> item.subjectId().equals(dutyId))
                .toList();
    }
}

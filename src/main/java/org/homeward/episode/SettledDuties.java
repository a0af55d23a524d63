package org.homeward.episode;

import java.util.List;
import org.homeward.episode.Standing.Stage;
import org.homeward.worklist.WorkItem;
import org.homeward.worklist.Worklist;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Hard close: a duty that was settled elsewhere, in a call, by a message or because the sender took the order back, ends
 * the step that still waits for it, and its task disappears; every other step goes on untouched, with its claim and its
 * draft. Looks before the commit, when the task that settled it itself, if one did, is already gone.
 */
@Component
class SettledDuties {

    private final EpisodeDirectory directory;
    private final Worklist worklist;
    private final List<StepSource> called;
    private final StepEnding steps;

    SettledDuties(EpisodeDirectory directory, Worklist worklist, List<StepSource> called, StepEnding steps) {
        this.directory = directory;
        this.worklist = worklist;
        this.called = called;
        this.steps = steps;
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    public void on(Duty.Closed closed) {
        // at any other stage the whole transition is withdrawn or begins anew
        if (directory.contextOf(closed.dutyId()).stage() != Stage.ACTIVE) {
            return;
        }
        for (WorkItem item : waitingFor(closed)) {
            steps.end(item.processInstanceId(), item.taskId());
        }
        called.stream()
                .filter(source -> source.kind() == closed.kind())
                .flatMap(source -> source.endingOf(closed.dutyId()).stream())
                .forEach(ending -> steps.endAt(ending.processInstanceId(), ending.endEventId()));
    }

    private List<WorkItem> waitingFor(Duty.Closed closed) {
        return worklist.ofEpisode(closed.episodeId()).stream()
                .filter(item -> item.subjectId().equals(closed.dutyId()))
                .toList();
    }
}

package org.homeward.engine;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Forget the engine's history of processes that ended long ago. Not by the engine's own clean-up, which is a job among the
 * patients' jobs, with a due date that the shifted clock of a demo would run into.
 */
@Component
public class EndedProcesses {

    private final HistoryService history;

    EndedProcesses(HistoryService history) {
        this.history = history;
    }

    /** Forgets at most so many that ended before then, in the caller's transaction; returns how many. */
    @Transactional(propagation = Propagation.MANDATORY)
    public int forget(Instant endedBefore, int most) {
        List<String> ended =
                history
                        .createHistoricProcessInstanceQuery()
                        .finishedBefore(Date.from(endedBefore))
                        .listPage(0, most)
                        .stream()
                        .map(HistoricProcessInstance::getId)
                        .toList();
        if (!ended.isEmpty()) {
            history.deleteHistoricProcessInstancesIfExists(ended);
        }
        return ended.size();
    }
}

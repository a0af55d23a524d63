package org.homeward.episode.process;

import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.EventSubscription;
import org.homeward.engine.ProcessStarts;
import org.homeward.episode.EpisodeProcess;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Moves the instances of {@code transition-of-care}. Looks for the subscription first: a correlation that fails would
 * doom the whole transaction, and with it the fact that was told.
 */
@Component
class EngineMoves implements EpisodeProcess {

    static final String PROCESS = "transition-of-care";
    private static final String FACTS_CHANGED = "episode.factsChanged";
    private static final String WORK_ADDED = "episode.workAdded";

    private final RuntimeService runtime;
    private final ProcessStarts starts;

    EngineMoves(RuntimeService runtime, ProcessStarts starts) {
        this.runtime = runtime;
        this.starts = starts;
    }

    @Override
    public String start(UUID episodeId, String teamId) {
        return starts.start(PROCESS, episodeId, teamId);
    }

    @Override
    public boolean factsChanged(String processInstanceId) {
        var waiting = waiting(processInstanceId, FACTS_CHANGED);
        if (waiting == null) {
            return false;
        }
        runtime.messageEventReceived(FACTS_CHANGED, waiting.getExecutionId());
        return true;
    }

    @Override
    public boolean workAdded(String processInstanceId, String kind) {
        if (waiting(processInstanceId, WORK_ADDED) == null) {
            return false;
        }
        runtime.createMessageCorrelation(WORK_ADDED)
                .processInstanceId(processInstanceId)
                .setVariableToTriggeredScope("addedKind", kind)
                .correlate();
        return true;
    }

    @Override
    public boolean running(String processInstanceId) {
        return runtime.createProcessInstanceQuery()
                        .processInstanceId(processInstanceId)
                        .count()
                > 0;
    }

    @Override
    public void withdraw(String processInstanceId, String reason) {
        if (running(processInstanceId)) {
            runtime.deleteProcessInstance(processInstanceId, reason);
        }
    }

    private @Nullable EventSubscription waiting(String processInstanceId, String message) {
        return runtime.createEventSubscriptionQuery()
                .processInstanceId(processInstanceId)
                .eventType("message")
                .eventName(message)
                .singleResult();
    }
}

package org.homeward.escalation.process;

import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.runtime.EventSubscription;
import org.homeward.engine.ProcessStarts;
import org.homeward.escalation.LadderEngine;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The ladder's moves in the engine. A ladder moves because of what happened, not because of what the person who caused
 * it may do: hence without the caller's authentication, under which the engine would check permissions and tenants.
 */
@Component
class CamundaLadder implements LadderEngine {

    private static final String PROCESS = "escalation";
    private static final String DEADLINE_CLOSED = "escalation.deadlineClosed";
    private static final String NEXT_RUNG = "Task_NextRung";
    private static final List<String> WAITS_AT = List.of("Task_AcknowledgeEscalation", "Task_ResolveEscalation");

    private final ObjectProvider<ProcessEngine> engine;
    private final ProcessStarts starts;

    CamundaLadder(ObjectProvider<ProcessEngine> engine, ProcessStarts starts) {
        this.engine = engine;
        this.starts = starts;
    }

    @Override
    public String start(UUID escalationId, String teamId) {
        return asItself(() -> starts.start(PROCESS, escalationId, teamId));
    }

    @Override
    public boolean deadlineClosed(String processInstanceId) {
        return asItself(() -> {
            RuntimeService runtime = engine.getObject().getRuntimeService();
            EventSubscription waiting = runtime.createEventSubscriptionQuery()
                    .processInstanceId(processInstanceId)
                    .eventType("message")
                    .eventName(DEADLINE_CLOSED)
                    .singleResult();
            if (waiting == null) {
                return false;
            }
            runtime.messageEventReceived(DEADLINE_CLOSED, waiting.getExecutionId());
            return true;
        });
    }

    @Override
    public boolean climb(String processInstanceId) {
        return asItself(() -> {
            RuntimeService runtime = engine.getObject().getRuntimeService();
            boolean runs = runtime.createProcessInstanceQuery()
                            .processInstanceId(processInstanceId)
                            .count()
                    > 0;
            List<String> active = runs ? runtime.getActiveActivityIds(processInstanceId) : List.of();
            return WAITS_AT.stream()
                    .filter(active::contains)
                    .findFirst()
                    .map(activity -> {
                        // in this order: the next rung waits at the same task
                        runtime.createProcessInstanceModification(processInstanceId)
                                .cancelAllForActivity(activity)
                                .startBeforeActivity(NEXT_RUNG)
                                .execute();
                        return true;
                    })
                    .orElse(false);
        });
    }

    @Override
    public void assign(String taskId, String personId) {
        asItself(() -> {
            engine.getObject().getTaskService().setAssignee(taskId, personId);
            return true;
        });
    }

    @Override
    public boolean timerWaits(String processInstanceId, String executionId) {
        return asItself(() -> engine.getObject()
                        .getManagementService()
                        .createJobQuery()
                        .processInstanceId(processInstanceId)
                        .executionId(executionId)
                        .timers()
                        .count()
                > 0);
    }

    private <T> T asItself(Supplier<T> move) {
        var identity = engine.getObject().getIdentityService();
        Authentication caller = identity.getCurrentAuthentication();
        identity.clearAuthentication();
        try {
            return move.get();
        } finally {
            if (caller != null) {
                identity.setAuthentication(caller);
            }
        }
    }
}

package org.homeward.episode.process;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.runtime.ActivityInstance;
import org.camunda.bpm.engine.runtime.TransitionInstance;
import org.camunda.bpm.engine.task.Task;
import org.homeward.episode.StepEnding;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Goes on behind the task's element, within the same surrounding step, and takes the task away. Not by completing it:
 * that is for people, with a form. Without the caller's authentication, because the process follows what became true.
 */
@Component
class EndSettledStep implements StepEnding {

    private final RuntimeService runtime;
    private final TaskService tasks;
    private final IdentityService identity;

    EndSettledStep(@Lazy RuntimeService runtime, @Lazy TaskService tasks, @Lazy IdentityService identity) {
        this.runtime = runtime;
        this.tasks = tasks;
        this.identity = identity;
    }

    @Override
    public void end(String processInstanceId, String taskId) {
        Authentication caller = identity.getCurrentAuthentication();
        identity.clearAuthentication();
        try {
            Task task = tasks.createTaskQuery().taskId(taskId).singleResult();
            ActivityInstance step =
                    task == null ? null : stepOf(task.getExecutionId(), runtime.getActivityInstance(processInstanceId));
            if (step != null) {
                runtime.createProcessInstanceModification(processInstanceId)
                        .startAfterActivity(step.getActivityId(), step.getParentActivityInstanceId())
                        .cancelActivityInstance(step.getId())
                        .execute();
            }
        } finally {
            if (caller != null) {
                identity.setAuthentication(caller);
            }
        }
    }

    @Override
    public void endAt(String processInstanceId, String endEventId) {
        Authentication caller = identity.getCurrentAuthentication();
        identity.clearAuthentication();
        try {
            if (runtime.createProcessInstanceQuery()
                            .processInstanceId(processInstanceId)
                            .count()
                    == 0) {
                return;
            }
            ActivityInstance instance = runtime.getActivityInstance(processInstanceId);
            var moves = runtime.createProcessInstanceModification(processInstanceId);
            // first away with what is there: an end that comes first would leave the caller waiting for the rest
            for (ActivityInstance there : instance.getChildActivityInstances()) {
                moves.cancelActivityInstance(there.getId());
            }
            for (TransitionInstance there : instance.getChildTransitionInstances()) {
                moves.cancelTransitionInstance(there.getId());
            }
            moves.startBeforeActivity(endEventId).execute();
        } finally {
            if (caller != null) {
                identity.setAuthentication(caller);
            }
        }
    }

    private static @Nullable ActivityInstance stepOf(String executionId, @Nullable ActivityInstance within) {
        if (within == null) {
            return null;
        }
        for (ActivityInstance child : within.getChildActivityInstances()) {
            ActivityInstance found = stepOf(executionId, child);
            if (found != null) {
                return found;
            }
        }
        return within.getChildActivityInstances().length == 0
                        && java.util.Arrays.asList(within.getExecutionIds()).contains(executionId)
                ? within
                : null;
    }
}

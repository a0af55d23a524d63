package org.homeward.calendar.process;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.TimerDeclarationImpl;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TimerEntity;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.homeward.calendar.EngineTimers;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Move due dates of tasks and timers in the engine.
 *
 * <p>On the engine's entities rather than by its services: a deadline moves because a fact changed, whatever the person
 * who reported it may do to tasks, and it may move in the same command that made the task.
 */
@Component
class CamundaTimers implements EngineTimers {

    // The engine is looked up when needed: it asks the calendar while it starts.
    private final ObjectProvider<ProcessEngine> engine;
    private final Clock clock;

    CamundaTimers(ObjectProvider<ProcessEngine> engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    @Override
    public boolean move(String executionId, Instant from, Instant to) {
        ProcessEngineConfigurationImpl configuration =
                (ProcessEngineConfigurationImpl) engine.getObject().getProcessEngineConfiguration();
        return configuration
                .getCommandExecutorTxRequired()
                .execute(context -> move(context, executionId, Date.from(from), Date.from(to)));
    }

    private boolean move(CommandContext context, String executionId, Date from, Date to) {
        ExecutionEntity scope = context.getExecutionManager().findExecutionById(executionId);
        if (scope == null) {
            return false;
        }
        for (TaskEntity task : scope.getTasks()) {
            if (isAt(task.getDueDate(), from)) {
                task.setDueDate(to);
                task.triggerUpdateEvent();
            }
        }
        List<TimerEntity> timers = scope.getJobs().stream()
                .filter(TimerEntity.class::isInstance)
                .map(TimerEntity.class::cast)
                .toList();
        if (timers.isEmpty()) {
            return to.after(Date.from(clock.instant())) && setAgain(scope);
        }
        List<TimerEntity> waiting =
                timers.stream().filter(timer -> isAt(timer.getDuedate(), from)).toList();
        waiting.forEach(timer -> timer.setDuedate(to));
        return !waiting.isEmpty();
    }

    /** Only where the scope has one timer: of several it could not tell which one the deadline is. */
    private static boolean setAgain(ExecutionEntity scope) {
        Collection<TimerDeclarationImpl> declared = activity(scope)
                .map(activity ->
                        TimerDeclarationImpl.getDeclarationsForScope(activity).values())
                .orElse(List.of());
        if (declared.size() != 1) {
            return false;
        }
        declared.iterator().next().createTimerInstance(scope);
        return true;
    }

    /** A scope with children has no activity of its own at hand; from its leaves the engine knows all scopes above. */
    private static Optional<ScopeImpl> activity(ExecutionEntity scope) {
        ExecutionEntity leaf = scope;
        while (!leaf.getExecutions().isEmpty()) {
            leaf = leaf.getExecutions().get(0);
        }
        return leaf.createActivityExecutionMapping().entrySet().stream()
                .filter(entry -> entry.getValue() == scope)
                .map(entry -> entry.getKey())
                .findFirst();
    }

    /** By value: the database gives back a subclass of Date that equals no other. */
    private static boolean isAt(@Nullable Date one, Date other) {
        return one != null && one.getTime() == other.getTime();
    }
}

package org.homeward.engine;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.db.entitymanager.cache.CachedDbEntity;
import org.camunda.bpm.engine.impl.db.entitymanager.cache.DbEntityCache;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceEntity;

/** Takes away what a caller sent along with a completion: answers come from the draft, never from the request. */
public final class SentVariables {

    private SentVariables() {}

    /**
     * Removes variables that this command added to the task's instance, before anything of them is written.
     *
     * @throws Refused when a caller tried to change a variable that was there before
     */
    public static void discard(DelegateTask task) {
        DbEntityCache cache = Context.getCommandContext().getDbEntityManager().getDbEntityCache();
        List<VariableInstanceEntity> sent = new ArrayList<>();
        for (VariableInstanceEntity variable : cache.getEntitiesByType(VariableInstanceEntity.class)) {
            if (task.getProcessInstanceId().equals(variable.getProcessInstanceId())) {
                CachedDbEntity cached = cache.getCachedEntity(variable);
                if (cache.isTransient(variable)) {
                    sent.add(variable);
                } else if (cached != null && cached.isDirty()) {
                    throw new Refused(
                            Refused.Kind.INVALID, "A completion carries no variables; fill in the form instead.");
                }
            }
        }
        for (VariableInstanceEntity variable : sent) {
            if (variable.getTaskId() != null) {
                task.removeVariableLocal(variable.getName());
            } else {
                ExecutionEntity scope =
                        Context.getCommandContext().getExecutionManager().findExecutionById(variable.getExecutionId());
                scope.removeVariableLocal(variable.getName());
            }
        }
    }
}

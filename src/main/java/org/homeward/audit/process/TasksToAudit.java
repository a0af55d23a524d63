package org.homeward.audit.process;

import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.task.TaskDefinition;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.homeward.audit.Audit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Records who took, gave back and completed a task, whatever the door, in the engine's transaction. What the engine
 * does by itself (a proposed assignee, a task withdrawn) is in its own history.
 */
@Component
@Order(100)
class TasksToAudit extends AbstractBpmnParseListener {

    // Looked up when needed: the engine asks for its parse listeners before anything else is there.
    private final ObjectProvider<Audit> audit;

    TasksToAudit(ObjectProvider<Audit> audit) {
        this.audit = audit;
    }

    @Override
    public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        TaskDefinition task = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_ASSIGNMENT, this::assigned);
        task.addBuiltInTaskListener(
                TaskListener.EVENTNAME_COMPLETE, completed -> record(completed, "task.completed", null));
    }

    private void assigned(DelegateTask task) {
        String assignee = task.getAssignee();
        if (assignee == null) {
            record(task, "task.released", null);
        } else {
            String person = Context.getCommandContext().getAuthenticatedUserId();
            record(task, assignee.equals(person) ? "task.claimed" : "task.assigned", assignee);
        }
    }

    private void record(DelegateTask task, String action, @Nullable String assignee) {
        String person = Context.getCommandContext().getAuthenticatedUserId();
        if (person == null) {
            return;
        }
        Map<String, String> details = new HashMap<>();
        details.put("element", task.getTaskDefinitionKey());
        details.put("processInstance", task.getProcessInstanceId());
        if (assignee != null && !assignee.equals(person)) {
            details.put("assignee", assignee);
        }
        audit.getObject().record(person, action, "task", task.getId(), task.getTenantId(), details);
    }
}

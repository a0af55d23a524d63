package org.homeward.worklist.process;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.el.FixedValue;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.task.TaskDefinition;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.homeward.calendar.Deadline;
import org.homeward.calendar.Deadlines;
import org.homeward.engine.ProcessStarts;
import org.homeward.engine.Refused;
import org.homeward.engine.SentVariables;
import org.homeward.security.People;
import org.homeward.worklist.TaskForms;
import org.homeward.worklist.Tasks;
import org.homeward.worklist.WorkContexts;
import org.homeward.worklist.WorkItem;
import org.homeward.worklist.Worklist;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Writes every human task of every model to the worklist, in the engine's transaction, and makes completing it one
 * thing whatever the door. Built-in listeners: ordinary ones are skipped where a caller asks for it.
 */
@Component
class TasksToWorklist extends AbstractBpmnParseListener {

    /** Tasklist opens this page for every task; it asks the server which form the task has. */
    static final String FORM_HOST = "embedded:/formhost/host.html";

    private final ObjectProvider<Worklist> worklist;
    private final ObjectProvider<TaskForms> forms;
    private final ObjectProvider<WorkContexts> contexts;
    private final ObjectProvider<Deadlines> deadlines;
    private final ObjectProvider<People> people;
    private final Clock clock;

    TasksToWorklist(
            ObjectProvider<Worklist> worklist,
            ObjectProvider<TaskForms> forms,
            ObjectProvider<WorkContexts> contexts,
            ObjectProvider<Deadlines> deadlines,
            ObjectProvider<People> people,
            Clock clock) {
        this.worklist = worklist;
        this.forms = forms;
        this.contexts = contexts;
        this.deadlines = deadlines;
        this.people = people;
        this.clock = clock;
    }

    @Override
    public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        TaskDefinition definition = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
        // a model says candidateGroups="nurse"; the task belongs to the nurses of the owning team
        String role = definition.getCandidateGroupIdExpressions().stream()
                .map(group -> group.getExpressionText())
                .findFirst()
                .orElseThrow(() -> new Refused(
                        Refused.Kind.INVALID,
                        "The element " + activity.getId()
                                + " (userTask) has no candidate group; name the role that does it."));
        definition.getCandidateGroupIdExpressions().clear();
        String form =
                definition.getFormKey() == null ? null : definition.getFormKey().getExpressionText();
        definition.setFormKey(new FixedValue(FORM_HOST));

        Listener listener = new Listener(role, form);
        definition.addBuiltInTaskListener(TaskListener.EVENTNAME_CREATE, listener);
        definition.addBuiltInTaskListener(TaskListener.EVENTNAME_UPDATE, listener);
        definition.addBuiltInTaskListener(TaskListener.EVENTNAME_COMPLETE, listener);
        definition.addBuiltInTaskListener(TaskListener.EVENTNAME_DELETE, listener);
    }

    private final class Listener implements TaskListener {

        private final String role;
        private final @Nullable String form;

        Listener(String role, @Nullable String form) {
            this.role = role;
            this.form = form;
        }

        @Override
        public void notify(DelegateTask task) {
            switch (task.getEventName()) {
                case EVENTNAME_CREATE -> created(task);
                case EVENTNAME_UPDATE -> updated(task);
                case EVENTNAME_COMPLETE -> completed(task);
                case EVENTNAME_DELETE -> removed(task, false);
                default -> throw new IllegalStateException("Unexpected event " + task.getEventName());
            }
        }

        private void created(DelegateTask task) {
            UUID subject = UUID.fromString((String) task.getVariable(ProcessStarts.SUBJECT));
            WorkContexts.WorkContext context = contexts.getObject().of(subject, role, task.getProcessInstanceId());
            task.addCandidateGroup(context.role() + "@" + context.teamId());
            task.setPriority(priority(context.riskTier()));
            if (context.proposedAssignee() != null) {
                task.setAssignee(context.proposedAssignee());
            }
            if (task.getDueDate() == null) {
                throw new IllegalStateException("Task " + task.getTaskDefinitionKey() + " has no due date");
            }
            Instant workBy = task.getDueDate().toInstant();
            Optional<Deadline> deadline = deadlines.getObject().ofExecution(task.getExecutionId());
            worklist.getObject()
                    .add(new WorkItem(
                            task.getId(),
                            task.getProcessInstanceId(),
                            task.getExecutionId(),
                            task.getProcessDefinitionId().split(":", 2)[0],
                            task.getTaskDefinitionKey(),
                            form,
                            task.getName(),
                            deadline.map(Deadline::reason).orElse(task.getName()),
                            subject,
                            context.episodeId(),
                            context.patientId(),
                            context.organizationId(),
                            context.teamId(),
                            context.role(),
                            task.getAssignee(),
                            workBy,
                            deadline.map(Deadline::due).orElse(workBy),
                            context.riskTier(),
                            false,
                            clock.instant()));
        }

        /** What Tasklist sorts and filters by; our own lists read the tier itself. */
        private int priority(@Nullable String riskTier) {
            return riskTier == null
                    ? 50
                    : switch (riskTier) {
                        case "HIGH" -> 80;
                        case "LOW" -> 20;
                        default -> 50;
                    };
        }

        /** Fired for a claim, a release, a new due date: the row follows the task as it now is. */
        private void updated(DelegateTask task) {
            WorkItem before = worklist.getObject().find(task.getId()).orElse(null);
            String assignee = task.getAssignee();
            if (before != null && assignee != null && !assignee.equals(before.assignee())) {
                // the engine's own doors would let anyone of the team take any task of the team
                boolean may = people.getObject()
                        .find(assignee)
                        .map(person -> person.memberships().stream()
                                .anyMatch(
                                        membership -> membership.group().equals(before.role() + "@" + before.teamId())))
                        .orElse(false);
                if (!may) {
                    throw new Refused(
                            Refused.Kind.FORBIDDEN, "This task is for the role “" + before.role() + "” of its team.");
                }
            }
            if (before != null) {
                mayHandOver(before, assignee);
            }
            Instant workBy = task.getDueDate().toInstant();
            worklist.getObject().update(task.getId(), assignee, workBy);
            // also when only what the rule demands has moved, and the last staffed time before it has not
            if (before != null) {
                deadlines
                        .getObject()
                        .ofExecution(task.getExecutionId())
                        .filter(deadline -> !deadline.due().equals(before.due())
                                || !deadline.reason().equals(before.why()))
                        .ifPresent(deadline ->
                                worklist.getObject().moveDue(task.getId(), deadline.due(), deadline.reason()));
            }
        }

        /** Who has a task gives it back, and takes one for nobody else; leads do both. The engine asks neither. */
        private void mayHandOver(WorkItem before, @Nullable String assignee) {
            String asking = Context.getCommandContext().getAuthenticatedUserId();
            if (asking == null
                    || Objects.equals(assignee, before.assignee())
                    || asking.equals(assignee == null ? before.assignee() : assignee)) {
                return;
            }
            if (people.getObject()
                    .find(asking)
                    .filter(person -> Tasks.leads(before, person))
                    .isEmpty()) {
                throw new Refused(
                        Refused.Kind.FORBIDDEN, "Somebody else has this task; a lead puts it back for the team.");
            }
        }

        private void completed(DelegateTask task) {
            String person = Context.getCommandContext().getAuthenticatedUserId();
            WorkItem item = worklist.getObject()
                    .find(task.getId())
                    .orElseThrow(() -> new Refused(Refused.Kind.NOT_FOUND, "This task is no longer open."));
            if (person == null || !person.equals(((TaskEntity) task).getAssignee())) {
                throw new Refused(Refused.Kind.CONFLICT, "Claim this task before you complete it.");
            }
            SentVariables.discard(task);
            Map<String, Object> facts = new HashMap<>(forms.getObject().complete(item, person));
            facts.forEach(task.getExecution()::setVariable);
            removed(task, true);
        }

        private void removed(DelegateTask task, boolean completed) {
            deadlines
                    .getObject()
                    .closeForExecution(
                            task.getExecutionId(), completed ? Deadline.State.MET : Deadline.State.VOID, null);
            worklist.getObject().remove(task.getId());
        }
    }
}

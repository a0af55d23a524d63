package org.homeward.calendar.process;

import java.util.Date;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.homeward.calendar.DeadlineRequest;
import org.homeward.calendar.Deadlines;
import org.homeward.engine.ModelBean;
import org.springframework.stereotype.Component;

/** Answer {@code ${deadlines.at(execution, 'rule')}}, the one way in which models read a clock. Public for the expression language. */
@Component("deadlines")
public class DeadlineExpression implements ModelBean {

    private static final String MULTI_INSTANCE_BODY = "#multiInstanceBody";

    private final Deadlines deadlines;

    DeadlineExpression(Deadlines deadlines) {
        this.deadlines = deadlines;
    }

    /** When the step of {@code subjectId} must be worked by, or opens. Asked twice for a task, it answers the same. */
    public Date at(DelegateExecution execution, String rule) {
        String activity = execution.getCurrentActivityId();
        if (activity != null && activity.endsWith(MULTI_INSTANCE_BODY)) {
            // The engine hangs such a timer on all instances together, where subjectId is not yet the item's.
            throw new IllegalStateException("The timer '" + rule + "' is attached to the multi-instance activity "
                    + activity.substring(0, activity.length() - MULTI_INSTANCE_BODY.length())
                    + ": put task and timer into a multi-instance sub-process");
        }
        Object subjectId = execution.getVariable("subjectId");
        if (subjectId == null) {
            throw new IllegalStateException("No subjectId at " + activity + " for the deadline '" + rule + "'");
        }
        return Date.from(deadlines.at(new DeadlineRequest(
                UUID.fromString(subjectId.toString()), rule, execution.getProcessInstanceId(), execution.getId())));
    }
}

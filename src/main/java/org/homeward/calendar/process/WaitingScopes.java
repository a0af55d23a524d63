package org.homeward.calendar.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.homeward.calendar.Deadline;
import org.homeward.calendar.Deadlines;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Closes what a scope waited on when the scope ends, so that the next time around starts a new clock: an opening whose
 * timer fired is met; what is withdrawn is void. User tasks are closed by the worklist, which knows who completed them;
 * a sub-process that ends by itself leaves its duty to the module that knows how it went.
 */
@Component
class WaitingScopes extends AbstractBpmnParseListener {

    private final ObjectProvider<Deadlines> deadlines;

    WaitingScopes(ObjectProvider<Deadlines> deadlines) {
        this.deadlines = deadlines;
    }

    @Override
    public void parseIntermediateTimerEventDefinition(Element timerEventDefinition, ActivityImpl timerActivity) {
        timerActivity.addBuiltInListener(ExecutionListener.EVENTNAME_END, (ExecutionListener)
                execution -> close(execution, execution.isCanceled() ? Deadline.State.VOID : Deadline.State.MET));
    }

    @Override
    public void parseBoundaryTimerEventDefinition(
            Element timerEventDefinition, boolean interrupting, ActivityImpl timerActivity) {
        if (timerActivity.getEventScope() instanceof ActivityImpl scope && scope.isSubProcessScope()) {
            scope.addBuiltInListener(ExecutionListener.EVENTNAME_END, (ExecutionListener) execution -> {
                if (execution.isCanceled()) {
                    close(execution, Deadline.State.VOID);
                }
            });
        }
    }

    private void close(DelegateExecution execution, Deadline.State outcome) {
        deadlines.getObject().closeForExecution(execution.getId(), outcome, null);
    }
}

package org.homeward.escalation.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.homeward.escalation.Escalations;
import org.springframework.stereotype.Component;

/** The step behind every timer of a human task. */
@Component
class EscalateMissedStep implements JavaDelegate {

    private final Escalations escalations;

    EscalateMissedStep(Escalations escalations) {
        this.escalations = escalations;
    }

    @Override
    public void execute(DelegateExecution execution) {
        escalations.escalateMissedSteps(execution.getProcessInstanceId());
    }
}

package org.homeward.outreach.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.homeward.engine.ProcessStarts;
import org.homeward.outreach.Outreaches;
import org.springframework.stereotype.Component;

/** Asks what to do next to reach the patient. */
@Component
class PlanAttempt implements JavaDelegate {

    private final Outreaches outreaches;

    PlanAttempt(Outreaches outreaches) {
        this.outreaches = outreaches;
    }

    @Override
    public void execute(DelegateExecution execution) {
        UUID subject = UUID.fromString((String) execution.getVariable(ProcessStarts.SUBJECT));
        Outreaches.Step step = outreaches.plan(subject, execution.getProcessInstanceId());
        execution.setVariable("attempt", step.attempt());
        execution.setVariable("next", step.next().name());
    }
}

package org.homeward.outreach.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.homeward.engine.ProcessStarts;
import org.homeward.outreach.Outreaches;
import org.springframework.stereotype.Component;

/** Says how the endeavour to reach the patient ended. */
@Component
class ConcludeOutreach implements JavaDelegate {

    private final Outreaches outreaches;

    ConcludeOutreach(Outreaches outreaches) {
        this.outreaches = outreaches;
    }

    @Override
    public void execute(DelegateExecution execution) {
        UUID subject = UUID.fromString((String) execution.getVariable(ProcessStarts.SUBJECT));
        execution.setVariable("outcome", outreaches.conclude(subject));
    }
}

package org.homeward.escalation.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.homeward.engine.ProcessStarts;
import org.homeward.escalation.Escalations;
import org.springframework.stereotype.Component;

@Component
class StandDown implements JavaDelegate {

    private final Escalations escalations;

    StandDown(Escalations escalations) {
        this.escalations = escalations;
    }

    @Override
    public void execute(DelegateExecution execution) {
        escalations.standDown(UUID.fromString((String) execution.getVariable(ProcessStarts.SUBJECT)));
    }
}

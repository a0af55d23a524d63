package org.homeward.escalation.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.homeward.engine.ProcessStarts;
import org.homeward.escalation.Ladder;
import org.springframework.stereotype.Component;

@Component
class NotifyRung implements JavaDelegate {

    private final Ladder ladder;

    NotifyRung(Ladder ladder) {
        this.ladder = ladder;
    }

    @Override
    public void execute(DelegateExecution execution) {
        UUID escalation = UUID.fromString((String) execution.getVariable(ProcessStarts.SUBJECT));
        ladder.notifyRung(escalation, execution.getProcessInstanceId());
    }
}

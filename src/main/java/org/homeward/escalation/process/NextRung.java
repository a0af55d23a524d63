package org.homeward.escalation.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.homeward.engine.ProcessStarts;
import org.homeward.escalation.EscalationVariables;
import org.homeward.escalation.Ladder;
import org.springframework.stereotype.Component;

@Component
class NextRung implements JavaDelegate {

    private final Ladder ladder;

    NextRung(Ladder ladder) {
        this.ladder = ladder;
    }

    @Override
    public void execute(DelegateExecution execution) {
        UUID escalation = UUID.fromString((String) execution.getVariable(ProcessStarts.SUBJECT));
        Ladder.Reached reached = ladder.nextRung(escalation, execution.getProcessInstanceId());
        execution.setVariable(EscalationVariables.RUNG, reached.level());
        execution.setVariable(
                EscalationVariables.OUTCOME,
                (reached.last() ? EscalationVariables.Outcome.EXHAUSTED : EscalationVariables.Outcome.MORE).name());
    }
}

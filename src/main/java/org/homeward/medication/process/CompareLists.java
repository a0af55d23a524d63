package org.homeward.medication.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.homeward.engine.ProcessStarts;
import org.homeward.medication.Reconciliations;
import org.springframework.stereotype.Component;

/** Compares the lists that are known. */
@Component
class CompareLists implements JavaDelegate {

    private final Reconciliations reconciliations;

    CompareLists(Reconciliations reconciliations) {
        this.reconciliations = reconciliations;
    }

    @Override
    public void execute(DelegateExecution execution) {
        UUID subject = UUID.fromString((String) execution.getVariable(ProcessStarts.SUBJECT));
        execution.setVariable("takenKnown", reconciliations.begin(subject, execution.getProcessInstanceId()));
    }
}

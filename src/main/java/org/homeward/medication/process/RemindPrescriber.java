package org.homeward.medication.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.homeward.engine.ProcessStarts;
import org.homeward.medication.RemindOfQuestion;
import org.springframework.stereotype.Component;

/** Reminds whoever was asked and has not answered. */
@Component
class RemindPrescriber implements JavaDelegate {

    private final RemindOfQuestion questions;

    RemindPrescriber(RemindOfQuestion questions) {
        this.questions = questions;
    }

    @Override
    public void execute(DelegateExecution execution) {
        questions.remind(UUID.fromString((String) execution.getVariable(ProcessStarts.SUBJECT)));
    }
}

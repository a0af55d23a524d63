package org.homeward.referral.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.homeward.engine.ProcessStarts;
import org.homeward.referral.Referrals;
import org.springframework.stereotype.Component;

/** Asks where the referral stands now. */
@Component
class AssessReferral implements JavaDelegate {

    private final Referrals referrals;

    AssessReferral(Referrals referrals) {
        this.referrals = referrals;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Referrals.Assessment now = referrals.assess(
                UUID.fromString((String) execution.getVariable(ProcessStarts.SUBJECT)),
                execution.getProcessInstanceId());
        execution.setVariable("stage", now.stage().name());
        execution.setVariable(
                "awaits", now.awaited() == null ? null : now.awaited().name());
        if (now.outcome() != null) {
            execution.setVariable("outcome", now.outcome());
        }
    }
}

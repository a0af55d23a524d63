package org.homeward.referral.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.homeward.engine.ProcessStarts;
import org.homeward.referral.Referrals;
import org.springframework.stereotype.Component;

/** Reminds the other side, which has not answered. */
@Component
class RemindProvider implements JavaDelegate {

    private final Referrals referrals;

    RemindProvider(Referrals referrals) {
        this.referrals = referrals;
    }

    @Override
    public void execute(DelegateExecution execution) {
        referrals.reminded(UUID.fromString((String) execution.getVariable(ProcessStarts.SUBJECT)));
    }
}

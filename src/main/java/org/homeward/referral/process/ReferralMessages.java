package org.homeward.referral.process;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.homeward.referral.ReferralProcess;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Correlates by the instance's id, without the caller's authentication: the process follows what became true. */
@Component
class ReferralMessages implements ReferralProcess {

    private static final String MOVED = "referral.conversationMoved";

    private final RuntimeService runtime;
    private final IdentityService identity;

    ReferralMessages(@Lazy RuntimeService runtime, @Lazy IdentityService identity) {
        this.runtime = runtime;
        this.identity = identity;
    }

    @Override
    public boolean conversationMoved(String processInstanceId) {
        Authentication caller = identity.getCurrentAuthentication();
        identity.clearAuthentication();
        try {
            boolean waiting = runtime.createEventSubscriptionQuery()
                            .processInstanceId(processInstanceId)
                            .eventType("message")
                            .eventName(MOVED)
                            .count()
                    > 0;
            if (waiting) {
                runtime.createMessageCorrelation(MOVED)
                        .processInstanceId(processInstanceId)
                        .correlate();
            }
            return waiting;
        } finally {
            if (caller != null) {
                identity.setAuthentication(caller);
            }
        }
    }
}

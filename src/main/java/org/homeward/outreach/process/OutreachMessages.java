package org.homeward.outreach.process;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.homeward.outreach.OutreachProcess;
import org.homeward.outreach.Urgency;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Correlates by the instance's id, without the caller's authentication: the process follows what became true, not what
 * the person who told it may do to instances.
 */
@Component
class OutreachMessages implements OutreachProcess {

    private static final String CONTACT_RECORDED = "outreach.contactRecorded";

    private final RuntimeService runtime;
    private final IdentityService identity;

    OutreachMessages(@Lazy RuntimeService runtime, @Lazy IdentityService identity) {
        this.runtime = runtime;
        this.identity = identity;
    }

    @Override
    public boolean contactRecorded(String processInstanceId, Urgency urgency) {
        Authentication caller = identity.getCurrentAuthentication();
        identity.clearAuthentication();
        try {
            boolean waiting = runtime.createEventSubscriptionQuery()
                            .processInstanceId(processInstanceId)
                            .eventType("message")
                            .eventName(CONTACT_RECORDED)
                            .count()
                    > 0;
            if (waiting) {
                runtime.createMessageCorrelation(CONTACT_RECORDED)
                        .processInstanceId(processInstanceId)
                        .setVariable("urgency", urgency.name())
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

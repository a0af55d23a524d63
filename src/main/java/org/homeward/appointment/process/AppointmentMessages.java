package org.homeward.appointment.process;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.homeward.appointment.AppointmentProcess;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Correlates by the instance's id. Runs without the caller's authentication: the process follows what became true, not
 * what the person who told it may do to instances.
 */
@Component
class AppointmentMessages implements AppointmentProcess {

    private final RuntimeService runtime;
    private final IdentityService identity;

    AppointmentMessages(@Lazy RuntimeService runtime, @Lazy IdentityService identity) {
        this.runtime = runtime;
        this.identity = identity;
    }

    @Override
    public boolean tell(String processInstanceId, Message message) {
        Authentication caller = identity.getCurrentAuthentication();
        identity.clearAuthentication();
        try {
            boolean waiting = runtime.createEventSubscriptionQuery()
                            .processInstanceId(processInstanceId)
                            .eventType("message")
                            .eventName(message.code())
                            .count()
                    > 0;
            if (waiting) {
                runtime.createMessageCorrelation(message.code())
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

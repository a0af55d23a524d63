package org.homeward.medication.process;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.homeward.medication.MedicationProcess;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Correlates by the instance's id, without the caller's authentication: the process follows what became true. */
@Component
class MedicationMessages implements MedicationProcess {

    private static final String LISTS_CHANGED = "medication.listsChanged";

    private final RuntimeService runtime;
    private final IdentityService identity;

    MedicationMessages(@Lazy RuntimeService runtime, @Lazy IdentityService identity) {
        this.runtime = runtime;
        this.identity = identity;
    }

    @Override
    public boolean listsChanged(String processInstanceId) {
        Authentication caller = identity.getCurrentAuthentication();
        identity.clearAuthentication();
        try {
            boolean waiting = runtime.createEventSubscriptionQuery()
                            .processInstanceId(processInstanceId)
                            .eventType("message")
                            .eventName(LISTS_CHANGED)
                            .count()
                    > 0;
            if (waiting) {
                runtime.createMessageCorrelation(LISTS_CHANGED)
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

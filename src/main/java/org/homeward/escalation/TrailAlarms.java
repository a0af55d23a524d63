package org.homeward.escalation;

import org.homeward.audit.Trail;
import org.homeward.notification.Alarms;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells operators that the audit trail was touched. */
@Component
class TrailAlarms {

    private final Alarms alarms;

    TrailAlarms(Alarms alarms) {
        this.alarms = alarms;
    }

    @EventListener
    void broken(Trail.Broken broken) {
        alarms.raise("TRAIL_BROKEN", "trail", broken.what(), null);
    }
}

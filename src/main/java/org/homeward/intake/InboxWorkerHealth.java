package org.homeward.intake;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether this node applies what comes in. */
@Component("inboxHealthIndicator")
class InboxWorkerHealth implements HealthIndicator {

    private final InboxWorker worker;

    InboxWorkerHealth(InboxWorker worker) {
        this.worker = worker;
    }

    @Override
    public Health health() {
        return (worker.alive() ? Health.up() : Health.down())
                .withDetail("worker", worker.alive())
                .build();
    }
}

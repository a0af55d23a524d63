package org.homeward.intake;

import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Tells when messages wait longer than they may. Not part of readiness: all nodes share the inbox, and none of them would
 * be left for the nurses.
 */
@Component("inboxDelayHealthIndicator")
class InboxHealth implements HealthIndicator {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final InboxStore store;
    private final TransactionOperations transactions;
    private final Clock clock;

    InboxHealth(InboxStore store, TransactionOperations transactions, Clock clock) {
        this.store = store;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public Health health() {
        boolean late = Boolean.TRUE.equals(transactions.execute(status -> store.oldestWaiting()
                .map(received -> received.plus(LONGEST_WAIT).isBefore(clock.instant()))
                .orElse(false)));
        return (late ? Health.down() : Health.up()).withDetail("late", late).build();
    }
}

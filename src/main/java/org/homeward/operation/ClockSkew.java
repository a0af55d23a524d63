package org.homeward.operation;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.homeward.notification.Alarms;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Compares this node's clock with the database's, at start and each minute. Due dates and the locks of jobs are by the
 * node's own clock: one that is ahead escalates early and takes jobs that another node is still at.
 *
 * <p>A node that is off goes on, and says so where operators look; it is no part of readiness. Which of the two clocks is
 * wrong cannot be told from here, and where it is the database's, no node would be left for the nurses.
 */
@Component("clockHealthIndicator")
class ClockSkew implements HealthIndicator {

    /** Far less than the minute of a job's lock. */
    static final Duration MOST = Duration.ofSeconds(5);

    private static final Duration LONGEST_WAY = Duration.ofSeconds(1);
    private static final Logger log = LoggerFactory.getLogger(ClockSkew.class);

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Alarms alarms;
    private final Clock clock;
    private final String node = nodeName();
    private volatile Duration skew = Duration.ZERO;

    /** Before a restart it may have been off. */
    private boolean first = true;

    ClockSkew(JdbcClient jdbc, TransactionTemplate transactions, Alarms alarms, @Qualifier("systemClock") Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.alarms = alarms;
        this.clock = clock;
    }

    /** The first time while the application starts. */
    @Scheduled(fixedRate = 60_000)
    void compare() {
        Duration measured = transactions.execute(status -> measured());
        if (measured == null) {
            return;
        }
        boolean clear = off() || first;
        first = false;
        skew = measured;
        if (off()) {
            log.error("This node's clock is {} ms from the database's", skew.toMillis());
            alarms.raise(Alarms.CLOCK_SKEWED, "node", node, null);
        } else if (clear) {
            alarms.clear(Alarms.CLOCK_SKEWED, "node", node, "homeward");
        }
    }

    /**
     * Positive where this node is ahead; the way to the database, there and back, is taken as half each. Null where that
     * way was too long to tell anything.
     */
    private @Nullable Duration measured() {
        // a connection first: waiting for one is no skew
        JdbcClient.StatementSpec ask = jdbc.sql("select utc_timestamp(6)");
        ask.query(LocalDateTime.class).single();
        Instant asked = clock.instant();
        Instant answer = ask.query(LocalDateTime.class).single().toInstant(ZoneOffset.UTC);
        Duration way = Duration.between(asked, clock.instant());
        return way.compareTo(LONGEST_WAY) > 0 ? null : Duration.between(answer, asked.plus(way.dividedBy(2)));
    }

    private static String nodeName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "this node";
        }
    }

    private boolean off() {
        return skew.abs().compareTo(MOST) > 0;
    }

    @Override
    public Health health() {
        return (off() ? Health.down() : Health.up())
                .withDetail("skewMillis", skew.toMillis())
                .build();
    }
}

package org.homeward.operation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.homeward.HomewardTest;
import org.homeward.notification.Alarms;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.health.Status;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A node whose clock is not the database's says so, goes on, and takes it back. */
@HomewardTest
@Tag("mysql")
class ClockSkewTests {

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    Alarms alarms;

    @Autowired
    @Qualifier("systemClock")
    Clock clock;

    /** A node that somebody sets right. */
    private static final class Adjustable extends Clock {

        private final Clock real;
        private Duration ahead;

        Adjustable(Clock real, Duration ahead) {
            this.real = real;
            this.ahead = ahead;
        }

        @Override
        public Instant instant() {
            return real.instant().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return real.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private ClockSkew node(Clock its) {
        ClockSkew node = new ClockSkew(jdbc, transactions, alarms, its);
        node.compare();
        return node;
    }

    private boolean alarmed() {
        return alarms.open().stream().anyMatch(alarm -> alarm.kind().equals(Alarms.CLOCK_SKEWED));
    }

    @Test
    void aNodeInTimeIsWell() {
        assertThat(node(clock).health().getStatus()).isEqualTo(Status.UP);
        assertThat(alarmed()).isFalse();
    }

    @Test
    void aNodeThatIsAheadOrBehindIsAnAlarmUntilItIsNot() {
        for (Duration off : new Duration[] {Duration.ofMinutes(2), Duration.ofMinutes(-2)}) {
            Adjustable its = new Adjustable(clock, off);
            ClockSkew node = node(its);
            assertThat(node.health().getStatus()).isEqualTo(Status.DOWN);
            Number measured = (Number) requireNonNull(node.health().getDetails().get("skewMillis"));
            assertThat(Duration.ofMillis(measured.longValue()).minus(off).abs()).isLessThan(ClockSkew.MOST);
            assertThat(alarmed()).isTrue();

            its.ahead = Duration.ZERO;
            node.compare();
            assertThat(node.health().getStatus()).isEqualTo(Status.UP);
            assertThat(alarmed()).as("it takes the alarm back by itself").isFalse();
        }
    }

    @Test
    void aNodeThatWasSetRightAndStartedAnewTakesItsOldAlarmBack() {
        node(new Adjustable(clock, Duration.ofMinutes(2)));
        assertThat(alarmed()).isTrue();

        node(clock);

        assertThat(alarmed()).isFalse();
    }
}

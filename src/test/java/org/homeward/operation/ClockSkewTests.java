package org.homeward.operation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
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

    private ClockSkew node(Duration ahead) {
        ClockSkew node = new ClockSkew(jdbc, transactions, alarms, Clock.offset(clock, ahead));
        node.compare();
        return node;
    }

    private boolean alarmed() {
        return alarms.open().stream().anyMatch(alarm -> alarm.kind().equals(Alarms.CLOCK_SKEWED));
    }

    @Test
    void aNodeInTimeIsWell() {
        assertThat(node(Duration.ZERO).health().getStatus()).isEqualTo(Status.UP);
        assertThat(alarmed()).isFalse();
    }

    @Test
    void aNodeThatIsAheadOrBehindIsAnAlarmUntilItIsNot() {
        for (Duration off : new Duration[] {Duration.ofMinutes(2), Duration.ofMinutes(-2)}) {
            ClockSkew node = node(off);
            assertThat(node.health().getStatus()).isEqualTo(Status.DOWN);
            Number measured = (Number) requireNonNull(node.health().getDetails().get("skewMillis"));
            assertThat(Duration.ofMillis(measured.longValue()).minus(off).abs()).isLessThan(ClockSkew.MOST);
            assertThat(alarmed()).isTrue();
            alarms.clear(Alarms.CLOCK_SKEWED, "clock", "database", "test");
        }
    }
}

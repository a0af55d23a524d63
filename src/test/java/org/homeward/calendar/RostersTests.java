package org.homeward.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.homeward.calendar.CalendarFixtures.newYork;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.homeward.calendar.Rosters.Duty;
import org.homeward.calendar.Rosters.Turn;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@CalendarTest
@Tag("mysql")
class RostersTests {

    private static final Instant EIGHT = newYork("2026-07-02T08:00");
    private static final Instant NOON = newYork("2026-07-02T12:00");
    private static final Instant FIVE = newYork("2026-07-02T17:00");

    @Autowired
    Rosters rosters;

    @Autowired
    BusinessClock clock;

    @Autowired
    JdbcClient jdbc;

    @Test
    void namesWhoIsOnDutyBeforeWhoIsOnCall() {
        Turn call = rosters.add("team-a", "on-call-clinician", "dr-call", Duty.ON_CALL, EIGHT, FIVE);
        Turn duty = rosters.add("team-a", "on-call-clinician", "dr-duty", Duty.ON_DUTY, EIGHT, FIVE);
        rosters.add("team-b", "on-call-clinician", "dr-else", Duty.ON_DUTY, EIGHT, FIVE);
        assertThat(rosters.at("team-a", "on-call-clinician", NOON)).containsExactly(duty, call);
        assertThat(rosters.at("team-a", NOON)).containsExactly(duty, call);
        assertThat(rosters.at("team-a", "nurse", NOON)).isEmpty();

        rosters.remove(duty.id());
        assertThat(rosters.at("team-a", "on-call-clinician", NOON)).containsExactly(call);
    }

    @Test
    void aTurnLastsUntilJustBeforeItsEnd() {
        rosters.add("team-c", "nurse", "amy", Duty.ON_DUTY, EIGHT, FIVE);
        assertThat(rosters.onDuty("amy", "team-c", EIGHT)).isTrue();
        assertThat(rosters.onDuty("amy", "team-c", EIGHT.minusMillis(1))).isFalse();
        assertThat(rosters.onDuty("amy", "team-c", FIVE)).isFalse();
        assertThat(rosters.onDuty("amy", "team-a", NOON)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rosters.add("team-c", "nurse", "amy", Duty.ON_DUTY, FIVE, EIGHT));
    }

    @Test
    void theBusinessClockKeepsItsOffsetInTheDatabase() {
        Instant now = clock.shift(Duration.ofHours(5));
        long stored = jdbc.sql("select offset_millis from business_clock where id = 1")
                .query(Long.class)
                .single();
        assertThat(stored).isEqualTo(clock.offset().toMillis());
        assertThat(now).isCloseTo(clock.instant(), org.assertj.core.api.Assertions.within(1, ChronoUnit.MINUTES));
    }
}

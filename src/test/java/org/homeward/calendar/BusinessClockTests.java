package org.homeward.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BusinessClockTests {

    private static final Instant NOON = Instant.parse("2026-07-02T12:00:00Z");

    private final List<Duration> kept = new ArrayList<>();

    @Test
    void isTheSystemsTimeUntilItIsShifted() {
        assertThat(shiftable(Duration.ZERO).instant()).isEqualTo(NOON);
        assertThat(shiftable(Duration.ZERO).getZone()).isEqualTo(ZoneOffset.UTC);
    }

    @Test
    void movesOnTellsWhoListensAndKeepsItsOffset() {
        BusinessClock clock = shiftable(Duration.ZERO);
        List<Instant> told = new ArrayList<>();
        clock.onShift(told::add);
        Clock elsewhere = clock.withZone(ZoneId.of("America/New_York"));

        clock.advanceTo(NOON.plus(Duration.ofDays(30)));

        assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofDays(30))).isEqualTo(elsewhere.instant());
        assertThat(told).containsExactly(clock.instant());
        assertThat(kept).containsExactly(Duration.ofDays(30));
        clock.shift(Duration.ofDays(-30));
        assertThat(clock.instant()).isEqualTo(NOON);
    }

    @Test
    void goesOnFromWhereAnEarlierRunLeftIt() {
        BusinessClock clock = shiftable(Duration.ofDays(3));
        assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofDays(3)));
        clock.shift(Duration.ofDays(1));
        assertThat(clock.offset()).isEqualTo(Duration.ofDays(4));
    }

    @Test
    void neverAdvancesBackwardNorShortOfTheMoment() {
        BusinessClock clock = shiftable(Duration.ZERO);
        clock.advanceTo(NOON.minusSeconds(1));
        assertThat(clock.instant()).isEqualTo(NOON);
        assertThat(clock.advanceTo(NOON.plusNanos(1_500_001))).isEqualTo(NOON.plusMillis(2));
    }

    @Test
    void refusesToBeShiftedInProduction() {
        BusinessClock clock = new BusinessClock(Clock.fixed(NOON, ZoneOffset.UTC), false, Duration.ZERO, kept::add);
        assertThatIllegalStateException().isThrownBy(() -> clock.shift(Duration.ofDays(1)));
        assertThatIllegalStateException().isThrownBy(() -> clock.advanceTo(NOON.plusSeconds(60)));
        assertThatIllegalStateException().isThrownBy(() -> clock.advanceTo(NOON.minusSeconds(60)));
        assertThat(kept).isEmpty();
        assertThat(clock.instant()).isEqualTo(NOON);
    }

    @Test
    void refusesToServeAShiftedDatabaseInProduction() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        new BusinessClock(Clock.fixed(NOON, ZoneOffset.UTC), false, Duration.ofDays(1), kept::add))
                .withMessageContaining("shifted");
    }

    private BusinessClock shiftable(Duration offset) {
        return new BusinessClock(Clock.fixed(NOON, ZoneOffset.UTC), true, offset, kept::add);
    }
}

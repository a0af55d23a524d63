package org.homeward.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class MomentsTests {

    private static final ZoneId EASTERN = ZoneId.of("America/New_York");
    private static final ZoneId CENTRAL = ZoneId.of("America/Chicago");
    private final Moments when = new Moments(EASTERN, Instant.parse("2026-11-24T14:12:00Z"));

    @Test
    void namesTheDaysAroundNow() {
        assertThat(when.at(Instant.parse("2026-11-24T14:40:00Z"))).isEqualTo("Today, 9:40 AM");
        assertThat(when.at(Instant.parse("2026-11-25T04:59:00Z"))).isEqualTo("Today, 11:59 PM");
        assertThat(when.at(Instant.parse("2026-11-25T05:00:00Z"))).isEqualTo("Tomorrow, 12:00 AM");
        assertThat(when.inSentence(Instant.parse("2026-11-23T21:40:00Z"))).isEqualTo("yesterday, 4:40 PM");
        assertThat(when.at(Instant.parse("2026-11-19T21:40:00Z"))).isEqualTo("Thu, Nov 19, 4:40 PM");
        assertThat(when.at(Instant.parse("2027-01-04T15:00:00Z"))).isEqualTo("Mon, Jan 4, 2027, 10:00 AM");
    }

    @Test
    void aClockThatRunsToTheEndOfADaySaysSo() {
        assertThat(when.due(Instant.parse("2026-11-25T04:59:59Z"), EASTERN)).isEqualTo("today, end of day");
        assertThat(when.due(Instant.parse("2026-11-25T05:00:00Z"), EASTERN)).isEqualTo("today, end of day");
        assertThat(when.due(Instant.parse("2026-11-24T21:00:00Z"), EASTERN)).isEqualTo("today, 4:00 PM");
    }

    @Test
    void theEndOfThePatientsDayIsNotTheTeams() {
        assertThat(when.due(Instant.parse("2026-11-25T05:59:59Z"), CENTRAL))
                .isEqualTo("today, end of day where the patient is");
    }

    @Test
    void tellsHowMuchTimeIsLeft() {
        assertThat(when.left(Instant.parse("2026-11-24T17:32:00Z"))).isEqualTo("3 h 20 min left");
        assertThat(when.left(Instant.parse("2026-11-22T14:12:00Z"))).isEqualTo("2 days late");
        assertThat(when.span(Duration.ofSeconds(20))).isEqualTo("1 min");
    }
}

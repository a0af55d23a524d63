package org.homeward.worklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.homeward.calendar.TeamCalendars;
import org.junit.jupiter.api.Test;

class FormZonesTests {

    private static final Clock WINTER = Clock.fixed(Instant.parse("2026-12-01T15:00:00Z"), ZoneOffset.UTC);
    private final TeamCalendars calendars = mock(RETURNS_DEEP_STUBS);
    private final FormZones zones = new FormZones(calendars, WINTER);

    @Test
    void aTimeSaysWhoseItIsWhereTheClocksDiffer() {
        when(calendars.of("north").zone()).thenReturn(ZoneId.of("America/New_York"));

        assertThat(zones.of("north", ZoneId.of("America/Chicago")))
                .isEqualTo(new FormZones.Zones("Central Time, where the patient is", "Eastern Time, the team's"));
        assertThat(zones.of("north", ZoneId.of("America/Detroit")))
                .as("another zone, the same time")
                .isNull();
        assertThat(zones.of("north", null)).isNull();
    }
}

package org.homeward.calendar;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hold what the clocks need to know about a subject.
 *
 * @param patientZone where days are counted and calls are made
 * @param anchors the moments its rules count from, by name
 */
public record ClockSubject(
        UUID subjectId,
        UUID episodeId,
        String teamId,
        ZoneId patientZone,
        @Nullable String riskTier,
        Map<String, Instant> anchors) {}

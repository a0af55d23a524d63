package org.homeward.episode;

import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.homeward.episode.Standing.Stage;
import org.jspecify.annotations.Nullable;

/** Give the surroundings of a subject: what clocks, worklist and walls need to know of its episode. */
public record EpisodeContext(
        UUID subjectId,
        String subjectKind,
        UUID episodeId,
        UUID patientId,
        String organizationId,
        String teamId,
        @Nullable String careManager,
        Stage stage,
        ZoneId zone,
        @Nullable String tier,
        Instant dischargedAt,
        Instant receivedAt) {}

package org.homeward.episode;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.homeward.calendar.ClockSubject;
import org.homeward.calendar.ClockSubjects;
import org.springframework.stereotype.Component;

/** Tells the clocks what they run from: the discharge, its receipt, and what modules know of their own subjects. */
@Component
class EpisodeClockSubjects implements ClockSubjects {

    private final EpisodeDirectory directory;
    private final List<AnchorSource> anchors;

    EpisodeClockSubjects(EpisodeDirectory directory, List<AnchorSource> anchors) {
        this.directory = directory;
        this.anchors = anchors;
    }

    @Override
    public ClockSubject of(UUID subjectId) {
        var context = directory.contextOf(subjectId);
        var moments = new HashMap<String, Instant>();
        moments.put("discharge", context.dischargedAt());
        moments.put("receipt", context.receivedAt());
        for (var source : anchors) {
            if (source.subjectKind().equals(context.subjectKind())) {
                moments.putAll(source.anchorsOf(subjectId));
            }
        }
        return new ClockSubject(
                subjectId, context.episodeId(), context.teamId(), context.zone(), context.tier(), moments);
    }
}

package org.homeward.episode;

import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.homeward.calendar.Deadlines;
import org.homeward.calendar.TeamCalendars;
import org.springframework.stereotype.Component;

/** Keeps an episode's clocks as deadlines. */
@Component
class DeadlineClocks implements EpisodeClocks {

    private final Deadlines deadlines;
    private final TeamCalendars calendars;

    DeadlineClocks(Deadlines deadlines, TeamCalendars calendars) {
        this.deadlines = deadlines;
        this.calendars = calendars;
    }

    @Override
    public ZoneId zoneOf(String teamId) {
        return calendars.of(teamId).zone();
    }

    @Override
    public void reanchor(UUID episodeId, String anchor, Instant instant, String reason) {
        deadlines.reanchor(episodeId, anchor, instant, reason);
    }

    @Override
    public void tierChanged(UUID episodeId, String reason) {
        deadlines.applyTermsAgain(episodeId, reason);
    }

    @Override
    public void stopAll(UUID episodeId, String reason) {
        deadlines.stop(episodeId, reason);
    }

    @Override
    public void voidAll(UUID episodeId, String reason) {
        deadlines.voidAll(episodeId, reason);
    }
}

package org.homeward.escalation;

import java.time.Duration;
import java.time.Instant;
import org.homeward.calendar.TeamCalendar;
import org.homeward.calendar.TeamCalendars;
import org.springframework.stereotype.Component;

/** Find when somebody of a team is there next. */
@Component
class StaffedTime {

    private static final Duration HORIZON = Duration.ofDays(35);
    private static final Duration STRIDE = Duration.ofMinutes(15);
    private static final Duration STEP = Duration.ofMinutes(1);

    private final TeamCalendars teams;

    StaffedTime(TeamCalendars teams) {
        this.teams = teams;
    }

    /** That moment itself when somebody is there, or when nobody comes for weeks: waiting longer would be silence. */
    Instant from(String teamId, Instant at) {
        TeamCalendar team = teams.of(teamId);
        if (team.staffedAt(at)) {
            return at;
        }
        Instant whole = at.truncatedTo(java.time.temporal.ChronoUnit.MINUTES);
        for (Instant probe = whole; probe.isBefore(at.plus(HORIZON)); probe = probe.plus(STRIDE)) {
            if (team.staffedAt(probe)) {
                Instant opens = probe;
                while (opens.minus(STEP).isAfter(at) && team.staffedAt(opens.minus(STEP))) {
                    opens = opens.minus(STEP);
                }
                return opens.isBefore(at) ? at : opens;
            }
        }
        return at;
    }
}

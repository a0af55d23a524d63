package org.homeward.worklist;

import java.time.Clock;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.Locale;
import org.homeward.calendar.TeamCalendars;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says whose clock a form's times are on, where the team's and the patient's differ. */
@Component
public class FormZones {

    /** As the form's property {@code clock} of a time names them: "Central Time, where the patient is". */
    public record Zones(String patient, String team) {}

    private final TeamCalendars calendars;
    private final Clock clock;

    FormZones(TeamCalendars calendars, Clock clock) {
        this.calendars = calendars;
        this.clock = clock;
    }

    /** @return null when both clocks show the same time, or the patient's is not known */
    public @Nullable Zones of(String teamId, @Nullable ZoneId patient) {
        ZoneId team = calendars.of(teamId).zone();
        var now = clock.instant();
        return patient == null
                        || patient.getRules()
                                .getOffset(now)
                                .equals(team.getRules().getOffset(now))
                ? null
                : new Zones(words(patient) + ", where the patient is", words(team) + ", the team's");
    }

    private static String words(ZoneId zone) {
        return zone.getDisplayName(TextStyle.FULL_STANDALONE, Locale.US);
    }
}

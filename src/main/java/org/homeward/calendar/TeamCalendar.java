package org.homeward.calendar;

import java.time.Instant;
import java.time.ZoneId;

/** Gather what the clocks need to know about the team that owns an episode. */
public record TeamCalendar(
        String teamId, BusinessCalendar businessDays, StaffedHours staffedHours, CallingWindow callingWindow) {

    public ZoneId zone() {
        return staffedHours.zone();
    }

    /** Says whether somebody of the team is there. */
    public boolean staffedAt(Instant instant) {
        return staffedHours.staffedAt(instant, businessDays);
    }

    /** Hours, holidays or calling window of a team changed, or of every team when the id is {@code *}. */
    public record Changed(String teamId, String reason) {}
}

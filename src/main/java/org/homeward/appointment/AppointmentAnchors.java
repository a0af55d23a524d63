package org.homeward.appointment;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.homeward.episode.AnchorSource;
import org.springframework.stereotype.Component;

/** Lets clocks run from the time a visit is booked for. */
@Component
class AppointmentAnchors implements AnchorSource {

    private final AppointmentRows rows;

    AppointmentAnchors(AppointmentRows rows) {
        this.rows = rows;
    }

    @Override
    public String subjectKind() {
        return "appointment";
    }

    @Override
    public Map<String, Instant> anchorsOf(UUID subjectId) {
        return rows.findById(subjectId)
                .map(Appointment::startsAt)
                .map(startsAt -> Map.of("appointment", startsAt))
                .orElse(Map.of());
    }
}

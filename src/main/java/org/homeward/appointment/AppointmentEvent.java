package org.homeward.appointment;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/**
 * Record one step in the history of an appointment: each booking, change, miss and visit.
 *
 * @param startsAt what it was booked for then
 * @param actor a person's id, or {@code homeward}
 * @param evidence JSON of what was filled in, or null
 */
public record AppointmentEvent(
        @Id UUID id,
        @Version @Nullable Integer version,
        UUID appointmentId,
        Instant at,
        Appointment.Status status,
        @Nullable Instant startsAt,
        String words,
        String actor,
        @Nullable String evidence) {}

package org.homeward.appointment;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.homeward.episode.Duties;
import org.homeward.episode.Duty;
import org.homeward.episode.ItemSource;
import org.homeward.episode.PromiseSource;
import org.homeward.episode.StepSource;
import org.homeward.worklist.FormTimes;
import org.springframework.stereotype.Component;

/**
 * Offer the open visits and tests to the model of a transition, and the booked ones to whoever has to call them off; and
 * end what waits for one that is settled.
 */
@Component
class AppointmentItems implements ItemSource, PromiseSource, StepSource {

    private final Appointments appointments;
    private final Duties duties;
    private final Clock clock;

    AppointmentItems(Appointments appointments, Duties duties, Clock clock) {
        this.appointments = appointments;
        this.duties = duties;
        this.clock = clock;
    }

    @Override
    public Set<String> kinds() {
        return Set.of("appointment", "added-appointment");
    }

    /** What came while the process runs is what no step has taken up yet. */
    @Override
    public List<UUID> open(UUID episodeId, String kind) {
        boolean addedOnly = kind.equals("added-appointment");
        return appointments.open(episodeId).stream()
                .filter(appointment ->
                        !addedOnly || !duties.get(appointment.dutyId()).isTakenUp())
                .map(Appointment::id)
                .toList();
    }

    @Override
    public Duty.Kind kind() {
        return Duty.Kind.APPOINTMENT;
    }

    /** What is known of it may have come while no step waited for that, such as a visit before its booked time. */
    @Override
    public Optional<Ending> endingOf(UUID dutyId) {
        return appointments.ofDuty(dutyId).filter(Appointment::isConcluded).flatMap(appointment -> Optional.ofNullable(
                        appointment.processInstanceId())
                .map(instance -> new Ending(
                        instance,
                        appointment.status() == Appointment.Status.FULFILLED
                                ? "EndEvent_VisitAttended"
                                : "EndEvent_VisitNotNeeded")));
    }

    @Override
    public List<String> promised(UUID episodeId) {
        return appointments.of(episodeId).stream()
                .filter(appointment -> appointment.status() == Appointment.Status.BOOKED
                        && appointment.startsAt() != null
                        && appointment.startsAt().isAfter(clock.instant()))
                .map(appointment -> appointment.label() + ", booked for "
                        + FormTimes.words(appointment.startsAt(), appointment.zone()))
                .toList();
    }
}

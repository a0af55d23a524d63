package org.homeward.appointment;

import java.util.List;
import java.util.UUID;
import org.springframework.data.repository.ListCrudRepository;

interface AppointmentEvents extends ListCrudRepository<AppointmentEvent, UUID> {

    List<AppointmentEvent> findByAppointmentIdOrderById(UUID appointmentId);
}

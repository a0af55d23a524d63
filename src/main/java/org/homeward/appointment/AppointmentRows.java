package org.homeward.appointment;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.relational.core.sql.LockMode;
import org.springframework.data.relational.repository.Lock;
import org.springframework.data.repository.ListCrudRepository;

interface AppointmentRows extends ListCrudRepository<Appointment, UUID> {

    /** A booking by telephone and one by message at the same moment take turns. */
    @Lock(LockMode.PESSIMISTIC_WRITE)
    Optional<Appointment> findOneById(UUID id);

    Optional<Appointment> findByDutyId(UUID dutyId);

    List<Appointment> findByEpisodeIdOrderById(UUID episodeId);
}

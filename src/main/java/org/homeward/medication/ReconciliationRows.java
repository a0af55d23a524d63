package org.homeward.medication;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.relational.core.sql.LockMode;
import org.springframework.data.relational.repository.Lock;
import org.springframework.data.repository.ListCrudRepository;

interface ReconciliationRows extends ListCrudRepository<Reconciliation, UUID> {

    /** A message that changes a list and a person who signs at the same moment take turns. */
    @Lock(LockMode.PESSIMISTIC_WRITE)
    Optional<Reconciliation> findOneById(UUID id);

    Optional<Reconciliation> findByDutyId(UUID dutyId);

    Optional<Reconciliation> findByEpisodeId(UUID episodeId);
}

package org.homeward.outreach;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.relational.core.sql.LockMode;
import org.springframework.data.relational.repository.Lock;
import org.springframework.data.repository.ListCrudRepository;

interface OutreachRows extends ListCrudRepository<Outreach, UUID> {

    /** Whoever records something has the row to themselves: a call and a call-back at the same moment take turns. */
    @Lock(LockMode.PESSIMISTIC_WRITE)
    Optional<Outreach> findOneById(UUID id);

    Optional<Outreach> findByDutyId(UUID dutyId);

    List<Outreach> findByEpisodeIdOrderById(UUID episodeId);
}

package org.homeward.referral;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.relational.core.sql.LockMode;
import org.springframework.data.relational.repository.Lock;
import org.springframework.data.repository.ListCrudRepository;

interface ReferralLoopRows extends ListCrudRepository<ReferralLoop, UUID> {

    /** A link that tells something and a person who does at the same moment take turns. */
    @Lock(LockMode.PESSIMISTIC_WRITE)
    Optional<ReferralLoop> findOneById(UUID id);

    List<ReferralLoop> findByEpisodeIdOrderById(UUID episodeId);

    List<ReferralLoop> findFirst500ByTeamIdInAndClosedAtIsNullOrderByOpenedAt(Collection<String> teamIds);
}

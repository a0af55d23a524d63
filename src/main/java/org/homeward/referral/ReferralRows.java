package org.homeward.referral;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.repository.ListCrudRepository;

interface ReferralRows extends ListCrudRepository<Referral, UUID> {

    List<Referral> findByLoopIdOrderByAttempt(UUID loopId);

    List<Referral> findByEpisodeIdOrderById(UUID episodeId);

    List<Referral> findByLoopIdIn(Collection<UUID> loopIds);

    List<Referral> findByProgrammeId(UUID programmeId);

    List<Referral> findByRecipientEmail(String email);
}

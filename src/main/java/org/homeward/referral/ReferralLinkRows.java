package org.homeward.referral;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.relational.core.sql.LockMode;
import org.springframework.data.relational.repository.Lock;
import org.springframework.data.repository.ListCrudRepository;

interface ReferralLinkRows extends ListCrudRepository<ReferralLink, UUID> {

    Optional<ReferralLink> findByTokenHashOrPreviousHash(String tokenHash, String previousHash);

    List<ReferralLink> findByReferralIdOrderById(UUID referralId);

    /** Two who guess at the same moment are counted both. */
    @Lock(LockMode.PESSIMISTIC_WRITE)
    Optional<ReferralLink> findOneById(UUID id);
}

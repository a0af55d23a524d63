package org.homeward.referral;

import java.util.List;
import java.util.UUID;
import org.springframework.data.repository.ListCrudRepository;

interface ReferralTransitions extends ListCrudRepository<ReferralTransition, UUID> {

    List<ReferralTransition> findByReferralIdOrderBySeq(UUID referralId);
}

package org.homeward.risk;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.ListCrudRepository;

interface RiskAssessments extends ListCrudRepository<RiskAssessment, UUID> {

    Optional<RiskAssessment> findFirstByEpisodeIdOrderByComputedAtDescIdDesc(UUID episodeId);
}

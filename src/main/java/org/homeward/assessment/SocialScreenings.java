package org.homeward.assessment;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;

interface SocialScreenings extends ListCrudRepository<SocialScreening, UUID> {

    @Query("select * from social_screening where episode_id = :episodeId order by id desc")
    List<SocialScreening> findByEpisode(String episodeId);
}

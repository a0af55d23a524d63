package org.homeward.assessment;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;

interface SocialNeedRows extends ListCrudRepository<SocialNeed, UUID> {

    @Query("select * from social_need where episode_id = :episodeId order by id")
    List<SocialNeed> findByEpisode(String episodeId);
}

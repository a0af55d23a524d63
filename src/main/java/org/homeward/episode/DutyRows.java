package org.homeward.episode;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;

interface DutyRows extends ListCrudRepository<Duty, UUID> {

    @Query("SELECT * FROM duty WHERE episode_id = :episodeId ORDER BY id")
    List<Duty> findByEpisode(String episodeId);
}

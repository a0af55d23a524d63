package org.homeward.episode;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;

/** Load and store episodes. Only this module saves. */
public interface Episodes extends ListCrudRepository<Episode, UUID> {

    @Query("SELECT * FROM episode WHERE source_facility = :facility AND visit_number = :number"
            + " ORDER BY sequence DESC LIMIT 1")
    Optional<Episode> findLatest(String facility, String number);

    @Query("SELECT * FROM episode WHERE patient_id = :patientId ORDER BY discharged_at DESC, sequence DESC")
    List<Episode> findByPatient(String patientId);

    /** Those of these patients that the teams work, the newest discharge first. */
    @Query("SELECT * FROM episode WHERE patient_id IN (:patientIds) AND team_id IN (:teamIds)"
            + " ORDER BY discharged_at DESC, sequence DESC")
    List<Episode> findByPatientsAndTeams(Collection<String> patientIds, Collection<String> teamIds);

    /** What the teams have under way, the newest discharge first. */
    @Query("SELECT * FROM episode WHERE team_id IN (:teamIds) AND stage <> 'ENDED'"
            + " ORDER BY discharged_at DESC, id LIMIT 20")
    List<Episode> findNewestUnderWay(Collection<String> teamIds);

    /** Whether this installation has ever carried a patient. */
    @Query("SELECT EXISTS (SELECT 1 FROM episode)")
    boolean anyEver();

    @Query("SELECT id FROM episode WHERE process_instance_id IS NOT NULL"
            + " AND (assessed_stage IS NULL OR assessed_stage <> stage) ORDER BY id LIMIT 100")
    List<String> findLagging();
}

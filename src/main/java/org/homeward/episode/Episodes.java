package org.homeward.episode;

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

    @Query("SELECT id FROM episode WHERE process_instance_id IS NOT NULL"
            + " AND (assessed_stage IS NULL OR assessed_stage <> stage) ORDER BY id LIMIT 100")
    List<String> findLagging();
}

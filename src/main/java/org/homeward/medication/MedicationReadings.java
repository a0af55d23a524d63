package org.homeward.medication;

import java.util.List;
import java.util.UUID;
import org.springframework.data.repository.ListCrudRepository;

interface MedicationReadings extends ListCrudRepository<MedicationReading, UUID> {

    List<MedicationReading> findByReconciliationIdOrderById(UUID reconciliationId);
}

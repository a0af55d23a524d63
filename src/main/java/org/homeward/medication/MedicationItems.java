package org.homeward.medication;

import java.util.List;
import java.util.UUID;
import org.springframework.data.repository.ListCrudRepository;

interface MedicationItems extends ListCrudRepository<MedicationItem, UUID> {

    List<MedicationItem> findByReconciliationIdOrderById(UUID reconciliationId);
}

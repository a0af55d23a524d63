package org.homeward.medication;

import java.util.List;
import java.util.UUID;
import org.springframework.data.repository.ListCrudRepository;

interface ToldLists extends ListCrudRepository<ToldList, UUID> {

    List<ToldList> findByReconciliationIdOrderById(UUID reconciliationId);
}

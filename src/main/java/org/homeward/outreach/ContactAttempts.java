package org.homeward.outreach;

import java.util.List;
import java.util.UUID;
import org.springframework.data.repository.ListCrudRepository;

interface ContactAttempts extends ListCrudRepository<ContactAttempt, UUID> {

    List<ContactAttempt> findByOutreachIdOrderByAtAscIdAsc(UUID outreachId);
}

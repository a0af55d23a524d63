package org.homeward.episode.process;

import java.util.Collection;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.homeward.engine.ModelBean;
import org.homeward.engine.ProcessStarts;
import org.homeward.episode.OpenItems;
import org.springframework.stereotype.Component;

/** Reads {@code ${items.of(execution, 'referral')}}: the subjects of a multi-instance step. */
@Component("items")
public class Items implements ModelBean {

    private final OpenItems open;

    Items(OpenItems open) {
        this.open = open;
    }

    public Collection<String> of(DelegateExecution execution, String kind) {
        var subject = UUID.fromString((String) execution.getVariable(ProcessStarts.SUBJECT));
        return open.of(subject, kind).stream().map(UUID::toString).toList();
    }
}

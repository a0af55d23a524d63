package org.homeward.escalation;

import java.util.Map;
import org.homeward.worklist.TaskForm;
import org.homeward.worklist.WorkItem;
import org.springframework.stereotype.Component;

/** Say what became of a missed step; the words stay with the form, the ledger keeps the code. */
@Component
class ResolveEscalation implements TaskForm {

    private final Escalations escalations;

    ResolveEscalation(Escalations escalations) {
        this.escalations = escalations;
    }

    @Override
    public String form() {
        return "resolve-escalation";
    }

    @Override
    public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
        escalations.resolve(item.subjectId(), personId, String.valueOf(data.get("reason")));
        return Map.of();
    }
}

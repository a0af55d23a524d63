package org.homeward.outreach;

import java.util.Map;
import java.util.function.Function;
import org.homeward.engine.Faults;
import org.homeward.engine.Refused;
import org.homeward.worklist.WorkItem;
import org.homeward.worklist.Worklist;
import org.springframework.stereotype.Component;

/** Lets a form of an outreach's step write, unless somebody else has settled that step at the same moment. */
@Component
class OutreachForm {

    private static final String FASTER =
            "Somebody else has recorded a contact with this patient at the same moment. Reload and look.";

    private final Outreaches outreaches;
    private final Worklist worklist;

    OutreachForm(Outreaches outreaches, Worklist worklist) {
        this.outreaches = outreaches;
        this.worklist = worklist;
    }

    Map<String, Object> writing(WorkItem item, Function<Outreach, Map<String, Object>> write) {
        try {
            Outreach outreach = outreaches.lock(item.subjectId());
            // whoever held it before may have taken the step away; committed by now, and so seen here
            if (worklist.find(item.taskId()).isEmpty() || outreach.isConcluded()) {
                throw new Refused(Refused.Kind.CONFLICT, FASTER);
            }
            return write.apply(outreach);
        } catch (RuntimeException failed) {
            throw Faults.raced(failed) ? new Refused(Refused.Kind.CONFLICT, FASTER) : failed;
        }
    }
}

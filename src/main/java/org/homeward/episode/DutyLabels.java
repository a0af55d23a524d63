package org.homeward.episode;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.homeward.worklist.SubjectLabels;
import org.springframework.stereotype.Component;

/** What was ordered, where the kind of duty alone does not say it. */
@Component
class DutyLabels implements SubjectLabels {

    private static final Set<Duty.Kind> SEVERAL = Set.of(
            Duty.Kind.REFERRAL,
            Duty.Kind.PENDING_RESULT,
            Duty.Kind.SERVICE,
            Duty.Kind.ADDED_ORDER,
            Duty.Kind.URGENT_ORDER);

    private final DutyRows duties;

    DutyLabels(DutyRows duties) {
        this.duties = duties;
    }

    @Override
    public Map<UUID, String> of(Collection<UUID> subjectIds) {
        Map<UUID, String> labels = new HashMap<>();
        for (Duty duty : duties.findAllById(subjectIds)) {
            if (SEVERAL.contains(duty.kind())) {
                labels.put(duty.id(), duty.description());
            }
        }
        return labels;
    }
}

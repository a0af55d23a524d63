package org.homeward.escalation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homeward.engine.Refused;
import org.homeward.security.People;
import org.homeward.worklist.TaskForm;
import org.homeward.worklist.WorkItem;
import org.springframework.stereotype.Component;

/** Answer for a missed step: see to it that it is done, or take it over. */
@Component
class AcknowledgeEscalation implements TaskForm {

    private static final String ACTION = "action";
    private static final String TAKE_OVER = "TAKE_OVER";

    private final Escalations escalations;
    private final EscalationRows rows;
    private final MissedWork work;
    private final People people;

    AcknowledgeEscalation(Escalations escalations, EscalationRows rows, MissedWork work, People people) {
        this.escalations = escalations;
        this.rows = rows;
        this.work = work;
        this.people = people;
    }

    @Override
    public String form() {
        return "acknowledge-escalation";
    }

    @Override
    public List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
        if (!TAKE_OVER.equals(data.get(ACTION))) {
            return List.of();
        }
        Optional<WorkItem> step = rows.find(item.subjectId()).flatMap(found -> work.of(found.missed()));
        if (step.isEmpty()) {
            return List.of(
                    new Refused.Field(ACTION, "No task of this step is open at the moment. Acknowledge it instead."));
        }
        String role = step.get().role();
        boolean may = Optional.ofNullable(item.assignee())
                .flatMap(people::find)
                .map(person -> person.memberships().stream()
                        .anyMatch(membership -> membership.teamId().equals(item.teamId())
                                && membership.role().code().equals(role)))
                .orElse(false);
        return may
                ? List.of()
                : List.of(new Refused.Field(
                        ACTION, "This step is for the role “" + role + "”. Acknowledge it and find somebody."));
    }

    @Override
    public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
        if (TAKE_OVER.equals(data.get(ACTION))) {
            escalations.takeOver(item.subjectId(), personId);
        } else {
            escalations.acknowledge(item.subjectId(), personId);
        }
        return Map.of();
    }
}

package org.homeward.escalation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homeward.calendar.TeamCalendars;
import org.homeward.engine.Refused;
import org.homeward.worklist.FormTimes;
import org.homeward.worklist.TaskForm;
import org.homeward.worklist.WorkItem;
import org.springframework.stereotype.Component;

/**
 * Say what became of a missed step, and when somebody looks at it again; the words stay with the form, the ledger keeps
 * the code. A step that is done closes its escalation by itself.
 */
@Component
class ResolveEscalation implements TaskForm {

    static final Duration LATEST = Duration.ofDays(14);

    private final Escalations escalations;
    private final TeamCalendars calendars;
    private final Clock clock;

    ResolveEscalation(Escalations escalations, TeamCalendars calendars, Clock clock) {
        this.escalations = escalations;
        this.calendars = calendars;
        this.clock = clock;
    }

    @Override
    public String form() {
        return "resolve-escalation";
    }

    @Override
    public List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
        Instant now = clock.instant();
        return lookAgainAt(item, data)
                        .filter(at -> at.isAfter(now) && !at.isAfter(now.plus(LATEST)))
                        .isPresent()
                ? List.of()
                : List.of(new Refused.Field(
                        "lookAgainAt", "Fill in when the step is looked at again, within the next 14 days."));
    }

    @Override
    public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
        escalations.resolve(
                item.subjectId(),
                personId,
                String.valueOf(data.get("reason")),
                lookAgainAt(item, data).orElseThrow());
        return Map.of();
    }

    private Optional<Instant> lookAgainAt(WorkItem item, Map<String, Object> data) {
        ZoneId zone = calendars.of(item.teamId()).zone();
        return FormTimes.instant(data.get("lookAgainAt"), zone);
    }
}

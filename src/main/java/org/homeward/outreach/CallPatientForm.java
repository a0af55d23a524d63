package org.homeward.outreach;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.homeward.engine.Refused;
import org.homeward.outreach.ContactAttempt.Direction;
import org.homeward.worklist.TaskForm;
import org.homeward.worklist.WorkItem;
import org.springframework.stereotype.Component;

/** The call sheet, filled in by whoever calls. One tap is enough for no answer, voicemail or busy. */
@Component
class CallPatientForm implements TaskForm {

    private final CallSheets sheets;
    private final OutreachForm form;
    private final Clock clock;

    CallPatientForm(CallSheets sheets, OutreachForm form, Clock clock) {
        this.sheets = sheets;
        this.form = form;
        this.clock = clock;
    }

    @Override
    public String form() {
        return CallSheets.FORM;
    }

    @Override
    public Map<String, Object> prefill(WorkItem item) {
        return sheets.prefill(item.subjectId());
    }

    @Override
    public List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
        return sheets.problems(item.subjectId(), data);
    }

    @Override
    public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
        return form.writing(item, outreach -> {
            CallSheets.Applied applied = sheets.apply(outreach, data, Direction.OUTGOING, clock.instant(), personId);
            return Map.of(
                    "contactOutcome",
                    applied.routing(),
                    "urgency",
                    applied.urgency().name());
        });
    }
}

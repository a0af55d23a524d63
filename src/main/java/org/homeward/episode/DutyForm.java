package org.homeward.episode;

import java.util.List;
import java.util.Map;
import org.homeward.engine.Refused;
import org.homeward.worklist.TaskForm;
import org.homeward.worklist.WorkItem;

/** The form of one plain duty: shows what is known already, and closes the duty with what came of it. */
final class DutyForm implements TaskForm {

    interface Check {
        List<Refused.Field> problems(WorkItem item, Map<String, Object> data);
    }

    interface Closing {
        void close(WorkItem item, Map<String, Object> data, String personId);
    }

    private final String form;
    private final DutyAnswers answers;
    private final Check check;
    private final Closing closing;
    private final boolean ownProcess;

    private DutyForm(String form, DutyAnswers answers, Check check, Closing closing, boolean ownProcess) {
        this.form = form;
        this.answers = answers;
        this.check = check;
        this.closing = closing;
        this.ownProcess = ownProcess;
    }

    /** Of a step of the spine. */
    static DutyForm ofStep(String form, DutyAnswers answers, Check check, Closing closing) {
        return new DutyForm(form, answers, check, closing, false);
    }

    /** Of a process of its own, which hands back how the duty ended. */
    static DutyForm ofProcess(String form, DutyAnswers answers, Check check, Closing closing) {
        return new DutyForm(form, answers, check, closing, true);
    }

    @Override
    public String form() {
        return form;
    }

    @Override
    public Map<String, Object> prefill(WorkItem item) {
        return answers.hintsFor(item);
    }

    @Override
    public List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
        return check.problems(item, data);
    }

    @Override
    public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
        closing.close(item, data, personId);
        return ownProcess ? answers.outcomeOf(item) : Map.of();
    }
}

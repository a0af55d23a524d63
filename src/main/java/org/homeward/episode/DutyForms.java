package org.homeward.episode;

import static org.homeward.episode.DutyAnswers.is;
import static org.homeward.episode.DutyAnswers.text;
import static org.homeward.episode.DutyAnswers.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.homeward.engine.Refused;
import org.homeward.worklist.TaskForm;
import org.homeward.worklist.WorkItem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The plain duties of a transition, each closed by a person with an outcome or a receiver. */
@Configuration(proxyBeanMethods = false)
class DutyForms {

    private final DutyAnswers answers;

    DutyForms(DutyAnswers answers) {
        this.answers = answers;
    }

    @Bean
    TaskForm obtainDischargeSummary() {
        return DutyForm.ofStep(
                "obtain-discharge-summary",
                answers,
                (item, data) -> answers.pastDays(item, data, "receivedOn"),
                (item, data, by) -> answers.done(
                        item,
                        is(data, "summaryOutcome", "OBTAINED")
                                ? "Obtained on " + text(data, "receivedOn") + " from " + words(data, "source")
                                : "Cannot be had: " + text(data, "reason"),
                        data,
                        by));
    }

    @Bean
    TaskForm notifyPcp() {
        return DutyForm.ofStep(
                "notify-pcp",
                answers,
                (item, data) -> answers.pastMoments(item, data, "notifiedAt"),
                (item, data, by) -> answers.done(
                        item,
                        switch (text(data, "noticeOutcome")) {
                            case "NOTIFIED" ->
                                "Told on " + text(data, "notifiedAt").replace('T', ' ') + ", received by "
                                        + text(data, "receivedBy");
                            case "NO_PCP" -> "The patient has no PCP: " + text(data, "reason");
                            default -> "Could not be told: " + text(data, "reason");
                        },
                        data,
                        by));
    }

    @Bean
    TaskForm followPendingResult() {
        return DutyForm.ofProcess("follow-pending-result", answers, this::whenAndHandOff, (item, data, by) -> {
            switch (text(data, "resultOutcome")) {
                case "REVIEWED" ->
                    answers.done(
                            item,
                            "Result of " + text(data, "resultedOn") + " reviewed by " + text(data, "reviewedBy")
                                    + (is(data, "action", "NONE")
                                            ? "; changes nothing"
                                            : "; " + text(data, "actionWords")),
                            data,
                            by);
                case "HANDED_OFF" -> answers.handedOff(item, "Result handed off", text(data, "receiver"), data, by);
                default -> answers.done(item, "Not performed: " + text(data, "reason"), data, by);
            }
        });
    }

    @Bean
    TaskForm confirmService() {
        return DutyForm.ofProcess("confirm-service", answers, this::whenAndHandOff, (item, data, by) -> {
            switch (text(data, "serviceOutcome")) {
                case "STARTED" ->
                    answers.done(
                            item,
                            "Started on " + text(data, "startedOn") + ", confirmed with the "
                                    + words(data, "confirmedWith"),
                            data,
                            by);
                case "HANDED_OFF" -> answers.handedOff(item, "Service handed off", text(data, "receiver"), data, by);
                case "DECLINED" -> answers.declined(item, text(data, "reason"), by);
                default -> answers.done(item, words(data, "serviceOutcome") + ": " + text(data, "reason"), data, by);
            }
        });
    }

    @Bean
    TaskForm workAddedOrder() {
        return DutyForm.ofStep("work-added-order", answers, this::whenAndHandOff, (item, data, by) -> {
            switch (text(data, "orderOutcome")) {
                case "DONE" -> answers.done(item, "Done: " + text(data, "whatWasDone"), data, by);
                case "HANDED_OFF" -> answers.handedOff(item, "Handed off", text(data, "receiver"), data, by);
                case "DECLINED" -> answers.declined(item, text(data, "reason"), by);
                default -> answers.done(item, words(data, "orderOutcome") + ": " + text(data, "reason"), data, by);
            }
        });
    }

    private List<Refused.Field> whenAndHandOff(WorkItem item, Map<String, Object> data) {
        List<Refused.Field> problems = new ArrayList<>(answers.pastDays(item, data, "receivedOn", "startedOn"));
        problems.addAll(answers.pastMoments(item, data, "handedOffAt", "doneAt"));
        boolean handedOff = data.values().contains("HANDED_OFF");
        if (handedOff && text(data, "receiver").isEmpty()) {
            problems.add(new Refused.Field("receiver", "Fill in who has taken it over."));
        }
        return problems;
    }
}

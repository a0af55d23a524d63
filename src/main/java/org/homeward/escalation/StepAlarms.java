package org.homeward.escalation;

import java.util.HashSet;
import java.util.Set;
import org.homeward.engine.GivenUpSteps;
import org.homeward.notification.Alarms;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tells of each process that stands still because the engine gave a step of it up, as long as it does. By looking each
 * minute and not by the engine's events: a transaction that rolls back, or a node that dies, would leave an alarm too many
 * or one too few.
 */
@Component
class StepAlarms {

    private final GivenUpSteps steps;
    private final Alarms alarms;

    StepAlarms(GivenUpSteps steps, Alarms alarms) {
        this.steps = steps;
        this.alarms = alarms;
    }

    @Scheduled(
            initialDelayString = "${homeward.escalation.sweep-every:PT1M}",
            fixedDelayString = "${homeward.escalation.sweep-every:PT1M}")
    void sweep() {
        Set<String> told = new HashSet<>();
        alarms.openOf(Alarms.STEP_GIVEN_UP).forEach(alarm -> told.add(alarm.objectId()));
        Set<String> standing = new HashSet<>();
        for (GivenUpSteps.GivenUp step : steps.all()) {
            standing.add(step.jobId());
            if (!told.contains(step.jobId())) {
                alarms.raise(Alarms.STEP_GIVEN_UP, "step", step.jobId(), step.teamId());
            }
        }
        told.stream()
                .filter(job -> !standing.contains(job))
                .forEach(job -> alarms.clear(Alarms.STEP_GIVEN_UP, "step", job, "homeward"));
    }
}

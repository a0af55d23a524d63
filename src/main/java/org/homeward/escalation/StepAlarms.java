package org.homeward.escalation;

import org.homeward.engine.GivenUpSteps;
import org.homeward.notification.Alarms;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells operators of a process that stands still because the engine gave a step of it up. */
@Component
class StepAlarms {

    private final Alarms alarms;

    StepAlarms(Alarms alarms) {
        this.alarms = alarms;
    }

    @EventListener
    void givenUp(GivenUpSteps.GivenUp step) {
        alarms.raise(Alarms.STEP_GIVEN_UP, "step", step.jobId(), step.teamId());
    }

    @EventListener
    void over(GivenUpSteps.Over step) {
        alarms.clear(Alarms.STEP_GIVEN_UP, "step", step.jobId(), "homeward");
    }
}

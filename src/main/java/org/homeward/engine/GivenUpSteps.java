package org.homeward.engine;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.incident.DefaultIncidentHandler;
import org.camunda.bpm.engine.impl.incident.IncidentContext;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Steps that the engine does by itself, tried as often as it may and given up: a process stands still until somebody acts. */
@Component
public class GivenUpSteps {

    /**
     * A step was given up; told in the transaction that does it.
     *
     * @param teamId whose process stands still
     */
    public record GivenUp(String jobId, @Nullable String teamId) {}

    /** A step that had been given up is tried again, or has gone with its process. */
    public record Over(String jobId) {}

    private final ManagementService management;

    GivenUpSteps(ManagementService management) {
        this.management = management;
    }

    /**
     * Has a step tried once more.
     *
     * @return whether there was one that had been given up
     */
    @Transactional
    public boolean tryAgain(String jobId) {
        Job job = management.createJobQuery().jobId(jobId).noRetriesLeft().singleResult();
        if (job == null) {
            return false;
        }
        management.setJobRetries(jobId, 1);
        return true;
    }

    /** The engine's incidents of failed jobs, told. */
    static final class Told extends DefaultIncidentHandler {

        private final ApplicationEventPublisher events;

        Told(ApplicationEventPublisher events) {
            super(Incident.FAILED_JOB_HANDLER_TYPE);
            this.events = events;
        }

        @Override
        public Incident createIncident(IncidentContext context, String message) {
            Incident incident = super.createIncident(context, message);
            events.publishEvent(new GivenUp(context.getConfiguration(), context.getTenantId()));
            return incident;
        }

        @Override
        protected void removeIncident(IncidentContext context, boolean incidentResolved) {
            super.removeIncident(context, incidentResolved);
            events.publishEvent(new Over(context.getConfiguration()));
        }
    }
}

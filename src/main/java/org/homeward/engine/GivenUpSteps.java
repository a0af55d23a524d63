package org.homeward.engine;

import java.util.List;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.management.JobDefinition;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Steps that the engine does by itself, tried as often as it may and given up: a process stands still until somebody acts. */
@Component
public class GivenUpSteps {

    private static final int MOST = 1_000;

    /** @param teamId whose process stands still */
    public record GivenUp(String jobId, @Nullable String teamId) {}

    private final ManagementService management;
    private final RepositoryService repository;

    GivenUpSteps(ManagementService management, RepositoryService repository) {
        this.management = management;
        this.repository = repository;
    }

    /** Those there are, at most {@value #MOST}. */
    @Transactional(readOnly = true)
    public List<GivenUp> all() {
        return management.createJobQuery().noRetriesLeft().listPage(0, MOST).stream()
                .map(job -> new GivenUp(job.getId(), job.getTenantId()))
                .toList();
    }

    /** Which step of which process this is, in the model's words; null when it is there no longer. */
    @Transactional(readOnly = true)
    public @Nullable String named(String jobId) {
        Job job = management.createJobQuery().jobId(jobId).singleResult();
        if (job == null) {
            return null;
        }
        JobDefinition definition = management
                .createJobDefinitionQuery()
                .jobDefinitionId(job.getJobDefinitionId())
                .singleResult();
        if (definition == null) {
            return job.getProcessDefinitionKey();
        }
        ModelElementInstance element = repository
                .getBpmnModelInstance(job.getProcessDefinitionId())
                .getModelElementById(definition.getActivityId());
        String name = element instanceof FlowElement flow && flow.getName() != null
                ? flow.getName()
                : definition.getActivityId();
        return "“" + name + "” of " + job.getProcessDefinitionKey();
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
}

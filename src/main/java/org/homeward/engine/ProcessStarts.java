package org.homeward.engine;

import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;

/** Starts root instances: one variable in, {@code subjectId}, and the owning team as the wall around it. */
@Component
public class ProcessStarts {

    public static final String SUBJECT = "subjectId";

    private final RuntimeService runtime;
    private final OwningTeamTenants tenants;

    ProcessStarts(RuntimeService runtime, OwningTeamTenants tenants) {
        this.runtime = runtime;
        this.tenants = tenants;
    }

    /**
     * Starts the newest version of a process for an aggregate, in the caller's transaction.
     *
     * @return the process instance's id, for the aggregate to keep: messages correlate by it
     */
    public String start(String processKey, UUID subjectId, String teamId) {
        return tenants.during(teamId, () -> runtime.createProcessInstanceByKey(processKey)
                .processDefinitionWithoutTenantId()
                .businessKey(subjectId.toString())
                .setVariable(SUBJECT, subjectId.toString())
                .execute()
                .getId());
    }
}

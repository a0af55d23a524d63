package org.homeward.engine;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Lazy;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Asks the newest deployed version of a decision. */
@Component
public class Decisions {

    private final ProcessEngine engine;
    private final ObjectProvider<RowApprovals> approvals;
    private final Map<String, Integer> versions = new ConcurrentHashMap<>();

    Decisions(@Lazy ProcessEngine engine, ObjectProvider<RowApprovals> approvals) {
        this.engine = engine;
        this.approvals = approvals;
    }

    /**
     * Evaluates a decision.
     *
     * @param decision its key, which is also its file's name
     * @param inputs by name; a missing input is given as null
     * @return the matching rows, each an output value by name, in the table's order
     */
    public List<Map<String, Object>> evaluate(String decision, Map<String, ?> inputs) {
        DecisionService decisions = engine.getDecisionService();
        List<Map<String, Object>> rows = decisions
                .evaluateDecisionByKey(decision)
                .decisionDefinitionWithoutTenantId()
                .variables(new java.util.HashMap<String, Object>(inputs))
                .evaluate()
                .getResultList();
        return rows.stream().map(row -> vouchedFor(decision, row)).toList();
    }

    /** What a clinician of this installation has approved counts as verified here, whatever the table says. */
    private Map<String, Object> vouchedFor(String decision, Map<String, Object> row) {
        if (!Boolean.FALSE.equals(row.get("verified"))
                || approvals.stream().noneMatch(one -> one.approved(decision, row.get("rule"), row.get("source")))) {
            return row;
        }
        Map<String, Object> vouchedFor = new java.util.LinkedHashMap<>(row);
        vouchedFor.put("verified", true);
        return vouchedFor;
    }

    /** The newest deployed version of a decision; 0 where it is not deployed. */
    public int version(String decision) {
        Integer known = versions.get(decision);
        if (known != null) {
            return known;
        }
        DecisionDefinition newest = engine.getRepositoryService()
                .createDecisionDefinitionQuery()
                .decisionDefinitionKey(decision)
                .withoutTenantId()
                .latestVersion()
                .singleResult();
        int version = newest == null ? 0 : newest.getVersion();
        if (version > 0) {
            versions.put(decision, version);
        }
        return version;
    }

    /** A new version may be deployed by any node: what is known of versions is looked up again each minute. */
    @Scheduled(fixedDelay = 60_000)
    void forgetVersions() {
        versions.clear();
    }
}

package org.homeward.engine;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.ProcessEngine;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Asks the newest deployed version of a decision. */
@Component
public class Decisions {

    private final ProcessEngine engine;

    Decisions(@Lazy ProcessEngine engine) {
        this.engine = engine;
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
        return decisions
                .evaluateDecisionByKey(decision)
                .decisionDefinitionWithoutTenantId()
                .variables(new java.util.HashMap<String, Object>(inputs))
                .evaluate()
                .getResultList();
    }
}

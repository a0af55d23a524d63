package org.homeward.worklist;

import java.util.Map;
import org.camunda.feel.api.EvaluationResult;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;

/** Evaluates a form's hide-conditions as the browser does: FEEL over the form's own data. */
final class FormConditions {

    private final FeelEngineApi feel = FeelEngineBuilder.forJava().build();

    /** Whether the condition says to hide; one that cannot be evaluated hides nothing, so that rules still hold. */
    boolean hides(String condition, Map<String, Object> data) {
        if (condition.isBlank()) {
            return false;
        }
        String expression = condition.startsWith("=") ? condition.substring(1) : condition;
        EvaluationResult result = feel.evaluateExpression(expression, data);
        return result.isSuccess() && Boolean.TRUE.equals(result.result());
    }
}

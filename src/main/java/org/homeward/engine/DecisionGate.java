package org.homeward.engine;

import java.util.Locale;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnDecisionRequirementsGraph;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableInputImpl;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableOutputImpl;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableRuleImpl;
import org.camunda.bpm.dmn.engine.impl.spi.transform.DmnTransformListener;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.Definitions;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.Output;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.camunda.bpm.model.xml.instance.DomElement;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a decision in another language than FEEL: the engine would evaluate a cell in JUEL or in a script's language, and
 * such a cell can call any class.
 */
final class DecisionGate implements DmnTransformListener {

    private static final String LANGUAGE = "expressionLanguage";

    @Override
    public void transformDecision(Decision decision, DmnDecision transformed) {
        check(decision.getModelInstance().getDocument().getRootElement(), "definitions");
    }

    private static void check(DomElement element, String within) {
        String id = element.getAttribute("id") == null ? within : element.getAttribute("id");
        @Nullable String language = element.getAttribute(LANGUAGE);
        if (language != null && !language.toLowerCase(Locale.ROOT).contains("feel")) {
            throw new NotAllowed("The element " + id + " (" + element.getLocalName() + ") is written in " + language
                    + "; write it in FEEL and leave the language away.");
        }
        element.getChildElements().forEach(child -> check(child, id));
    }

    @Override
    public void transformDecisionTableInput(Input input, DmnDecisionTableInputImpl transformed) {
        // seen with its decision
    }

    @Override
    public void transformDecisionTableOutput(Output output, DmnDecisionTableOutputImpl transformed) {
        // seen with its decision
    }

    @Override
    public void transformDecisionTableRule(Rule rule, DmnDecisionTableRuleImpl transformed) {
        // seen with its decision
    }

    @Override
    public void transformDecisionRequirementsGraph(Definitions definitions, DmnDecisionRequirementsGraph transformed) {
        // seen with its decisions
    }
}

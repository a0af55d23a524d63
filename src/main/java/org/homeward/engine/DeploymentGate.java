package org.homeward.engine;

import java.util.Set;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.impl.util.xml.Namespace;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Refuses a model that could run code: whoever may deploy may otherwise do anything. Scripts, class names and connectors
 * have no place in a model, and an expression is a bean name, a comparison of one variable, or one of the two calls that
 * read a clock or a list.
 */
@Component
class DeploymentGate extends AbstractBpmnParseListener {

    private static final Namespace CAMUNDA = new Namespace("http://camunda.org/schema/1.0/bpmn");
    private static final Set<String> CODE_ELEMENTS = Set.of("scriptTask", "script", "connector");
    private static final Set<String> CODE_ATTRIBUTES = Set.of("class", "resource");
    private static final Set<String> PROSE = Set.of("documentation", "text");
    private static final Set<String> EXPRESSIONS = Set.of(
            "expression",
            "delegateExpression",
            "collection",
            "dueDate",
            "followUpDate",
            "candidateGroups",
            "candidateUsers",
            "assignee",
            "priority",
            "calledElementBinding",
            "variableMappingDelegateExpression",
            "sourceExpression",
            // a task's name is evaluated as an expression too
            "name");
    private static final Pattern ALLOWED = Pattern.compile("\\$\\{\\s*("
            + "[a-z]\\w*" // a bean or a variable
            + "|!?[a-z]\\w*" // a flag
            + "|[a-z]\\w*\\s*(==|!=|<|>|<=|>=)\\s*('[\\w -]*'|-?\\d+|true|false|null)" // one variable compared
            + "|[a-z]\\w*\\.(at|of)\\(execution(,\\s*'[\\w-]+')?\\)" // a clock or a list; of beans, only those for
            // models
            + ")\\s*}");

    @Override
    public void parseProcess(Element process, ProcessDefinitionEntity definition) {
        check(process, String.valueOf(process.attribute("id")));
    }

    private void check(Element element, String within) {
        String id = element.attribute("id") == null ? within : element.attribute("id");
        if (CODE_ELEMENTS.contains(element.getTagName())) {
            throw refused(element, id, "has a script or connector; let a service step name a bean instead");
        }
        for (String attribute : CODE_ATTRIBUTES) {
            if (value(element, attribute) != null) {
                throw refused(
                        element, id, "names code by “" + attribute + "”; use a delegate expression with a bean's name");
            }
        }
        for (String attribute : EXPRESSIONS) {
            checkExpression(element, id, value(element, attribute));
        }
        if (element.elements().isEmpty() && !PROSE.contains(element.getTagName())) {
            checkExpression(element, id, element.getText());
        }
        element.elements().forEach(child -> check(child, id));
    }

    /** On the engine's own elements an attribute has no prefix, on BPMN's it has. */
    private static @Nullable String value(Element element, String attribute) {
        String prefixed = element.attributeNS(CAMUNDA, attribute);
        return prefixed == null ? element.attribute(attribute) : prefixed;
    }

    private static void checkExpression(Element element, String id, @Nullable String text) {
        if (text != null
                && (text.contains("${") || text.contains("#{"))
                && !ALLOWED.matcher(text.strip()).matches()) {
            throw refused(
                    element,
                    id,
                    "has the expression " + text.strip()
                            + "; allowed are a bean's name, a comparison of one variable,"
                            + " ${deadlines.at(execution, 'rule')} and ${items.of(execution, 'kind')}");
        }
    }

    private static BadUserRequestException refused(Element element, String id, String why) {
        return new BadUserRequestException("The element " + id + " (" + element.getTagName() + ") " + why + ".");
    }
}

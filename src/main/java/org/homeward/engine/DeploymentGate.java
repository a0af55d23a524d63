package org.homeward.engine;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParser;
import org.camunda.bpm.engine.impl.cfg.BpmnParseFactory;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * Refuses a model that could run code: whoever may deploy may otherwise do anything. Scripts, class names, connectors, shell
 * and mail tasks have no place in a model, and an expression is a bean name, a comparison of one variable, or one of the two
 * calls that read a clock or a list. Every attribute of every element is looked at, under whatever namespace: the engine
 * takes its own attributes under two.
 */
final class DeploymentGate implements BpmnParseFactory {

    private static final Map<String, String> CODE_ELEMENTS = Map.of(
            "scriptTask", "has a script or connector; let a service step name a bean instead",
            "script", "has a script or connector; let a service step name a bean instead",
            "connector", "has a script or connector; let a service step name a bean instead",
            "formData", "has fields of its own; draw a form and name it as form key instead");
    private static final Set<String> CODE_ATTRIBUTES =
            Set.of("class", "resource", "variableMappingClass", "formHandlerClass");
    private static final Set<String> PROSE = Set.of("documentation", "text");
    private static final Pattern ALLOWED = Pattern.compile("\\$\\{\\s*("
            + "[a-z]\\w*" // a bean or a variable
            + "|!?[a-z]\\w*" // a flag
            + "|[a-z]\\w*\\s*(==|!=|<|>|<=|>=)\\s*('[\\w -]*'|-?\\d+|true|false|null)" // one variable compared
            + "|[a-z]\\w*\\.(at|of)\\(execution(,\\s*'[\\w-]+')?\\)" // a clock or a list; of beans, only those for
            // models
            + ")\\s*}");
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]*");
    private static final Pattern BEAN = Pattern.compile("\\$\\{\\s*([a-z]\\w*)(\\..*)?\\s*}");

    /** Looks before the engine does: while it parses, it makes an object of a class that a form names. */
    @Override
    public BpmnParse createBpmnParse(BpmnParser parser) {
        return new BpmnParse(parser) {
            @Override
            protected void parseRootElement() {
                check(rootElement, "definitions");
                super.parseRootElement();
            }
        };
    }

    private static void check(Element element, String within) {
        String id = element.attribute("id") == null ? within : element.attribute("id");
        String remedy = CODE_ELEMENTS.get(element.getTagName());
        if (remedy != null) {
            throw refused(element, id, remedy);
        }
        for (String key : element.attributes()) {
            checkAttribute(element, id, key.substring(key.lastIndexOf(':') + 1), element.attribute(key));
        }
        if (element.elements().isEmpty() && !PROSE.contains(element.getTagName())) {
            checkExpression(element, id, element.getText());
            checkBean(element, id, "", element.getText());
        }
        element.elements().forEach(child -> check(child, id));
    }

    private static void checkAttribute(Element element, String id, String name, String text) {
        if (CODE_ATTRIBUTES.contains(name)) {
            throw refused(element, id, "names code by “" + name + "”; use a delegate expression with a bean's name");
        }
        if (name.equals("language") || name.equals("scriptFormat")) {
            throw refused(
                    element,
                    id,
                    "is written in a language of its own (" + text + "); use a comparison such as ${answer == 'YES'}");
        }
        if (name.equals("formRef")
                || name.equals("formKey") && !FORM.matcher(text).matches()) {
            throw refused(
                    element,
                    id,
                    "has a form from elsewhere; use a form key that is a form's name, such as close-episode");
        }
        if (name.equals("type")
                && (element.getTagName().endsWith("Task")
                        || element.getTagName().endsWith("EventDefinition"))
                && !text.equals("external")) {
            throw refused(
                    element, id, "runs a " + text + " command; use a delegate expression with a bean's name instead");
        }
        checkExpression(element, id, text);
        checkBean(element, id, name, text);
    }

    /** What calls a bean names one of the list: a typing error is told now, and not to the first patient. */
    private static void checkBean(Element element, String id, String attribute, String text) {
        Matcher bean = BEAN.matcher(text.strip());
        if (bean.matches()
                && (attribute.toLowerCase(Locale.ROOT).endsWith("delegateexpression") || bean.group(2) != null)
                && !ModelExpressions.BEANS.contains(bean.group(1))) {
            throw refused(
                    element,
                    id,
                    "calls the bean “" + bean.group(1) + "”, which models do not reach; use one of "
                            + String.join(", ", new TreeSet<>(ModelExpressions.BEANS)));
        }
    }

    private static void checkExpression(Element element, String id, String text) {
        if ((text.contains("${") || text.contains("#{"))
                && !ALLOWED.matcher(text.strip()).matches()) {
            throw refused(
                    element,
                    id,
                    "has the expression " + text.strip()
                            + "; allowed are a bean's name, a comparison of one variable,"
                            + " ${deadlines.at(execution, 'rule')} and ${items.of(execution, 'kind')}");
        }
    }

    private static NotAllowed refused(Element element, String id, String why) {
        return new NotAllowed("The element " + id + " (" + element.getTagName() + ") " + why + ".");
    }
}

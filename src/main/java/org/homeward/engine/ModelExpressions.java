package org.homeward.engine;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.delegate.BaseDelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.el.Expression;
import org.camunda.bpm.engine.impl.el.JuelExpression;
import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.camunda.bpm.impl.juel.jakarta.el.ValueExpression;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/**
 * What an expression may reach. In a model: the beans of one list, and nothing else of the application. Outside an execution, which is where queries and filters evaluate what a caller sent
 * (CVE-2026-109432), only the engine's own date and user functions.
 */
final class ModelExpressions extends JuelExpressionManager {

    /** Each a delegate or a {@link ModelBean}; whoever writes a new one for the models adds it here. */
    static final Set<String> BEANS = Set.of(
            "assessEpisode",
            "assessReferral",
            "compareLists",
            "concludeOutreach",
            "deadlines",
            "escalateMissedStep",
            "items",
            "nextRung",
            "notifyRung",
            "planAttempt",
            "remindPrescriber",
            "remindProvider",
            "setClocks",
            "standDown",
            "startByDefault",
            "stratifyRisk");

    private static final Pattern QUERY_FUNCTION =
            Pattern.compile("[$#]\\{\\s*(currentUser|currentUserGroups|now|dateTime)\\(\\)"
                    + "(\\.(plus|minus)(Seconds|Minutes|Hours|Days|Weeks|Months|Years)\\(\\d{1,5}\\)"
                    + "|\\.withTimeAtStartOfDay\\(\\)|\\.toDate\\(\\))*\\s*}");

    ModelExpressions(BeanFactory beans) {
        super(new ReachableBeans(beans));
    }

    @Override
    public Expression createExpression(String expression) {
        ensureInitialized();
        return new Guarded(createValueExpression(expression), this, expression);
    }

    private static final class Guarded extends JuelExpression {

        Guarded(ValueExpression value, JuelExpressionManager manager, String text) {
            super(value, manager, text);
        }

        @Override
        public Object getValue(@Nullable VariableScope scope, @Nullable BaseDelegateExecution execution) {
            if (scope == null
                    && !isLiteralText()
                    && !QUERY_FUNCTION.matcher(expressionText).matches()) {
                throw new NotAllowed("An expression here may only be a date or user function such as ${currentUser()}");
            }
            return super.getValue(scope, execution);
        }
    }

    /** Looks beans up by name when a model asks, and hands out only those of the list that are meant for models. */
    private static final class ReachableBeans extends AbstractMap<Object, Object> {

        private final BeanFactory beans;

        ReachableBeans(BeanFactory beans) {
            this.beans = beans;
        }

        @Override
        public boolean containsKey(Object key) {
            return get(key) != null;
        }

        @Override
        public @Nullable Object get(Object key) {
            if (!(key instanceof String name) || !BEANS.contains(name) || !beans.containsBean(name)) {
                return null;
            }
            Class<?> type = beans.getType(name);
            boolean meantForModels = type != null
                    && (JavaDelegate.class.isAssignableFrom(type) || ModelBean.class.isAssignableFrom(type));
            return meantForModels ? beans.getBean(name) : null;
        }

        @Override
        public Set<Map.Entry<Object, Object>> entrySet() {
            return Set.of();
        }
    }
}

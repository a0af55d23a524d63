package org.homeward.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The variables one process may have: names, types and, for words, the words. A module declares one bean for each of
 * its processes; the engine refuses everything else, so that no patient data can be kept in it by accident.
 */
public final class ProcessVariables {

    private static final int UUID_LENGTH = 36;

    private final String processKey;
    private final Map<String, Predicate<Object>> allowed = new HashMap<>();

    private ProcessVariables(String processKey) {
        this.processKey = processKey;
        subject(ProcessStarts.SUBJECT);
        // the engine's own, in models with multi-instance
        for (String builtIn : Set.of("nrOfInstances", "nrOfCompletedInstances", "nrOfActiveInstances", "loopCounter")) {
            number(builtIn);
        }
    }

    public static ProcessVariables of(String processKey) {
        return new ProcessVariables(processKey);
    }

    /** An id of an aggregate. */
    public ProcessVariables subject(String name) {
        allowed.put(name, value -> value instanceof String text && text.length() == UUID_LENGTH);
        return this;
    }

    /** One of a closed list of words; never free text. */
    public ProcessVariables word(String name, String... words) {
        Set<String> list = new TreeSet<>(Arrays.asList(words));
        allowed.put(name, value -> value instanceof String text && list.contains(text));
        return this;
    }

    /** One of an enum's names. */
    public ProcessVariables word(String name, Class<? extends Enum<?>> words) {
        return word(
                name, Arrays.stream(words.getEnumConstants()).map(Enum::name).toArray(String[]::new));
    }

    public ProcessVariables number(String name) {
        allowed.put(name, value -> value instanceof Integer || value instanceof Long);
        return this;
    }

    public ProcessVariables flag(String name) {
        allowed.put(name, value -> value instanceof Boolean);
        return this;
    }

    String processKey() {
        return processKey;
    }

    Set<String> names() {
        return new TreeSet<>(allowed.keySet());
    }

    boolean allows(String name, @org.jspecify.annotations.Nullable Object value) {
        Predicate<Object> rule = allowed.get(name);
        return rule != null && (value == null || rule.test(value));
    }
}

package org.homeward.worklist;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.homeward.engine.Refused;
import org.jspecify.annotations.Nullable;

/**
 * A {@code .form} file's rules, checked on the server: Tasklist checks none of them there, and a request need not come
 * from a form at all. Knows what our forms use: required, length, pattern, number range, closed lists, dates,
 * repeated groups, and hidden-when conditions of the shape {@code field = "value"}.
 */
public final class FormSchema {

    private final String id;
    private final JsonNode root;
    private final FormConditions conditions = new FormConditions();

    FormSchema(String id, JsonNode root) {
        this.id = id;
        this.root = root;
    }

    public String id() {
        return id;
    }

    public JsonNode json() {
        return root;
    }

    /** Only what the form has fields for; everything else that was sent is dropped here. */
    public Map<String, Object> known(Map<String, Object> data) {
        Map<String, Object> known = new LinkedHashMap<>();
        copy(root.path("components"), data, known);
        return known;
    }

    private void copy(JsonNode components, Map<String, Object> from, Map<String, Object> to) {
        for (JsonNode component : components) {
            String type = component.path("type").asText();
            String path = component.path("path").asText("");
            if ("dynamiclist".equals(type) && from.get(path) instanceof List<?> rows) {
                List<Object> copies = new ArrayList<>();
                for (Object row : rows) {
                    Map<String, Object> copy = new LinkedHashMap<>();
                    if (row instanceof Map<?, ?> map) {
                        Map<String, Object> typed = typed(map);
                        copy(component.path("components"), typed, copy);
                        // rows that came from the server carry what they stand for
                        if (typed.get("id") instanceof String rowId) {
                            copy.put("id", rowId);
                        }
                    }
                    copies.add(copy);
                }
                to.put(path, copies);
            } else if ("group".equals(type)) {
                copy(component.path("components"), from, to);
            } else if (component.hasNonNull("key")) {
                String key = component.path("key").asText();
                Object value = from.get(key);
                if (value != null) {
                    to.put(key, value);
                }
            }
        }
    }

    /** Keys of what a person can fill in, lists included. */
    Set<String> fieldKeys() {
        Set<String> keys = new TreeSet<>();
        collect(root.path("components"), keys);
        return keys;
    }

    private static void collect(JsonNode components, Set<String> keys) {
        for (JsonNode component : components) {
            String type = component.path("type").asText();
            if ("group".equals(type)) {
                collect(component.path("components"), keys);
            } else if ("dynamiclist".equals(type)) {
                keys.add(component.path("path").asText());
            } else if (component.hasNonNull("key")) {
                keys.add(component.path("key").asText());
            }
        }
    }

    /** Every rule that the data breaks, each with the field's key and what to do. */
    public List<Refused.Field> broken(Map<String, Object> data) {
        List<Refused.Field> broken = new ArrayList<>();
        check(root.path("components"), data, data, "", broken);
        return broken;
    }

    private void check(
            JsonNode components,
            Map<String, Object> data,
            Map<String, Object> all,
            String prefix,
            List<Refused.Field> broken) {
        for (JsonNode component : components) {
            if (conditions.hides(component.path("conditional").path("hide").asText(""), all)) {
                continue;
            }
            String type = component.path("type").asText();
            if ("group".equals(type)) {
                check(component.path("components"), data, all, prefix, broken);
            } else if ("dynamiclist".equals(type)) {
                String path = component.path("path").asText("");
                if (data.get(path) instanceof List<?> rows) {
                    for (int i = 0; i < rows.size(); i++) {
                        if (rows.get(i) instanceof Map<?, ?> row) {
                            // as in the browser: a condition within a row sees the row, and calls it "this"
                            Map<String, Object> scope = new LinkedHashMap<>(all);
                            scope.putAll(typed(row));
                            scope.put("this", row);
                            check(
                                    component.path("components"),
                                    typed(row),
                                    scope,
                                    prefix + path + "[" + i + "].",
                                    broken);
                        }
                    }
                }
            } else if (component.hasNonNull("key")) {
                String key = component.path("key").asText();
                String problem = problem(component, type, data.get(key));
                if (problem != null) {
                    broken.add(new Refused.Field(prefix + key, problem));
                }
            }
        }
    }

    private static @Nullable String problem(JsonNode component, String type, @Nullable Object value) {
        JsonNode rules = component.path("validate");
        String label = Stream.of("label", "dateLabel", "timeLabel", "key")
                .map(name -> component.path(name).asText(""))
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("this field");
        boolean empty = value == null
                || (value instanceof String text && text.isBlank())
                || (value instanceof List<?> list && list.isEmpty());
        if (empty) {
            return rules.path("required").asBoolean() ? "Fill in “" + label + "”." : null;
        }
        return switch (type) {
            case "textfield", "textarea" -> textProblem(rules, label, value);
            case "number" -> numberProblem(rules, label, value);
            case "checkbox" -> checkboxProblem(rules, label, value);
            // answers that the server offered at prefill are checked by the form's own validate
            case "select", "radio" ->
                component.hasNonNull("valuesKey") || allowed(component).contains(String.valueOf(value))
                        ? null
                        : choose(label);
            case "checklist", "taglist" ->
                value instanceof List<?> list
                                && (component.hasNonNull("valuesKey")
                                        || allowed(component)
                                                .containsAll(list.stream()
                                                        .map(String::valueOf)
                                                        .toList()))
                        ? null
                        : choose(label);
            case "datetime" -> dateProblem(component, label, value);
            default -> null;
        };
    }

    private static @Nullable String textProblem(JsonNode rules, String label, @Nullable Object value) {
        if (!(value instanceof String text)) {
            return "Write words in “" + label + "”.";
        }
        int most = rules.path("maxLength").asInt(4000);
        if (text.length() > most) {
            return "Shorten “" + label + "” to " + most + " characters.";
        }
        if (rules.hasNonNull("minLength")
                && text.length() < rules.path("minLength").asInt()) {
            return "Write at least " + rules.path("minLength").asInt() + " characters in “" + label + "”.";
        }
        if (rules.hasNonNull("pattern")
                && !Pattern.compile(rules.path("pattern").asText())
                        .matcher(text)
                        .find()) {
            return "Check how “" + label + "” is written.";
        }
        return null;
    }

    private static @Nullable String numberProblem(JsonNode rules, String label, @Nullable Object value) {
        if (!(value instanceof Number number)) {
            return "Write a number in “" + label + "”.";
        }
        if (rules.hasNonNull("min") && number.doubleValue() < rules.path("min").asDouble()) {
            return "“" + label + "” must be at least " + rules.path("min").asText() + ".";
        }
        if (rules.hasNonNull("max") && number.doubleValue() > rules.path("max").asDouble()) {
            return "“" + label + "” must be at most " + rules.path("max").asText() + ".";
        }
        return null;
    }

    private static @Nullable String checkboxProblem(JsonNode rules, String label, @Nullable Object value) {
        if (!(value instanceof Boolean ticked)) {
            return "Tick or leave “" + label + "”.";
        }
        return rules.path("required").asBoolean() && !ticked ? "Tick “" + label + "”." : null;
    }

    private static @Nullable String dateProblem(JsonNode component, String label, @Nullable Object value) {
        String text = String.valueOf(value);
        try {
            switch (component.path("subtype").asText("date")) {
                case "date" -> LocalDate.parse(text);
                case "time" -> java.time.LocalTime.parse(text.replaceAll("(Z|[+-]\\d\\d:\\d\\d)$", ""));
                default -> java.time.LocalDateTime.parse(text.replaceAll("(Z|[+-]\\d\\d:\\d\\d)$", ""));
            }
            return null;
        } catch (DateTimeParseException e) {
            return "Choose a date or time in “" + label + "”.";
        }
    }

    private static String choose(String label) {
        return "Choose one of the answers offered in “" + label + "”.";
    }

    private static Set<String> allowed(JsonNode component) {
        Set<String> values = new TreeSet<>();
        component.path("values").forEach(value -> values.add(value.path("value").asText()));
        return values;
    }

    @SuppressWarnings("unchecked") // JSON objects have string keys
    private static Map<String, Object> typed(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }
}

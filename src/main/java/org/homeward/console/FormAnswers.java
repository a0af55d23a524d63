package org.homeward.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.homeward.worklist.FormSchemas;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says what was answered in a form in the words of that form. */
@Component
class FormAnswers {

    /** @param heading whether this line names what the next ones are about */
    record Answer(String label, String value, boolean heading) {}

    private final FormSchemas schemas;

    FormAnswers(FormSchemas schemas) {
        this.schemas = schemas;
    }

    List<Answer> of(String form, Map<String, Object> data) {
        List<Answer> answers = new ArrayList<>();
        try {
            collect(schemas.get(form).json().path("components"), data, answers);
        } catch (IllegalArgumentException formIsGone) {
            data.forEach((key, value) -> answers.add(new Answer(key, String.valueOf(value), false)));
        }
        return answers;
    }

    /** One answer in words; empty when it was not given. */
    String word(String form, Map<String, Object> data, String key) {
        return schemas.get(form).json().findParents("key").stream()
                .filter(component -> component.path("key").asText().equals(key))
                .findFirst()
                .map(component -> data.get(key) == null ? "" : words(component, data.get(key)))
                .orElse("");
    }

    private static void collect(JsonNode components, Map<?, ?> data, List<Answer> answers) {
        for (JsonNode component : components) {
            String type = component.path("type").asText();
            if (type.equals("group")) {
                collect(component.path("components"), data, answers);
            } else if (type.equals("dynamiclist")) {
                if (data.get(component.path("path").asText()) instanceof List<?> rows) {
                    for (Object row : rows) {
                        if (row instanceof Map<?, ?> one) {
                            answers.add(new Answer(component.path("label").asText(), text(one.get("label")), true));
                            collect(component.path("components"), one, answers);
                        }
                    }
                }
            } else if (component.hasNonNull("key") && !type.equals("expression")) {
                Object value = data.get(component.path("key").asText());
                if (value != null && !text(value).isBlank()) {
                    answers.add(new Answer(label(component), words(component, value), false));
                }
            }
        }
    }

    private static String label(JsonNode component) {
        for (String name : List.of("label", "dateLabel", "timeLabel")) {
            if (!component.path(name).asText("").isBlank()) {
                return component.path(name).asText();
            }
        }
        return component.path("key").asText();
    }

    private static String words(JsonNode component, Object value) {
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(one -> word(component, one))
                    .reduce((one, other) -> one + ", " + other)
                    .orElse("");
        }
        if (value instanceof Boolean ticked) {
            return ticked ? "Yes" : "No";
        }
        return word(component, value);
    }

    private static String word(JsonNode component, Object value) {
        for (JsonNode choice : component.path("values")) {
            if (choice.path("value").asText().equals(String.valueOf(value))) {
                return choice.path("label").asText();
            }
        }
        return component.path("type").asText().equals("datetime") ? text(value).replace('T', ' ') : text(value);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : String.valueOf(value);
    }
}

package org.homeward.intake.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.homeward.intake.FieldProblem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Words refusals as RFC 9457 problems; nothing in them repeats what was sent. */
final class Problems {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Problems() {}

    static String of(
            String type,
            String title,
            HttpStatus status,
            String detail,
            @Nullable String instance,
            List<FieldProblem> errors) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "urn:homeward:problem:" + type);
        problem.put("title", title);
        problem.put("status", status.value());
        problem.put("detail", detail);
        if (instance != null) {
            problem.put("instance", instance);
        }
        if (!errors.isEmpty()) {
            problem.put(
                    "errors",
                    errors.stream()
                            .map(error -> {
                                Map<String, Object> entry = new LinkedHashMap<>();
                                entry.put("pointer", error.pointer());
                                entry.put("detail", error.message());
                                return entry;
                            })
                            .toList());
        }
        return json(problem);
    }

    static String json(Map<String, ?> body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write an answer", e);
        }
    }

    static @Nullable Object errorsIn(String problem) {
        try {
            return JSON.readValue(problem, Map.class).get("errors");
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}

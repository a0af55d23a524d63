package org.homeward.intake.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.homeward.intake.MessageSchemas;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * Puts into the API's description what annotations cannot say: the messages as their readers read them, and the example
 * requests that the tests send.
 */
@Component
class DischargeApiDocument implements OpenApiCustomizer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EXAMPLES = "classpath*:examples/*.json";

    private final MessageSchemas schemas;

    DischargeApiDocument(MessageSchemas schemas) {
        this.schemas = schemas;
    }

    @Override
    public void customise(OpenAPI api) {
        if (api.getPaths() == null || api.getPaths().get(DischargeController.PATH) == null) {
            return;
        }
        api.schema("Discharge", schema(schemas.discharge()));
        api.schema("Fact", schema(schemas.fact()));
        api.schema("Problem", schema(problem()));
        api.schema("MessageStatus", schema(status()));
        document(path(api, ""), "Discharge", "discharge");
        document(path(api, "/{id}/facts"), "Fact", "fact-");
        document(path(api, "/{id}"));
        document(path(api, "/{id}/facts/{factId}"));
    }

    private static PathItem path(OpenAPI api, String below) {
        return Objects.requireNonNull(api.getPaths().get(DischargeController.PATH + below));
    }

    private static void document(PathItem path, String schema, String examples) {
        Operation post = path.getPost();
        MediaType body = new MediaType().schema(reference(schema));
        examples(examples).forEach(body::addExamples);
        post.setRequestBody(
                new RequestBody().required(true).content(new Content().addMediaType("application/json", body)));
        ApiResponses responses = new ApiResponses();
        responses.addApiResponse(
                "201", status("Applied in the time that Prefer gave").headers(location()));
        responses.addApiResponse(
                "202", status("Stored; what became of it is at the Location").headers(location()));
        responses.addApiResponse(
                "400", problem("Not JSON: the message is kept. Or a header that cannot be used: nothing was kept"));
        if (schema.equals("Fact")) {
            responses.addApiResponse("404", problem("There is no such discharge of this client"));
            responses.addApiResponse("409", problem("The discharge was refused; nothing can be added to it"));
        }
        responses.addApiResponse("413", problem("More than 10 MB; nothing was kept"));
        responses.addApiResponse(
                "415", problem("Not JSON by its Content-Type, not in UTF-8, or compressed; nothing was kept"));
        responses.addApiResponse(
                "422", problem("Fields that cannot be taken, each named; or a key used for another message"));
        responses.addApiResponse(
                "503", problem("Nothing can be taken at the moment; Retry-After says when to come back"));
        post.setResponses(responses);
    }

    private static void document(PathItem path) {
        ApiResponses responses = new ApiResponses();
        responses.addApiResponse("200", status("What became of the message"));
        responses.addApiResponse("404", problem("There is no such message of this client"));
        path.getGet().setResponses(responses);
    }

    private static ApiResponse status(String description) {
        return new ApiResponse()
                .description(description)
                .content(new Content()
                        .addMediaType("application/json", new MediaType().schema(reference("MessageStatus"))));
    }

    private static ApiResponse problem(String description) {
        return new ApiResponse()
                .description(description)
                .content(new Content().addMediaType(Problems.MEDIA_TYPE, new MediaType().schema(reference("Problem"))));
    }

    private static Map<String, Header> location() {
        return Map.of(
                "Location",
                new Header().description("Where to see what became of it").schema(text()));
    }

    private static Schema<?> text() {
        Schema<Object> text = new JsonSchema();
        text.addType("string");
        return text;
    }

    private static Schema<?> reference(String name) {
        Schema<Object> reference = new JsonSchema();
        reference.set$ref("#/components/schemas/" + name);
        return reference;
    }

    private static Schema<?> schema(Map<String, Object> schema) {
        return Objects.requireNonNull(Json31.mapper().convertValue(schema, JsonSchema.class));
    }

    private static Map<String, Object> problem() {
        Map<String, Object> text = Map.of("type", "string");
        return Map.of(
                "type",
                "object",
                "properties",
                Map.of(
                        "type", text,
                        "title", text,
                        "status", Map.of("type", "integer"),
                        "detail", text,
                        "instance", text,
                        "errors",
                                Map.of(
                                        "type",
                                        "array",
                                        "items",
                                        Map.of(
                                                "type",
                                                "object",
                                                "properties",
                                                Map.of("pointer", text, "detail", text)))),
                "required",
                List.of("type", "title", "status", "detail"));
    }

    private static Map<String, Object> status() {
        Map<String, Object> text = Map.of("type", "string");
        return Map.of(
                "type",
                "object",
                "properties",
                Map.of(
                        "id",
                        text,
                        "status",
                        Map.of("type", "string", "enum", List.of("received", "applied", "quarantined", "refused")),
                        "receivedAt",
                        Map.of("type", "string", "format", "date-time"),
                        "appliedAt",
                        Map.of("type", "string", "format", "date-time"),
                        "episodeId",
                        text,
                        "decision",
                        Map.of(
                                "type",
                                "object",
                                "description",
                                "What follows from the discharge as it is known now: start, watch, triage or none.",
                                "properties",
                                Map.of("value", text, "reason", text)),
                        "reason",
                        text,
                        "correlationId",
                        text,
                        "links",
                        Map.of("type", "object")),
                "required",
                List.of("id", "status", "receivedAt", "links"));
    }

    private static Map<String, Example> examples(String prefix) {
        try {
            Resource[] files = new PathMatchingResourcePatternResolver().getResources(EXAMPLES);
            Map<String, Example> examples = new LinkedHashMap<>();
            for (Resource file : Arrays.stream(files)
                    .sorted(Comparator.comparing(file -> Objects.requireNonNullElse(file.getFilename(), "")))
                    .toList()) {
                String name = Objects.requireNonNullElse(file.getFilename(), "").replace(".json", "");
                if (name.startsWith(prefix)) {
                    JsonNode value = JSON.readTree(file.getInputStream());
                    examples.put(name, new Example().value(value));
                }
            }
            return examples;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the example requests", e);
        }
    }
}

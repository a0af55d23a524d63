package org.homeward.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.homeward.Caller;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reconciles a patient's medicines as the form host does: claim, draft, complete. */
final class ReconciliationByForms {

    private final JdbcClient jdbc;
    private final UUID episodeId;

    ReconciliationByForms(JdbcClient jdbc, UUID episodeId) {
        this.jdbc = jdbc;
        this.episodeId = episodeId;
    }

    record Open(String id, String role) {}

    List<Open> tasks(String form) {
        return jdbc.sql("select task_id, role from work_item where episode_id = ? and form = ? order by task_id")
                .params(episodeId.toString(), form)
                .query((row, i) -> new Open(row.getString("task_id"), row.getString("role")))
                .list();
    }

    void gathersAsListed(Caller nurse) {
        ObjectNode data = claimed(nurse, tasks("gather-medications").get(0).id());
        for (JsonNode row : (ArrayNode) data.path("medicines")) {
            ((ObjectNode) row)
                    .put("taken", row.path("label").asText().contains("(stopped") ? "NOT_TAKEN" : "AS_LISTED");
        }
        data.put("askedWhom", "PATIENT").put("othersAsked", true);
        completes(nurse, tasks("gather-medications").get(0).id(), data);
    }

    void decidesAll(Map<String, Caller> byRole) {
        for (Open task : tasks("decide-medication-item")) {
            Caller caller = Objects.requireNonNull(byRole.get(task.role()), task.role());
            ObjectNode data = claimed(caller, task.id());
            data.put("decision", "AS_DISCHARGED").put("reason", "as the letter says");
            completes(caller, task.id(), data);
        }
    }

    String signs(Caller pharmacist, Map<String, String> more) {
        String task = tasks("reconcile-medications").get(0).id();
        ObjectNode data = claimed(pharmacist, task);
        data.put("reconciledBy", "CLINICAL_PHARMACIST").put("evidenceKind", "BOTH_LISTS_REVIEWED");
        more.forEach(data::put);
        completes(pharmacist, task, data);
        return task;
    }

    void tells(Caller nurse, String on) {
        String task = tasks("tell-medication-list").get(0).id();
        ObjectNode data = claimed(nurse, task);
        data.put("listSentOn", on)
                .put("patientTold", "BY_PHONE")
                .put("pcpTold", "SENT")
                .put("pcpName", "Front desk")
                .put("pharmacyTold", "NO_PHARMACY");
        completes(nurse, task, data);
    }

    private static ObjectNode claimed(Caller caller, String task) {
        caller.post("/api/v1/tasks/" + task + "/claim", "");
        return (ObjectNode)
                Ward.read(caller.get("/api/v1/tasks/" + task + "/form").body()).path("data");
    }

    private static void completes(Caller caller, String task, ObjectNode data) {
        JsonNode saved = Ward.read(
                caller.with("PUT", "/api/v1/tasks/" + task + "/draft", "{\"revision\":0,\"data\":" + data + "}")
                        .body());
        HttpResponse<String> completed =
                caller.post("/api/v1/tasks/" + task + "/completion", "{\"revision\":" + saved.path("revision") + "}");
        assertThat(completed.statusCode()).as(completed.body()).isEqualTo(204);
    }
}

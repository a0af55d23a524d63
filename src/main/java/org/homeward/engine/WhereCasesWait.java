package org.homeward.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Tells where one case stands in its models, those that it called included. The caller has checked the wall. */
@Component
public class WhereCasesWait {

    private static final int MOST_INSTANCES = 200;

    /** An element that one or more of a case's instances of a model wait at, or have passed. */
    public record Place(String elementId, String name, String type, boolean waiting, int times) {}

    /**
     * One model that a case is in or has been through.
     *
     * @param instances how many instances of it this case has had
     */
    public record Stand(String processKey, String name, int instances, boolean running, List<Place> places) {}

    private final HistoryService history;
    private final RepositoryService repository;

    WhereCasesWait(HistoryService history, RepositoryService repository) {
        this.history = history;
        this.repository = repository;
    }

    /** The root first, then what it called, in the order of the calls. */
    @Transactional(readOnly = true)
    public List<Stand> of(String rootInstanceId) {
        List<HistoricProcessInstance> instances = new ArrayList<>();
        history.createHistoricProcessInstanceQuery()
                .rootProcessInstanceId(rootInstanceId)
                .orderByProcessInstanceStartTime()
                .asc()
                .listPage(0, MOST_INSTANCES)
                .forEach(instance ->
                        instances.add(instance.getId().equals(rootInstanceId) ? 0 : instances.size(), instance));
        Map<String, List<HistoricProcessInstance>> byModel = new LinkedHashMap<>();
        instances.forEach(
                instance -> byModel.computeIfAbsent(instance.getProcessDefinitionKey(), key -> new ArrayList<>())
                        .add(instance));
        return byModel.entrySet().stream()
                .map(model -> stand(model.getKey(), model.getValue()))
                .toList();
    }

    private Stand stand(String key, List<HistoricProcessInstance> instances) {
        Map<String, Place> places = new LinkedHashMap<>();
        boolean running = false;
        for (HistoricProcessInstance instance : instances) {
            running |= instance.getEndTime() == null;
            for (HistoricActivityInstance activity : history.createHistoricActivityInstanceQuery()
                    .processInstanceId(instance.getId())
                    .orderByHistoricActivityInstanceStartTime()
                    .asc()
                    .list()) {
                if (!activity.isCanceled() && !activity.getActivityType().equals("multiInstanceBody")) {
                    boolean waits = activity.getEndTime() == null;
                    places.merge(
                            activity.getActivityId(),
                            new Place(
                                    activity.getActivityId(),
                                    activity.getActivityName() == null
                                            ? activity.getActivityId()
                                            : activity.getActivityName(),
                                    activity.getActivityType(),
                                    waits,
                                    1),
                            WhereCasesWait::both);
                }
            }
        }
        String name = instances.get(0).getProcessDefinitionName();
        return new Stand(key, name == null ? key : name, instances.size(), running, List.copyOf(places.values()));
    }

    /** Somebody still waits there, or everybody has passed. */
    private static Place both(Place one, Place other) {
        int times = one.waiting() == other.waiting() ? one.times() + other.times() : 1;
        return new Place(one.elementId(), one.name(), one.type(), one.waiting() || other.waiting(), times);
    }

    /** The newest deployed version of a model as BPMN. */
    @Transactional(readOnly = true)
    public Optional<String> model(String processKey) {
        ProcessDefinition newest = repository
                .createProcessDefinitionQuery()
                .processDefinitionKey(processKey)
                .withoutTenantId()
                .latestVersion()
                .singleResult();
        if (newest == null) {
            return Optional.empty();
        }
        try (InputStream content = repository.getProcessModel(newest.getId())) {
            return Optional.of(new String(content.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.homeward.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.query.Query;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * The lists that Tasklist offers everyone. Each is narrow, by the person or by the person's own groups: a list of all
 * tasks costs time in proportion to all tasks (234 to 549 ms at 60,000), so there is none.
 */
@Component
class TasklistFilters implements SmartInitializingSingleton {

    /** Tasks of a patient with this priority and above are shown as high risk. */
    static final int HIGH_RISK = 75;

    private static final String ME = "${currentUser()}";
    private static final String MY_GROUPS = "${currentUserGroups()}";

    private record Wanted(String name, int order, String color, Query<?, ?> query) {}

    private final FilterService filters;
    private final TaskService tasks;

    TasklistFilters(FilterService filters, TaskService tasks) {
        this.filters = filters;
        this.tasks = tasks;
    }

    @Override
    public void afterSingletonsInstantiated() {
        List.of(
                        new Wanted(
                                "My tasks",
                                10,
                                "#005eb8",
                                tasks.createTaskQuery().taskAssigneeExpression(ME)),
                        new Wanted("My teams", 20, "#4c6272", mine()),
                        new Wanted("Overdue", 30, "#b10e1e", mine().dueBeforeExpression("${now()}")),
                        new Wanted(
                                "Due in 24 hours",
                                40,
                                "#a65f00",
                                mine().dueAfterExpression("${now()}")
                                        .dueBeforeExpression("${dateTime().plusHours(24)}")),
                        new Wanted("High risk", 50, "#7a1f5c", mine().taskMinPriority(HIGH_RISK)),
                        new Wanted(
                                "Unclaimed",
                                60,
                                "#00703c",
                                tasks.createTaskQuery()
                                        .taskCandidateGroupInExpression(MY_GROUPS)
                                        .taskUnassigned()))
                .forEach(this::seed);
    }

    private TaskQuery mine() {
        return tasks.createTaskQuery().taskCandidateGroupInExpression(MY_GROUPS).includeAssignedTasks();
    }

    private void seed(Wanted wanted) {
        if (filters.createFilterQuery().filterName(wanted.name()).count() > 0) {
            return;
        }
        Map<String, Object> properties = new HashMap<>();
        properties.put("priority", wanted.order());
        properties.put("color", wanted.color());
        properties.put("refresh", true);
        properties.put("showUndefinedVariable", false);
        Filter filter = filters.newTaskFilter(wanted.name());
        filter.setQuery(wanted.query());
        filter.setProperties(properties);
        filters.saveFilter(filter);
    }
}

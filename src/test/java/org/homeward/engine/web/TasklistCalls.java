package org.homeward.engine.web;

import java.util.Collection;
import java.util.List;

/** What a browser with Tasklist asked for, against the list of routes that are open to it. */
public final class TasklistCalls {

    private TasklistCalls() {}

    /**
     * Open routes that were not asked for. The icon is asked for when the browser likes, and signing out ends the recording.
     *
     * @param calls {@code GET /camunda/…}, without a query
     */
    public static List<String> neverAsked(Collection<String> calls) {
        return TasklistRoutes.ROUTES.stream()
                .filter(route -> !route.path().pattern().matches(".*(favicon.ico|/logout)"))
                .filter(route -> calls.stream().noneMatch(call -> call.matches(route.method() + " " + route.path())))
                .map(route -> route.method() + " " + route.path())
                .toList();
    }
}

package org.homeward.engine.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The routes of the engine's web applications that Tasklist really calls, recorded with a browser; everything else is
 * not found. Of its writes only claiming and completing by form are here: due dates, identity links,
 * comments, attachments, variables, new tasks and new instances are done in Homeward or not at all.
 */
final class TasklistRoutes extends OncePerRequestFilter {

    private static final Set<String> FRONT_DOORS =
            Set.of("/camunda", "/camunda/", "/camunda/app/tasklist", "/camunda/app/tasklist/");

    record Route(String method, Pattern path) {}

    private static final Logger log = LoggerFactory.getLogger(TasklistRoutes.class);
    private static final String ENGINE = "/camunda/api/engine/engine/default/";
    // an id and nothing that only looks like one: "count" and "statistics" are routes of their own
    private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final String DEFINITION = "([\\w.-]+:\\d+:)?" + ID;
    private static final String USER = "[\\w:.@+%-]+";

    static final List<Route> ROUTES = List.of(
            route("GET", "/camunda/app/tasklist/[^;]*"),
            route("GET", "/camunda/(lib|assets|styles|scripts)/[^;]*"),
            route("GET", "/camunda/favicon.ico"),
            route("GET", "/camunda/api/tasklist/plugin/[^;]*"),
            route("GET", "/camunda/api/admin/auth/user/default"),
            route("POST", "/camunda/api/admin/auth/user/default/logout"),
            route("GET", "/camunda/api/engine/engine/?"),
            route("GET", ENGINE + "user/" + USER + "/profile"),
            route("GET", ENGINE + "filter"),
            route("GET", ENGINE + "filter/count"),
            route("POST", ENGINE + "filter/" + ID + "/list"),
            route("OPTIONS", ENGINE + "filter(/" + ID + ")?"),
            route("GET", ENGINE + "task"),
            route("GET", ENGINE + "task/" + ID),
            route("GET", ENGINE + "task/" + ID + "/form"),
            route("POST", ENGINE + "task/" + ID + "/claim"),
            route("POST", ENGINE + "task/" + ID + "/submit-form"),
            route("GET", ENGINE + "process-definition/" + DEFINITION + "/xml"));

    /** After a completion Tasklist looks for the person's next task in the same instance; nothing else may be asked. */
    private static final Set<String> ASKED_AFTER_COMPLETION =
            Set.of("assignee", "processInstanceId", "maxResults", "firstResult", "sortBy", "sortOrder");

    private static Set<String> parameters(HttpServletRequest request) {
        return request.getQueryString() == null
                ? Set.of("all")
                : request.getParameterMap().keySet();
    }

    private static Route route(String method, String path) {
        return new Route(method, Pattern.compile(path));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // the raw path: an encoded or doubled character is not one of the spellings Tasklist uses
        String path = request.getRequestURI();
        if (request.getMethod().equals("GET") && FRONT_DOORS.contains(path)) {
            response.sendRedirect("/camunda/app/tasklist/default/");
            return;
        }
        boolean known = ROUTES.stream()
                .anyMatch(route -> route.method().equals(request.getMethod())
                        && route.path().matcher(path).matches());
        if (known && (!path.equals(ENGINE + "task") || ASKED_AFTER_COMPLETION.containsAll(parameters(request)))) {
            chain.doFilter(request, response);
        } else {
            log.info("Not a Tasklist route: {} {}", request.getMethod(), path.replaceAll("[^\\w/.:-]", "?"));
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }
}

package org.homeward.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.homeward.audit.Audit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.security.authentication.event.AuthenticationFailureLockedEvent;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;
import org.springframework.security.authentication.event.LogoutSuccessEvent;
import org.springframework.security.authorization.event.AuthorizationDeniedEvent;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Records who came in, who was kept out, who left, and what a signed-in person was refused, at whatever door. A route is
 * written as its pattern: a path may hold what somebody typed.
 */
@Component
// inside the doors, where it is known who asks, and outside of the filters that close the engine's routes
@Order(SecurityProperties.DEFAULT_FILTER_ORDER + 1)
class DoorsToAudit extends OncePerRequestFilter {

    static final String NOBODY_KNOWN = "unknown";
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Set<String> DOORS = Set.of("camunda", "engine-rest", "api", "actuator", "v3");
    private static final Set<String> NOT_WORTH_IT = Set.of("assets", "webjars", "favicon.ico", "error");

    private final Audit audit;
    private final People people;

    DoorsToAudit(Audit audit, People people) {
        this.audit = audit;
        this.people = people;
    }

    @EventListener
    void cameIn(InteractiveAuthenticationSuccessEvent event) {
        Authentication who = event.getAuthentication();
        audit.recordAlone(who.getName(), "session.began", "person", who.getName(), null, address(who));
    }

    /** Also of systems, whose good calls are on the trail by what they did. */
    @EventListener
    void keptOut(AbstractAuthenticationFailureEvent event) {
        if (event.getException() instanceof OAuth2AuthenticationException) {
            // told where it is refused, with what else goes wrong on the way back from the provider
            return;
        }
        Authentication tried = event.getAuthentication();
        // what is typed for a name may be a password
        String who = people.find(tried.getName()).isPresent() ? tried.getName() : NOBODY_KNOWN;
        Map<String, String> details = address(tried);
        details.put("why", event instanceof AuthenticationFailureLockedEvent ? "throttled" : "credentials");
        audit.recordDenial(who, "session.began", "person", who, null, details);
    }

    @EventListener
    void left(LogoutSuccessEvent event) {
        String who = event.getAuthentication().getName();
        audit.recordAlone(who, "session.ended", "person", who, null, Map.of());
    }

    @EventListener
    void refused(AuthorizationDeniedEvent<?> event) {
        Authentication who = event.getAuthentication().get();
        if (isKnown(who) && event.getObject() instanceof HttpServletRequest request) {
            record(
                    who,
                    request,
                    HttpStatus.FORBIDDEN.value(),
                    event.getAuthorizationResult() instanceof Access.Decision decision
                            ? code(decision.route().replace("/**", ""))
                            : route(request));
        }
    }

    /** What is behind a wall answers as if it were not there; that it was asked for is told all the same. */
    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, response);
        int status = response.getStatus();
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        if ((status == HttpStatus.NOT_FOUND.value() || status == HttpStatus.FORBIDDEN.value()) && isKnown(who)) {
            record(who, request, status, route(request));
        }
    }

    private void record(Authentication who, HttpServletRequest request, int status, String route) {
        if (NOT_WORTH_IT.contains(route)) {
            return;
        }
        Map<String, String> details = new LinkedHashMap<>();
        details.put("method", request.getMethod());
        details.put("status", Integer.toString(status));
        details.put("route", route);
        audit.recordDenial(who.getName(), "route.asked", "route", lastId(request), null, details);
    }

    private static boolean isKnown(Authentication who) {
        return who != null && who.isAuthenticated() && !(who instanceof AnonymousAuthenticationToken);
    }

    private static String lastId(HttpServletRequest request) {
        Matcher ids = UUID.matcher(request.getRequestURI());
        String last = "none";
        while (ids.find()) {
            last = ids.group();
        }
        return last;
    }

    private static String route(HttpServletRequest request) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        if (pattern instanceof String known && !known.contains("*")) {
            return code(known);
        }
        String first = request.getRequestURI().replaceAll("^/+", "").replaceAll("[/;?].*", "");
        return DOORS.contains(first) || NOT_WORTH_IT.contains(first) ? first : "other";
    }

    private static String code(String pattern) {
        String code = pattern.replaceAll("[{}]", "").replaceAll("^/", "").replaceAll("[^A-Za-z0-9_.@+-]", ":");
        return code.isEmpty() ? "home" : code.substring(0, Math.min(code.length(), 100));
    }

    private static Map<String, String> address(Authentication who) {
        return who.getDetails() instanceof WebAuthenticationDetails web
                ? address(web.getRemoteAddress())
                : new LinkedHashMap<>();
    }

    static Map<String, String> address(@Nullable String address) {
        Map<String, String> details = new LinkedHashMap<>();
        if (address != null) {
            details.put("address", address.replaceAll("[^0-9A-Fa-f.:]", "_"));
        }
        return details;
    }
}

package org.homeward.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends the session of a person who has been put out, who has done nothing for the idle limit, or who signed in too long
 * ago; at the next request and at every door: the engine's own pages ask the session and nobody else. What Tasklist asks
 * by itself every ten seconds is nothing that a person does.
 */
final class PutOut extends OncePerRequestFilter {

    private static final String LAST_ACTION = PutOut.class.getName() + ".lastAction";
    /** Written this seldom, so that not every click writes the session. */
    private static final Duration PRECISION = Duration.ofSeconds(30);

    private final People people;
    private final SessionLimits limits;
    private final Clock clock;

    PutOut(People people, SessionLimits limits, Clock clock) {
        this.people = people;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.startsWith("/assets/") || path.startsWith("/webjars/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        if (who != null && who.isAuthenticated()) {
            HttpSession session = request.getSession(false);
            if (!people.active(who.getName()) || session != null && isOver(session)) {
                if (session != null) {
                    session.invalidate();
                }
                SecurityContextHolder.clearContext();
            } else if (session != null && !asksByItself(request)) {
                acts(session);
            }
        }
        chain.doFilter(request, response);
    }

    private boolean isOver(HttpSession session) {
        long now = clock.millis();
        long last = session.getAttribute(LAST_ACTION) instanceof Long at ? at : now;
        return now - last > limits.idle().toMillis()
                || now - session.getCreationTime() > limits.absolute().toMillis();
    }

    private void acts(HttpSession session) {
        long now = clock.millis();
        if (!(session.getAttribute(LAST_ACTION) instanceof Long last) || now - last > PRECISION.toMillis()) {
            session.setAttribute(LAST_ACTION, now);
        }
    }

    /** Tasklist's list and counts, and our cards for them. */
    private static boolean asksByItself(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.equals("/api/v1/tasks/cards")
                || path.contains("/filter/") && (path.endsWith("/list") || path.endsWith("/count"));
    }
}

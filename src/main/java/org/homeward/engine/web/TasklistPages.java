package org.homeward.engine.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets one Tasklist page load at a time. The engine's web application keeps the nonce of its security policy in one
 * place for all requests: of two pages loaded at once, one got the other's nonce and its scripts were blocked.
 */
final class TasklistPages extends OncePerRequestFilter {

    private static final Pattern PAGE = Pattern.compile("/camunda/app/tasklist/[\\w-]+/?");

    private final ReentrantLock oneAtATime = new ReentrantLock();

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !PAGE.matcher(request.getRequestURI()).matches();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        oneAtATime.lock();
        try {
            chain.doFilter(request, response);
        } finally {
            oneAtATime.unlock();
        }
    }
}

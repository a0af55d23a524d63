package org.homeward.engine.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Takes the engine's own words out of its error answers: a fault's message may hold patient data, and "belongs to no
 * authenticated tenant" tells that another team's task exists.
 */
final class EngineAnswers extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(EngineAnswers.class);
    private static final String BEHIND_A_WALL = "ENGINE-13034";

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/camunda/api/")
                && !request.getRequestURI().startsWith("/engine-rest/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
        chain.doFilter(request, answer);
        if (answer.getStatus() >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
            replace(answer, request);
        }
        answer.copyBodyToResponse();
    }

    private static void replace(ContentCachingResponseWrapper answer, HttpServletRequest request) throws IOException {
        boolean wall = new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8).contains(BEHIND_A_WALL);
        String reference = UUID.randomUUID().toString();
        if (!wall) {
            log.error("Fault {} in the engine's API, {} {}", reference, request.getMethod(), route(request));
        }
        answer.resetBuffer();
        answer.setStatus(wall ? HttpServletResponse.SC_NOT_FOUND : HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        answer.setContentType(MediaType.APPLICATION_JSON_VALUE);
        answer.getOutputStream()
                .write((wall
                                ? "{\"type\":\"NotFound\",\"message\":\"There is no such task.\"}"
                                : "{\"type\":\"Fault\",\"message\":\"Something went wrong and nothing was changed."
                                        + " Reference " + reference + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static String route(HttpServletRequest request) {
        return request.getRequestURI().replaceAll("[^\\w/.:-]", "?");
    }
}

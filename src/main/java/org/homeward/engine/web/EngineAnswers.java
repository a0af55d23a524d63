package org.homeward.engine.web;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.homeward.engine.Refused;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Takes the engine's own words out of its error answers: a message may hold patient data or what a caller sent, and "belongs
 * to no authenticated tenant" tells that another team's task exists. What a guard of ours says stays, and so does what is
 * wrong with a model that was sent for deployment: its author needs it, and no patient is in a model.
 */
final class EngineAnswers extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(EngineAnswers.class);
    private static final String BEHIND_A_WALL = "ENGINE-13034";
    private static final String DEPLOYMENT = "/engine-rest/deployment/create";
    private static final Map<Integer, String> WORDS = Map.of(
            HttpServletResponse.SC_BAD_REQUEST, "This is nothing that can be answered.",
            HttpServletResponse.SC_FORBIDDEN, "This is for another role.",
            HttpServletResponse.SC_NOT_FOUND, "There is no such thing.");

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
        int status = answer.getStatus();
        Object refusal = request.getAttribute(Refused.IN_OUR_WORDS);
        if (status >= HttpServletResponse.SC_BAD_REQUEST && isWall(request, answer, refusal)) {
            say(answer, HttpServletResponse.SC_NOT_FOUND, "NotFound", "There is no such task.");
        } else if (status >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR && refusal instanceof Refused refused) {
            say(answer, status(refused), "Refused", String.valueOf(refused.getMessage()));
        } else if (status >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
            fault(answer, request);
        } else if (status >= HttpServletResponse.SC_BAD_REQUEST
                && answer.getContentSize() > 0
                && refusal == null
                && !request.getRequestURI().equals(DEPLOYMENT)) {
            say(answer, status, "Refused", WORDS.getOrDefault(status, "This is not possible."));
        }
        answer.copyBodyToResponse();
    }

    /** The engine says "bad request" for the form of a task that is not there, and of another team's alike. */
    private static boolean isWall(
            HttpServletRequest request, ContentCachingResponseWrapper answer, @Nullable Object refusal) {
        return new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8).contains(BEHIND_A_WALL)
                || refusal == null
                        && request.getMethod().equals("GET")
                        && request.getRequestURI().contains("/default/task/")
                        && answer.getStatus() == HttpServletResponse.SC_BAD_REQUEST;
    }

    private static int status(Refused refused) {
        return switch (refused.kind()) {
            case CONFLICT -> HttpServletResponse.SC_CONFLICT;
            case INVALID -> HttpServletResponse.SC_BAD_REQUEST;
            case FORBIDDEN -> HttpServletResponse.SC_FORBIDDEN;
            case NOT_FOUND -> HttpServletResponse.SC_NOT_FOUND;
        };
    }

    private static void fault(ContentCachingResponseWrapper answer, HttpServletRequest request) throws IOException {
        String reference = UUID.randomUUID().toString();
        log.error("Fault {} in the engine's API, {} {}", reference, request.getMethod(), route(request));
        say(
                answer,
                HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
                "Fault",
                "Something went wrong and nothing was changed. Reference " + reference);
    }

    private static void say(ContentCachingResponseWrapper answer, int status, String type, String words)
            throws IOException {
        answer.resetBuffer();
        answer.setStatus(status);
        answer.setContentType(MediaType.APPLICATION_JSON_VALUE);
        answer.getOutputStream()
                .write(("{\"type\":\"" + type + "\",\"message\":\""
                                + new String(JsonStringEncoder.getInstance().quoteAsString(words)) + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static String route(HttpServletRequest request) {
        return request.getRequestURI().replaceAll("[^\\w/.:-]", "?");
    }
}

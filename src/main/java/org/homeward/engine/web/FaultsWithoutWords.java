package org.homeward.engine.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.homeward.engine.Faults;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The last to see what nobody handled: the server would log it with its words, and those may be a whole message about a
 * patient. The log gets the kinds and places of it, and the caller the page for faults.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class FaultsWithoutWords extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(FaultsWithoutWords.class);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (RuntimeException | ServletException | Error fault) {
            log.error("Fault {}: {}", UUID.randomUUID(), Faults.describe(fault));
            if (!response.isCommitted()) {
                response.resetBuffer();
                response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            }
        }
    }
}

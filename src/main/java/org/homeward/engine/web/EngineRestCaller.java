package org.homeward.engine.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import org.camunda.bpm.engine.IdentityService;
import org.homeward.security.Person;
import org.homeward.security.SignedIn;
import org.springframework.web.filter.OncePerRequestFilter;

/** Tells the engine who calls its REST API: without it the engine checks neither permissions nor walls. */
final class EngineRestCaller extends OncePerRequestFilter {

    private final SignedIn signedIn;
    private final IdentityService identity;

    EngineRestCaller(SignedIn signedIn, IdentityService identity) {
        this.signedIn = signedIn;
        this.identity = identity;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Person person = signedIn.current().orElse(null);
        if (person == null) {
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        identity.setAuthentication(person.id(), new ArrayList<>(person.groups()), new ArrayList<>(person.careTeams()));
        try {
            chain.doFilter(request, response);
        } finally {
            identity.clearAuthentication();
        }
    }
}

package org.homeward.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.homeward.audit.Audit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.authentication.logout.LogoutSuccessHandler;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Sign-in by the organization's identity provider: authorization code with PKCE and a nonce. The provider is asked for
 * its addresses when somebody signs in first, so that a node starts also while it is away.
 */
@Component
public class OidcSignIn {

    /** Where the way to the provider begins. */
    public static final String START = "/oauth2/authorization/homeward";

    private static final String REGISTRATION = "homeward";
    private static final int LONGEST_TOKEN = 4000;
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(10);
    /** Two clocks, and the time that the way back takes. */
    private static final Duration SLACK = Duration.ofMinutes(2);

    private static final Logger log = LoggerFactory.getLogger(OidcSignIn.class);

    private final SignInSettings settings;
    private final OidcMemberships memberships;
    private final Audit audit;
    private final SessionLimits limits;
    private final Clock clock;
    private final ClientRegistrationRepository clients;

    OidcSignIn(
            SignInSettings settings,
            OidcMemberships memberships,
            Audit audit,
            SessionLimits limits,
            @Qualifier("systemClock") Clock clock) {
        settings.check();
        this.limits = limits;
        this.clock = clock;
        this.settings = settings;
        this.memberships = memberships;
        this.audit = audit;
        this.clients = new Discovered();
    }

    /** What the sign-in page offers. */
    public record Offer(boolean passwords, @Nullable String provider, String help) {}

    public Offer offer() {
        return new Offer(settings.passwords(), isOn() ? settings.oidc().name() : null, settings.help());
    }

    boolean isOn() {
        return settings.oidc().isOn();
    }

    void configure(OAuth2LoginConfigurer<HttpSecurity> login) {
        login.loginPage("/login")
                .clientRegistrationRepository(clients)
                .authorizedClientRepository(new NothingKept())
                .authorizationEndpoint(asking -> asking.authorizationRequestResolver(asksForAFreshSignIn()))
                .tokenEndpoint(token -> token.accessTokenResponseClient(IdentityProviderCalls.tokens()))
                .userInfoEndpoint(provider -> provider.oidcUserService(this.new Meets()))
                .failureHandler(this::refuse)
                .defaultSuccessUrl("/");
    }

    /**
     * The provider may keep a browser signed in for days, and then our limits would end nothing: it is asked for a sign-in
     * within them, and after one that was too long ago for another ({@code ?again}).
     */
    private OAuth2AuthorizationRequestResolver asksForAFreshSignIn() {
        DefaultOAuth2AuthorizationRequestResolver resolver =
                new DefaultOAuth2AuthorizationRequestResolver(clients, "/oauth2/authorization");
        resolver.setAuthorizationRequestCustomizer(question -> question.additionalParameters(
                more -> more.put("max_age", Long.toString(limits.idle().toSeconds()))));
        return new OAuth2AuthorizationRequestResolver() {
            @Override
            public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
                return freshly(request, resolver.resolve(request));
            }

            @Override
            public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registration) {
                return freshly(request, resolver.resolve(request, registration));
            }
        };
    }

    private static @Nullable OAuth2AuthorizationRequest freshly(
            HttpServletRequest request, @Nullable OAuth2AuthorizationRequest question) {
        return question == null || request.getParameter("again") == null
                ? question
                : OAuth2AuthorizationRequest.from(question)
                        .additionalParameters(more -> more.put("prompt", "login"))
                        .build();
    }

    /** In front of the way to the provider: while that is away, people stay on our page and are told so. */
    OncePerRequestFilter staysWhileItIsAway() {
        return new OncePerRequestFilter() {
            @Override
            protected boolean shouldNotFilter(HttpServletRequest request) {
                return !request.getRequestURI().equals(START)
                        && !request.getRequestURI().startsWith("/login/oauth2/code/");
            }

            @Override
            protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                    throws ServletException, IOException {
                try {
                    clients.findByRegistrationId(REGISTRATION);
                } catch (RuntimeException away) {
                    response.sendRedirect("/login?away");
                    return;
                }
                chain.doFilter(request, response);
            }
        };
    }

    /** To the provider's own sign-out, where it has one; back to our page afterwards. */
    LogoutSuccessHandler signOut() {
        OidcClientInitiatedLogoutSuccessHandler handler = new OidcClientInitiatedLogoutSuccessHandler(clients);
        handler.setDefaultTargetUrl("/login?logout");
        handler.setPostLogoutRedirectUri("{baseUrl}/login?logout");
        return (request, response, who) -> {
            try {
                if (who == null || isTooLongForAnAddress(who)) {
                    response.sendRedirect("/login?logout");
                } else {
                    handler.onLogoutSuccess(request, response, who);
                }
            } catch (RuntimeException away) {
                // the provider does not say where its sign-out is; ours has happened
                response.sendRedirect("/login?logout");
            }
        };
    }

    /** Tomcat sends no header of more than 8 KB, and the provider gets the whole token back in one. */
    private static boolean isTooLongForAnAddress(Authentication who) {
        return who.getPrincipal() instanceof OidcUser person
                && person.getIdToken().getTokenValue().length() > LONGEST_TOKEN;
    }

    /** Asked once; while the provider is away, once in ten seconds, and everybody else is told at once. */
    private final class Discovered implements ClientRegistrationRepository {

        private final AtomicReference<@Nullable ClientRegistration> known = new AtomicReference<>();
        private final AtomicReference<Instant> notBefore = new AtomicReference<>(Instant.MIN);
        private final ReentrantLock asking = new ReentrantLock();

        @Override
        @SuppressWarnings("NullAway") // the interface is not annotated; null says that there is none
        public ClientRegistration findByRegistrationId(String registration) {
            if (!REGISTRATION.equals(registration)) {
                return null;
            }
            ClientRegistration found = known.get();
            if (found != null) {
                return found;
            }
            // whoever comes while it is asked waits for that answer, and nobody asks again right after it was away
            if (!answeredInTime()) {
                throw new IllegalStateException("The identity provider is away");
            }
            try {
                found = known.get();
                if (found != null) {
                    return found;
                }
                if (clock.instant().isBefore(notBefore.get())) {
                    throw new IllegalStateException("The identity provider is away");
                }
                notBefore.set(clock.instant().plus(BETWEEN_QUESTIONS));
                found = discovered(settings.oidc());
                known.set(found);
                return found;
            } finally {
                asking.unlock();
            }
        }

        private boolean answeredInTime() {
            try {
                return asking.tryLock(BETWEEN_QUESTIONS.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    private static ClientRegistration discovered(SignInSettings.Oidc oidc) {
        return ClientRegistrations.fromOidcConfiguration(IdentityProviderCalls.configurationOf(oidc.issuer()))
                .registrationId(REGISTRATION)
                .clientId(oidc.clientId())
                .clientSecret(oidc.clientSecret())
                .scope(oidc.scopes())
                .clientSettings(ClientRegistration.ClientSettings.builder()
                        .requireProofKey(true)
                        .build())
                .build();
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, AuthenticationException failed)
            throws IOException {
        String who = failed instanceof NotLetIn known ? known.who() : DoorsToAudit.NOBODY_KNOWN;
        String why = failed instanceof OAuth2AuthenticationException refused
                ? refused.getError().getErrorCode().replaceAll("[^A-Za-z0-9_.-]", "_")
                : "error";
        Map<String, String> details = new LinkedHashMap<>(DoorsToAudit.address(request.getRemoteAddr()));
        details.put("why", why.isEmpty() ? "error" : why.substring(0, Math.min(why.length(), 60)));
        audit.recordDenial(who, "session.began", "person", who, null, details);
        if (failed instanceof NotLetIn known) {
            response.sendRedirect(
                    switch (known.why()) {
                        case NO_GROUP -> "/login?noGroup";
                        case PUT_OUT -> "/login?putOut";
                        case TOO_LONG_AGO -> "/login?again";
                        case NO_GROUPS_TOLD -> "/login?provider";
                    });
        } else {
            // the code only: a provider's own words may quote what it was asked
            log.warn("A sign-in by the identity provider was refused: {}", details.get("why"));
            response.sendRedirect("/login?provider");
        }
    }

    /** Whom the provider let in becomes one of our people, or is not let in. */
    private final class Meets implements OAuth2UserService<OidcUserRequest, OidcUser> {

        private final OidcUserService provider = new OidcUserService();

        Meets() {
            provider.setOauth2UserService(IdentityProviderCalls.userInfo());
        }

        @Override
        public OidcUser loadUser(OidcUserRequest request) {
            OidcUser told = provider.loadUser(request);
            Instant there = told.getAuthenticatedAt();
            if (there == null) {
                log.warn(
                        "The identity provider does not tell when somebody signed in there (auth_time), although asked:"
                                + " how long it keeps a browser signed in is up to it alone");
            } else if (there.isBefore(clock.instant().minus(limits.idle()).minus(SLACK))) {
                throw new NotLetIn(NotLetIn.Why.TOO_LONG_AGO, DoorsToAudit.NOBODY_KNOWN);
            }
            String email = Boolean.FALSE.equals(told.getEmailVerified()) ? null : told.getEmail();
            OidcMemberships.Told person = new OidcMemberships.Told(
                    request.getClientRegistration().getProviderDetails().getIssuerUri(),
                    told.getSubject(),
                    StringUtils.hasText(told.getPreferredUsername()) ? told.getPreferredUsername() : email,
                    StringUtils.hasText(told.getFullName()) ? told.getFullName() : null,
                    email,
                    groups(told));
            OidcMemberships.Outcome outcome;
            try {
                outcome = memberships.meet(person);
            } catch (DuplicateKeyException alsoInAnotherWindow) {
                outcome = memberships.meet(person);
            }
            String who = outcome.who().map(Person::id).orElse(DoorsToAudit.NOBODY_KNOWN);
            if (outcome.why() != null) {
                throw new NotLetIn(outcome.why(), who);
            }
            return new OidcPerson(who, SignIn.authorities(outcome.who().orElseThrow()), told.getIdToken());
        }

        private List<String> groups(OidcUser told) {
            Object claim = told.getClaims().get(settings.oidc().groupsClaim());
            if (claim instanceof Collection<?> several) {
                return several.stream().map(String::valueOf).toList();
            }
            if (claim instanceof String one) {
                return List.of(one);
            }
            // a mapping that was lost at the provider must not take everybody's roles away
            log.error(
                    "The identity provider tells no groups under the claim {}: nobody can sign in by it",
                    settings.oidc().groupsClaim());
            throw new NotLetIn(NotLetIn.Why.NO_GROUPS_TOLD, DoorsToAudit.NOBODY_KNOWN);
        }
    }

    /** We ask the provider nothing on a person's behalf, so its tokens are forgotten at once. */
    private static final class NothingKept implements OAuth2AuthorizedClientRepository {

        @Override
        @SuppressWarnings("NullAway") // the interface is not annotated; null says that there is none
        public <T extends OAuth2AuthorizedClient> T loadAuthorizedClient(
                String registration, Authentication who, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                Authentication who,
                HttpServletRequest request,
                HttpServletResponse response) {}

        @Override
        public void removeAuthorizedClient(
                String registration, Authentication who, HttpServletRequest request, HttpServletResponse response) {}
    }
}

package org.homeward.security;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.withDefaults;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.logout.LogoutSuccessHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.firewall.HttpStatusRequestRejectedHandler;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.security.web.header.writers.StaticHeadersWriter;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** How people, systems and partners come in. Which routes each of them may take stands in {@link Access}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SessionLimits.class)
class WebSecurity {

    private static PathPatternRequestMatcher path(String pattern) {
        return withDefaults().matcher(pattern);
    }

    private static PathPatternRequestMatcher path(HttpMethod method, String pattern) {
        return withDefaults().matcher(method, pattern);
    }

    /**
     * The rows of {@link Access} for one door, and nothing else. Whoever asks is looked up at each request: a role that was
     * taken back is gone at once, whatever the session was given when it began.
     */
    private static void open(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests,
            Access.Door door,
            SignedIn signedIn) {
        requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                .permitAll();
        Access.ROWS.stream().filter(row -> row.door() == door).forEach(row -> {
            var request = requests.requestMatchers(row.matcher());
            switch (door) {
                case PARTNERS -> request.permitAll();
                // their credentials were read for this very request
                case SYSTEMS ->
                    request.hasAnyRole(
                            row.who().roles().stream().map(Role::code).toArray(String[]::new));
                case PEOPLE ->
                    request.access((who, asked) -> new Access.Decision(
                            row,
                            row.who().kind() == Access.Kind.ANYBODY
                                    || row.who().admits(signedIn.current().orElse(null))));
            }
        });
        requests.anyRequest().denyAll();
    }

    /**
     * One token for pages, islands and Tasklist: sent as it is, not masked, and made before the engine's own filter
     * would make a second one under the same name.
     */
    private static CsrfTokenRequestAttributeHandler eagerTokens() {
        CsrfTokenRequestAttributeHandler handler = new CsrfTokenRequestAttributeHandler();
        handler.setCsrfRequestAttributeName(null);
        return handler;
    }

    /**
     * Whose session is over has no valid token either, and the token is asked for first: they are told to sign in, so
     * that a form keeps what was typed and saves it afterwards, and not that they may not.
     */
    private static AccessDeniedHandler signInFirst(RequestMatcher api, AuthenticationEntryPoint signIn) {
        AccessDeniedHandler refuse = new AccessDeniedHandlerImpl();
        return (request, response, denied) -> {
            if (SecurityContextHolder.getContext().getAuthentication() != null
                    || !(denied instanceof CsrfException)
                    || request.getRequestURI().equals("/login")
                    || request.getRequestURI().startsWith("/camunda/app/")) {
                refuse.handle(request, response, denied);
            } else if (api.matches(request)) {
                response.setStatus(HttpStatus.UNAUTHORIZED.value());
            } else {
                signIn.commence(request, response, new InsufficientAuthenticationException("the session is over"));
            }
        };
    }

    /** Says why, where the browser was signed in before: nobody need guess whether what they typed was kept. */
    private static LoginUrlAuthenticationEntryPoint signInPage() {
        return new LoginUrlAuthenticationEntryPoint("/login") {
            @Override
            protected String determineUrlToUseForThisRequest(
                    HttpServletRequest request, HttpServletResponse response, AuthenticationException refused) {
                if (request.getRequestedSessionId() == null || request.isRequestedSessionIdValid()) {
                    return getLoginFormUrl();
                }
                return getLoginFormUrl() + (request.getMethod().equals("GET") ? "?over" : "?over&notKept");
            }
        };
    }

    /**
     * What is shown after signing in: the page that was asked for. It is kept with the session and in no address, so that
     * nobody else says where to go; what a page asks for by itself is none.
     */
    private static RequestCache pagesAskedFor(RequestMatcher api) {
        HttpSessionRequestCache cache = new HttpSessionRequestCache();
        cache.setRequestMatcher(request -> request.getMethod().equals("GET")
                && !api.matches(request)
                && request.getHeader("HX-Request") == null
                && request.getHeader("X-Requested-With") == null
                && !request.getRequestURI().equals("/favicon.ico")
                && List.of("document", "").contains(Objects.toString(request.getHeader("Sec-Fetch-Dest"), "")));
        return cache;
    }

    /**
     * Where the engine's web application makes its first administrator (CVE-2026-77226): not there, for anybody and in any
     * spelling.
     */
    @Bean
    @Order(-1)
    SecurityFilterChain shutDoor(HttpSecurity http) throws Exception {
        RequestMatcher setup = request -> (request.getServletPath() + Objects.toString(request.getPathInfo(), ""))
                .toLowerCase(Locale.ROOT)
                .matches("/camunda/(api|app)/admin\\b.*/setup\\b.*");
        return http.securityMatcher(setup)
                .csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .exceptionHandling(
                        errors -> errors.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.NOT_FOUND))
                                .accessDeniedHandler((request, response, denied) ->
                                        response.setStatus(HttpStatus.NOT_FOUND.value())))
                .authorizeHttpRequests(requests -> requests.anyRequest().denyAll())
                .build();
    }

    /**
     * A doubled slash or a dot that Tomcat resolves: before anybody takes such a path apart. Spring's parser ends in a fault
     * where it leads to a servlet of the engine.
     */
    @Bean
    FilterRegistrationBean<Filter> oneSpelling() {
        Pattern another = Pattern.compile("//|/\\.{1,2}(/|$)");
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
            if (another.matcher(((HttpServletRequest) request).getRequestURI()).find()) {
                ((HttpServletResponse) response).setStatus(HttpStatus.NOT_FOUND.value());
            } else {
                chain.doFilter(request, response);
            }
        });
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    /** A spelling that means another path to somebody else on the way is no path here; the default would say 400. */
    @Bean
    RequestRejectedHandler noSuchSpelling() {
        return new HttpStatusRequestRejectedHandler(HttpStatus.NOT_FOUND.value());
    }

    /**
     * Outside parties without an account, behind the links that they were mailed: no session, no sign-in, nothing kept. The
     * path is the secret; without it another site has no request to forge, and the cookie of the second factor is not sent
     * along from there.
     */
    @Bean
    @Order(0)
    SecurityFilterChain partnersDoor(HttpSecurity http, SignedIn signedIn) throws Exception {
        return http.securityMatcher(path("/r/**"))
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .headers(headers -> headers.frameOptions(frame -> frame.deny())
                        .referrerPolicy(
                                referrer -> referrer.policy(ReferrerPolicyHeaderWriter.ReferrerPolicy.NO_REFERRER))
                        .contentSecurityPolicy(policy -> policy.policyDirectives(
                                "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:;"
                                        + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"))
                        .addHeaderWriter(new StaticHeadersWriter("X-Robots-Tag", "noindex, nofollow")))
                .authorizeHttpRequests(requests -> open(requests, Access.Door.PARTNERS, signedIn))
                .build();
    }

    /** Systems: Basic credentials, no session, no CSRF token. */
    @Bean
    @Order(1)
    SecurityFilterChain systemsDoor(HttpSecurity http, SignedIn signedIn) throws Exception {
        RequestMatcher fromSystem = request -> request.getHeader("Authorization") != null
                && (request.getRequestURI().startsWith("/api/")
                        || request.getRequestURI().startsWith("/engine-rest/")
                        || request.getRequestURI().startsWith("/actuator/"));
        return http.securityMatcher(fromSystem)
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .httpBasic(Customizer.withDefaults())
                .requestCache(cache -> cache.disable())
                .authorizeHttpRequests(requests -> open(requests, Access.Door.SYSTEMS, signedIn))
                .build();
    }

    /** Taken by the sign-in of people for the provider's tokens. */
    @Bean
    JwtDecoderFactory<ClientRegistration> idTokens() {
        return IdentityProviderCalls.idTokens();
    }

    /** People: a session in the database, a CSRF token, the sign-in page. */
    @Bean
    @Order(2)
    SecurityFilterChain peoplesDoor(
            HttpSecurity http,
            People people,
            SignedIn signedIn,
            SessionLimits limits,
            SignInSettings settings,
            OidcSignIn oidc,
            @Qualifier("systemClock") Clock clock)
            throws Exception {
        RequestMatcher api = new OrRequestMatcher(path("/api/**"), path("/camunda/api/**"), path("/engine-rest/**"));
        LoginUrlAuthenticationEntryPoint signIn = signInPage();
        LogoutSuccessHandler signOut = oidc.signOut();
        if (oidc.isOn()) {
            http.oauth2Login(oidc::configure)
                    .addFilterBefore(oidc.staysWhileItIsAway(), OAuth2AuthorizationRequestRedirectFilter.class);
        }
        if (settings.passwords()) {
            http.formLogin(login -> login.loginPage("/login")
                    .permitAll()
                    .failureHandler((request, response, failed) -> {
                        WhoTried.keep(request, failed);
                        response.sendRedirect(failed instanceof LockedException ? "/login?wait" : "/login?error");
                    })
                    .defaultSuccessUrl("/"));
        }
        return http.addFilterBefore(new PutOut(people, limits, clock), AnonymousAuthenticationFilter.class)
                .csrf(csrf -> csrf.csrfTokenRepository(new EngineCsrfTokens()).csrfTokenRequestHandler(eagerTokens()))
                .logout(logout -> logout.logoutRequestMatcher(new OrRequestMatcher(
                                path(HttpMethod.POST, "/logout"),
                                path(HttpMethod.POST, "/camunda/api/admin/auth/user/default/logout")))
                        .logoutSuccessHandler((request, response, who) -> {
                            if (request.getRequestURI().startsWith("/camunda/")) {
                                response.setStatus(HttpStatus.NO_CONTENT.value());
                            } else {
                                signOut.onLogoutSuccess(request, response, who);
                            }
                        }))
                .requestCache(cache -> cache.requestCache(pagesAskedFor(api)))
                .exceptionHandling(errors -> errors.defaultAuthenticationEntryPointFor(
                                new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED), api)
                        .defaultAuthenticationEntryPointFor(signIn, request -> true)
                        .accessDeniedHandler(signInFirst(api, signIn)))
                // Tasklist's own pages carry their own policy, with a nonce for each load
                .headers(headers -> headers.contentTypeOptions(Customizer.withDefaults())
                        .frameOptions(frame -> frame.sameOrigin())
                        .referrerPolicy(Customizer.withDefaults())
                        .addHeaderWriter((request, response) -> {
                            if (!request.getRequestURI().startsWith("/camunda/")) {
                                response.setHeader(
                                        "Content-Security-Policy",
                                        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline';"
                                                + " object-src 'none'; base-uri 'none'; frame-ancestors 'self'");
                            }
                        }))
                .authorizeHttpRequests(requests -> open(requests, Access.Door.PEOPLE, signedIn))
                .build();
    }
}

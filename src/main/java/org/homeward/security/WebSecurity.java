package org.homeward.security;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.withDefaults;

import jakarta.servlet.DispatcherType;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.security.web.header.writers.StaticHeadersWriter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Every door, deny by default. Matchers are path patterns and never bare strings: a string does not match the
 * engine's Jersey servlets.
 */
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

    /**
     * Outside parties without an account, behind the links that they were mailed: no session, no sign-in, nothing kept. The
     * path is the secret; without it another site has no request to forge, and the cookie of the second factor is not sent
     * along from there.
     */
    @Bean
    @Order(0)
    SecurityFilterChain partnersDoor(HttpSecurity http) throws Exception {
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
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                                .permitAll()
                                .requestMatchers(
                                        path(HttpMethod.GET, "/r/{token}"),
                                        path(HttpMethod.POST, "/r/{token}"),
                                        path(HttpMethod.GET, "/r/{token}/door"),
                                        path(HttpMethod.POST, "/r/{token}/door"),
                                        path(HttpMethod.GET, "/r/{token}/all"),
                                        path(HttpMethod.GET, "/r/{token}/all/{referralId}"),
                                        path(HttpMethod.POST, "/r/{token}/all/{referralId}"))
                                .permitAll()
                                .anyRequest()
                                .denyAll())
                .build();
    }

    /** Systems: Basic credentials, no session, no CSRF token. */
    @Bean
    @Order(1)
    SecurityFilterChain systemsDoor(HttpSecurity http) throws Exception {
        RequestMatcher fromSystem = request -> request.getHeader("Authorization") != null
                && (request.getRequestURI().startsWith("/api/")
                        || request.getRequestURI().startsWith("/engine-rest/")
                        || request.getRequestURI().startsWith("/actuator/"));
        return http.securityMatcher(fromSystem)
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .httpBasic(Customizer.withDefaults())
                .requestCache(cache -> cache.disable())
                .authorizeHttpRequests(requests -> requests.requestMatchers(path("/api/v1/discharges/**"))
                        .hasRole(Role.INTEGRATION.code())
                        .requestMatchers(path("/api/v1/discharges"))
                        .hasRole(Role.INTEGRATION.code())
                        .requestMatchers(path(HttpMethod.GET, "/api/v1/episodes/**"))
                        .authenticated()
                        .requestMatchers(
                                path(HttpMethod.GET, "/engine-rest/version"),
                                path(HttpMethod.GET, "/engine-rest/engine"),
                                path(HttpMethod.POST, "/engine-rest/deployment/create"))
                        .hasRole(Role.PROCESS_OWNER.code())
                        .anyRequest()
                        .denyAll())
                .build();
    }

    /** People: a session in the database, a CSRF token, the sign-in page. */
    @Bean
    @Order(2)
    SecurityFilterChain peoplesDoor(
            HttpSecurity http, People people, SessionLimits limits, @Qualifier("systemClock") Clock clock)
            throws Exception {
        RequestMatcher api = new OrRequestMatcher(path("/api/**"), path("/camunda/api/**"), path("/engine-rest/**"));
        LoginUrlAuthenticationEntryPoint signIn = new LoginUrlAuthenticationEntryPoint("/login");
        return http.addFilterBefore(new PutOut(people, limits, clock), AnonymousAuthenticationFilter.class)
                .csrf(csrf -> csrf.csrfTokenRepository(new EngineCsrfTokens()).csrfTokenRequestHandler(eagerTokens()))
                .formLogin(login -> login.loginPage("/login")
                        .permitAll()
                        .failureHandler((request, response, failed) -> response.sendRedirect(
                                failed instanceof LockedException ? "/login?wait" : "/login?error"))
                        .defaultSuccessUrl("/"))
                .logout(logout -> logout.logoutRequestMatcher(new OrRequestMatcher(
                                path(HttpMethod.POST, "/logout"),
                                path(HttpMethod.POST, "/camunda/api/admin/auth/user/default/logout")))
                        .logoutSuccessHandler((request, response, who) -> {
                            if (request.getRequestURI().startsWith("/camunda/")) {
                                response.setStatus(HttpStatus.NO_CONTENT.value());
                            } else {
                                response.sendRedirect("/login?logout");
                            }
                        }))
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
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                                .permitAll()
                                .requestMatchers(
                                        path("/login"),
                                        path("/assets/**"),
                                        path("/webjars/**"),
                                        path("/favicon.ico"),
                                        path(HttpMethod.GET, "/actuator/health"),
                                        path(HttpMethod.GET, "/actuator/health/**"))
                                .permitAll()
                                .requestMatchers(
                                        path("/"),
                                        path("/my-work/**"),
                                        path("/my-work"),
                                        path("/patients/**"),
                                        path("/patients"),
                                        path("/escalations/**"),
                                        path("/escalations"),
                                        path("/referrals"),
                                        path("/referrals/**"),
                                        path("/intake/**"),
                                        path("/intake"),
                                        // whose role was taken back meanwhile is looked up by the pages themselves
                                        path("/admin/**"),
                                        path("/alarms"),
                                        path("/alarms/**"),
                                        path("/directory"),
                                        path("/directory/**"),
                                        path("/rules"),
                                        path("/rules/**"),
                                        path("/trail"),
                                        path(HttpMethod.GET, "/fhir/AuditEvent"),
                                        path("/trail/**"),
                                        path("/roster"),
                                        path("/roster/**"),
                                        path("/demo/**"),
                                        path("/demo"),
                                        path("/formhost/**"),
                                        path("/models/**"),
                                        path("/api/v1/tasks/**"),
                                        path("/api/v1/tasks"),
                                        path("/api/v1/episodes/**"),
                                        path("/v3/api-docs/**"),
                                        path("/v3/api-docs.yaml"),
                                        path("/camunda"),
                                        path("/camunda/**"))
                                .authenticated()
                                .anyRequest()
                                .denyAll())
                .build();
    }
}

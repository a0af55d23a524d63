package org.homeward.engine.web;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.rest.security.auth.AuthenticationProvider;
import org.camunda.bpm.engine.rest.security.auth.AuthenticationResult;
import org.camunda.bpm.webapp.impl.security.auth.ContainerBasedAuthenticationFilter;
import org.homeward.security.Person;
import org.homeward.security.SignedIn;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets whoever signed in with us into Tasklist: one sign-in, behind Spring Security. */
@Configuration(proxyBeanMethods = false)
class TasklistDoor {

    /** After Spring Security (order -100) and after the engine's own authentication filter has read the session. */
    private static final int AFTER_SECURITY = 201;

    @Bean
    FilterRegistrationBean<SingleSignOn> singleSignOn(SignedIn signedIn) {
        FilterRegistrationBean<SingleSignOn> registration = new FilterRegistrationBean<>(new SingleSignOn(signedIn));
        registration.addUrlPatterns("/camunda/app/*", "/camunda/api/*");
        registration.setOrder(AFTER_SECURITY);
        return registration;
    }

    @Bean
    FilterRegistrationBean<TasklistRoutes> tasklistRoutes() {
        FilterRegistrationBean<TasklistRoutes> registration = new FilterRegistrationBean<>(new TasklistRoutes());
        registration.addUrlPatterns("/camunda", "/camunda/*");
        registration.setOrder(AFTER_SECURITY - 1);
        return registration;
    }

    @Bean
    FilterRegistrationBean<TasklistPages> tasklistPages() {
        FilterRegistrationBean<TasklistPages> registration = new FilterRegistrationBean<>(new TasklistPages());
        registration.addUrlPatterns("/camunda/app/*");
        registration.setOrder(AFTER_SECURITY - 2);
        return registration;
    }

    @Bean
    FilterRegistrationBean<EngineAnswers> engineAnswers() {
        FilterRegistrationBean<EngineAnswers> registration = new FilterRegistrationBean<>(new EngineAnswers());
        registration.addUrlPatterns("/camunda/api/*", "/engine-rest/*");
        registration.setOrder(AFTER_SECURITY - 2);
        return registration;
    }

    @Bean
    FilterRegistrationBean<EngineRestCaller> engineRestCaller(SignedIn signedIn, IdentityService identity) {
        FilterRegistrationBean<EngineRestCaller> registration =
                new FilterRegistrationBean<>(new EngineRestCaller(signedIn, identity));
        registration.addUrlPatterns("/engine-rest/*");
        registration.setOrder(AFTER_SECURITY);
        return registration;
    }

    static final class SingleSignOn extends ContainerBasedAuthenticationFilter {

        private final SignedIn signedIn;

        SingleSignOn(SignedIn signedIn) {
            this.signedIn = signedIn;
        }

        @Override
        public void init(FilterConfig config) {
            authenticationProvider = new AuthenticationProvider() {
                @Override
                public AuthenticationResult extractAuthenticatedUser(HttpServletRequest request, ProcessEngine engine) {
                    return signedIn.current().map(SingleSignOn::result).orElseGet(AuthenticationResult::unsuccessful);
                }

                @Override
                public void augmentResponseByAuthenticationChallenge(
                        HttpServletResponse response, ProcessEngine engine) {
                    // our sign-in page is where people are sent; nothing to add to the answer
                }
            };
        }

        private static AuthenticationResult result(Person person) {
            AuthenticationResult result = AuthenticationResult.successful(person.id());
            result.setGroups(new ArrayList<>(person.groups()));
            result.setTenants(new ArrayList<>(person.careTeams()));
            return result;
        }
    }
}

package org.homeward.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.homeward.audit.Audit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.authentication.logout.LogoutSuccessHandler;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Sign-in by the organization's identity provider: authorization code with PKCE and a nonce. The provider is asked for
 * its addresses when somebody signs in first, so that a node starts also while it is away.
 */
@Component
public class OidcSignIn {

    /** Where the way to the provider begins. */
    public static final String START = "/oauth2/authorization/homeward";

    private static final String REGISTRATION = "homeward";
    private static final Logger log = LoggerFactory.getLogger(OidcSignIn.class);

    private final SignInSettings settings;
    private final OidcMemberships memberships;
    private final Audit audit;
    private final ClientRegistrationRepository clients;

    OidcSignIn(SignInSettings settings, OidcMemberships memberships, Audit audit) {
        settings.check();
        this.settings = settings;
        this.memberships = memberships;
        this.audit = audit;
        this.clients = new SupplierClientRegistrationRepository(
                () -> new InMemoryClientRegistrationRepository(discovered(settings.oidc())));
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
                .userInfoEndpoint(provider -> provider.oidcUserService(this.new Meets()))
                .failureHandler(this::refuse)
                .defaultSuccessUrl("/");
    }

    /** To the provider's own sign-out, where it has one; back to our page afterwards. */
    LogoutSuccessHandler signOut() {
        OidcClientInitiatedLogoutSuccessHandler handler = new OidcClientInitiatedLogoutSuccessHandler(clients);
        handler.setDefaultTargetUrl("/login?logout");
        handler.setPostLogoutRedirectUri("{baseUrl}/login?logout");
        return (request, response, who) -> {
            try {
                handler.onLogoutSuccess(request, response, who);
            } catch (IllegalArgumentException away) {
                // the provider does not say where its sign-out is; ours has happened
                response.sendRedirect("/login?logout");
            }
        };
    }

    private static ClientRegistration discovered(SignInSettings.Oidc oidc) {
        return ClientRegistrations.fromIssuerLocation(oidc.issuer())
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
            response.sendRedirect(known.why() == NotLetIn.Why.NO_GROUP ? "/login?noGroup" : "/login?putOut");
        } else {
            // the code only: a provider's own words may quote what it was asked
            log.warn("A sign-in by the identity provider was refused: {}", details.get("why"));
            response.sendRedirect("/login?provider");
        }
    }

    /** Whom the provider let in becomes one of our people, or is not let in. */
    private final class Meets implements OAuth2UserService<OidcUserRequest, OidcUser> {

        private final OidcUserService provider = new OidcUserService();

        @Override
        public OidcUser loadUser(OidcUserRequest request) {
            OidcUser told = provider.loadUser(request);
            String email = Boolean.FALSE.equals(told.getEmailVerified()) ? null : told.getEmail();
            OidcMemberships.Outcome outcome = memberships.meet(new OidcMemberships.Told(
                    request.getClientRegistration().getProviderDetails().getIssuerUri(),
                    told.getSubject(),
                    StringUtils.hasText(told.getPreferredUsername()) ? told.getPreferredUsername() : email,
                    StringUtils.hasText(told.getFullName()) ? told.getFullName() : null,
                    email,
                    groups(told)));
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
            return claim instanceof String one ? List.of(one) : List.of();
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

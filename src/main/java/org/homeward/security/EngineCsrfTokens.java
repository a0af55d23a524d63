package org.homeward.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;

/**
 * One CSRF token for our pages and for Tasklist, kept where the engine's own filter looks for it. That filter sets
 * its cookie only when it makes the token itself, so this sets the cookie too.
 */
final class EngineCsrfTokens implements CsrfTokenRepository {

    static final String SESSION_ATTRIBUTE = "CAMUNDA_CSRF_TOKEN";
    static final String COOKIE = "XSRF-TOKEN";
    static final String HEADER = "X-XSRF-TOKEN";
    private static final String PARAMETER = "_csrf";

    @Override
    public CsrfToken generateToken(HttpServletRequest request) {
        return token(UUID.randomUUID().toString().replace("-", "").toUpperCase(java.util.Locale.ROOT));
    }

    @Override
    public void saveToken(@Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
        if (token == null) {
            if (request.getSession(false) != null) {
                request.getSession().removeAttribute(SESSION_ATTRIBUTE);
            }
            return;
        }
        request.getSession().setAttribute(SESSION_ATTRIBUTE, token.getToken());
        ResponseCookie cookie = ResponseCookie.from(COOKIE, token.getToken())
                .path("/")
                .secure(request.isSecure())
                .sameSite("Lax")
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }

    @Override
    public @Nullable CsrfToken loadToken(HttpServletRequest request) {
        if (request.getSession(false) == null) {
            return null;
        }
        Object value = request.getSession().getAttribute(SESSION_ATTRIBUTE);
        return value instanceof String text ? token(text) : null;
    }

    private static CsrfToken token(String value) {
        return new DefaultCsrfToken(HEADER, PARAMETER, value);
    }
}

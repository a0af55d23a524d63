package org.homeward.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticationException;

/**
 * What the sign-in page says of a try that failed, once. It is kept with the session and in no address: what is typed for a
 * name may be a password.
 *
 * @param name as it was typed
 * @param minutes until another try is of use; null where that is now
 */
public record WhoTried(String name, @Nullable Long minutes) {

    private static final String NAME = WhoTried.class.getName() + ".name";
    private static final String MINUTES = WhoTried.class.getName() + ".minutes";
    private static final int LONGEST = 64;

    static void keep(HttpServletRequest request, AuthenticationException failed) {
        String name = request.getParameter("username");
        HttpSession session = request.getSession();
        session.setAttribute(NAME, name == null || name.length() > LONGEST ? "" : name);
        if (failed.getCause() instanceof SignInThrottle.Waits waits) {
            session.setAttribute(MINUTES, waits.minutes());
        }
    }

    /** Reads it and forgets it. */
    public static WhoTried last(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return new WhoTried("", null);
        }
        WhoTried last = new WhoTried(
                session.getAttribute(NAME) instanceof String name ? name : "",
                session.getAttribute(MINUTES) instanceof Long minutes ? minutes : null);
        session.removeAttribute(NAME);
        session.removeAttribute(MINUTES);
        return last;
    }
}

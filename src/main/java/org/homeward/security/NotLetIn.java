package org.homeward.security;

import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;

/** The identity provider knows them, and they may not come in here. */
final class NotLetIn extends OAuth2AuthenticationException {

    private static final long serialVersionUID = 1L;

    enum Why {
        NO_GROUP,
        PUT_OUT,
        /** The provider told of no groups at all, which says nothing about what somebody may. */
        NO_GROUPS_TOLD,
        /** They came by a sign-in at the provider that is too long ago. */
        TOO_LONG_AGO
    }

    private final Why why;
    private final String who;

    /** @param who the person's id, where they have one here */
    NotLetIn(Why why, String who) {
        super(new OAuth2Error(why.name().toLowerCase(java.util.Locale.ROOT)));
        this.why = why;
        this.who = who;
    }

    Why why() {
        return why;
    }

    String who() {
        return who;
    }
}

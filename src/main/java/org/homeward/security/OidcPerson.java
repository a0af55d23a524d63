package org.homeward.security;

import java.util.Collection;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;

/** One of our people, let in by the identity provider; its token is kept to sign out there too. */
final class OidcPerson extends DefaultOidcUser {

    private static final long serialVersionUID = 1L;

    private final String personId;

    OidcPerson(String personId, Collection<? extends GrantedAuthority> authorities, OidcIdToken token) {
        super(authorities, token);
        this.personId = personId;
    }

    /** The person's id here, as everything asks for it; not what the provider calls them. */
    @Override
    public String getName() {
        return personId;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OidcPerson same && same.personId.equals(personId);
    }

    @Override
    public int hashCode() {
        return personId.hashCode();
    }
}

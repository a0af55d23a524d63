package org.homeward.security;

import java.util.List;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.stereotype.Component;

/** Local sign-in: our people as Spring Security sees them. */
@Component
class SignIn implements UserDetailsService {

    private final People people;
    private final SignInSettings settings;

    SignIn(People people, SignInSettings settings) {
        this.people = people;
        this.settings = settings;
    }

    @Override
    public UserDetails loadUserByUsername(String username) {
        Person person = people.find(username)
                .filter(Person::active)
                .filter(one -> one.kind() == Person.Kind.SYSTEM
                        // whom the provider knows comes by it alone: its second factor and its groups are not gone
                        // round
                        || (settings.passwords() && !people.isKnownToProvider(one.id())))
                .orElseThrow(() -> new UsernameNotFoundException("No such person"));
        String hash = people.passwordHash(username)
                .orElseThrow(() -> new UsernameNotFoundException("No password to sign in with"));
        return User.withUsername(person.id())
                .password(hash)
                .authorities(authorities(person))
                .build();
    }

    static List<SimpleGrantedAuthority> authorities(Person person) {
        return person.memberships().stream()
                .map(membership ->
                        new SimpleGrantedAuthority("ROLE_" + membership.role().code()))
                .distinct()
                .toList();
    }
}

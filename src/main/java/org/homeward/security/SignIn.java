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

    SignIn(People people) {
        this.people = people;
    }

    @Override
    public UserDetails loadUserByUsername(String username) {
        Person person = people.find(username)
                .filter(Person::active)
                .orElseThrow(() -> new UsernameNotFoundException("No such person"));
        String hash = people.passwordHash(username)
                .orElseThrow(() -> new UsernameNotFoundException("No password to sign in with"));
        List<SimpleGrantedAuthority> authorities = person.memberships().stream()
                .map(membership ->
                        new SimpleGrantedAuthority("ROLE_" + membership.role().code()))
                .distinct()
                .toList();
        return User.withUsername(person.id())
                .password(hash)
                .authorities(authorities)
                .build();
    }
}

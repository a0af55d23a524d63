package org.homeward.security;

import java.util.Optional;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Who is asking. The person is read anew for each request, so that a lost role is lost at once. */
@Component
public class SignedIn {

    private final People people;

    SignedIn(People people) {
        this.people = people;
    }

    /** The person or system behind the current request, if any. */
    public Optional<Person> current() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null
                || !authentication.isAuthenticated()
                || authentication instanceof AnonymousAuthenticationToken) {
            return Optional.empty();
        }
        return people.find(authentication.getName()).filter(Person::active);
    }

    /**
     * The person or system behind the current request.
     *
     * @throws IllegalStateException where nobody is signed in; the filter chain does not let that happen
     */
    public Person person() {
        return current().orElseThrow(() -> new IllegalStateException("Nobody is signed in"));
    }
}

package org.homeward.security;

import java.util.Optional;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/** Who is asking. The person is read anew for each request, so that a lost role is lost at once. */
@Component
public class SignedIn {

    private static final String PERSON = SignedIn.class.getName() + ".person";

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
        return find(authentication.getName()).filter(Person::active);
    }

    /** Once for each request, though several ask: the door, the page and its frame. */
    private Optional<Person> find(String id) {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        if (request == null) {
            return people.find(id);
        }
        if (request.getAttribute(PERSON, RequestAttributes.SCOPE_REQUEST) instanceof Person known
                && known.id().equals(id)) {
            return Optional.of(known);
        }
        Optional<Person> found = people.find(id);
        found.ifPresent(person -> request.setAttribute(PERSON, person, RequestAttributes.SCOPE_REQUEST));
        return found;
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

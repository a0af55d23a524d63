package org.homeward.directory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.homeward.security.Access;
import org.homeward.security.Membership;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.SignedIn;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Whose directory somebody reads and keeps, looked up at each request: that of the health systems they belong to. Another
 * health system's does not exist.
 */
@Component
class DirectoryAccess {

    private final SignedIn signedIn;
    private final People people;

    DirectoryAccess(SignedIn signedIn, People people) {
        this.signedIn = signedIn;
        this.people = people;
    }

    Person reader() {
        return signedIn.person();
    }

    /** Names of the health systems whose directory this person keeps, by id. */
    Map<String, String> kept(Person person) {
        Map<String, String> kept = new LinkedHashMap<>();
        people.organizations().forEach((id, name) -> {
            if (keeps(person, id)) {
                kept.put(id, name);
            }
        });
        return kept;
    }

    boolean keeps(Person person, String owner) {
        return person.memberships().stream()
                .filter(membership -> membership.organizationId().equals(owner))
                .map(Membership::role)
                .anyMatch(Access.DIRECTORY_KEEPERS::contains);
    }

    Person keeper() {
        return signedIn.person();
    }

    boolean sees(Person person, Programme programme) {
        return person.organizations().contains(programme.ownerId());
    }

    static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException noId) {
            throw notThere();
        }
    }

    static ResponseStatusException notThere() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}

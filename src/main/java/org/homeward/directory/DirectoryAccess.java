package org.homeward.directory;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.homeward.security.Membership;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.SignedIn;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Who may read and who may keep a directory, looked up at each request. Everybody of a health system reads its
 * directory; who refers patients, or leads those who do, keeps it. Another health system's does not exist.
 */
@Component
class DirectoryAccess {

    private static final Set<Role> KEEPERS =
            EnumSet.of(Role.SOCIAL_WORKER, Role.CARE_MANAGER, Role.TEAM_LEAD, Role.SUPERVISOR, Role.ADMIN);

    private final SignedIn signedIn;
    private final People people;

    DirectoryAccess(SignedIn signedIn, People people) {
        this.signedIn = signedIn;
        this.people = people;
    }

    Person reader() {
        Person person = signedIn.person();
        if (person.kind() != Person.Kind.PERSON || person.organizations().isEmpty()) {
            throw notThere();
        }
        return person;
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
                .anyMatch(KEEPERS::contains);
    }

    Person keeper() {
        Person person = reader();
        if (kept(person).isEmpty()) {
            throw notThere();
        }
        return person;
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

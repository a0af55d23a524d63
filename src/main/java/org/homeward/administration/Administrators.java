package org.homeward.administration;

import java.util.List;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.SignedIn;
import org.homeward.security.Team;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Who may administer what, looked up at each request: a role that was taken back is gone at once. */
@Component
class Administrators {

    private final SignedIn signedIn;
    private final People people;

    Administrators(SignedIn signedIn, People people) {
        this.signedIn = signedIn;
        this.people = people;
    }

    /** The administrator who asks: nobody else is let in here. */
    Person administrator() {
        return signedIn.person();
    }

    /** Teams whose roster this person keeps: all for an administrator, their own for leads and supervisors. */
    List<Team> rosters(Person person) {
        return people.teams().stream()
                .filter(team -> person.has(Role.ADMIN)
                        || person.has(Role.TEAM_LEAD, team.id())
                        || person.has(Role.SUPERVISOR, team.id()))
                .toList();
    }

    Person keeper() {
        return signedIn.person();
    }

    static ResponseStatusException notThere() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}

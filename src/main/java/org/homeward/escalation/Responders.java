package org.homeward.escalation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.homeward.calendar.Rosters;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.springframework.stereotype.Component;

/**
 * Find the people who answer for a rung: the one of the role who is on duty or on call, else everybody who holds the
 * role, else the same for the team's lead, then its supervisors, then anybody who works there. Nobody at all is a team
 * without people.
 */
@Component
class Responders {

    /** @param people the first is the named person; never empty */
    record Responsible(Role role, List<Person> people) {}

    private final Rosters rosters;
    private final People people;

    Responders(Rosters rosters, People people) {
        this.rosters = rosters;
        this.people = people;
    }

    Optional<Responsible> of(String teamId, String ladderRole, Instant at) {
        Stream<Role> wanted = Stream.concat(Role.of(ladderRole).stream(), Stream.of(Role.TEAM_LEAD, Role.SUPERVISOR));
        Stream<Role> anybody = Stream.of(Role.values()).filter(Role::worksWithPatients);
        return Stream.concat(wanted, anybody)
                .distinct()
                .flatMap(role -> holding(role, teamId, at).stream())
                .findFirst();
    }

    private Optional<Responsible> holding(Role role, String teamId, Instant at) {
        // a turn of somebody who has left, or lost the role since, answers for nothing
        Optional<Person> onTurn = rosters.at(teamId, role.code(), at).stream()
                .flatMap(turn -> people.find(turn.personId()).stream())
                .filter(person -> person.active() && person.has(role, teamId))
                .findFirst();
        if (onTurn.isPresent()) {
            return Optional.of(new Responsible(role, List.of(onTurn.get())));
        }
        List<Person> holders = people.holding(role, teamId);
        return holders.isEmpty() ? Optional.empty() : Optional.of(new Responsible(role, holders));
    }
}

package org.homeward.outreach;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.homeward.calendar.Rosters;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.worklist.TaskBackground;
import org.homeward.worklist.WorkItem;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Shows whoever talks with a patient to whom a danger sign goes, before they need to know. */
@Component
@Order(0)
class OnCallNow implements TaskBackground {

    private final Rosters rosters;
    private final People people;
    private final Clock clock;

    OnCallNow(Rosters rosters, People people, Clock clock) {
        this.rosters = rosters;
        this.people = people;
        this.clock = clock;
    }

    @Override
    public List<Note> of(WorkItem item) {
        if (!"post-discharge-outreach".equals(item.processKey())) {
            return List.of();
        }
        return List.of(note(item.teamId()));
    }

    /** Who takes a danger sign over at this moment. */
    Note note(String teamId) {
        Instant now = clock.instant();
        String who = String.join(
                " or ",
                people(teamId).stream().map(Person::displayName).sorted().toList());
        return new Note(
                now,
                who.isEmpty()
                        ? "Nobody is on call for this team: hand a danger sign over to the supervisor."
                        : "A danger sign goes to the clinician on call: " + who + ".");
    }

    /** Who is on duty as clinician on call; where no roster says so, everybody who may be. */
    List<Person> people(String teamId) {
        List<Person> onDuty = rosters.at(teamId, Role.ON_CALL_CLINICIAN.code(), clock.instant()).stream()
                .flatMap(turn -> people.find(turn.personId()).stream())
                .filter(Person::active)
                .distinct()
                .toList();
        return onDuty.isEmpty() ? people.holding(Role.ON_CALL_CLINICIAN, teamId) : onDuty;
    }
}

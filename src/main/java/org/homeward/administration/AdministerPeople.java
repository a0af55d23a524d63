package org.homeward.administration;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homeward.audit.Audit;
import org.homeward.calendar.Rosters;
import org.homeward.security.PasswordRules;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.worklist.Tasks;
import org.homeward.worklist.WorkItem;
import org.homeward.worklist.Worklist;
import org.jspecify.annotations.Nullable;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Change who may come in and what they may do, each change with its line in the trail. What may not be is answered with
 * the reason, in words; nothing has happened then.
 */
@Service
class AdministerPeople {

    private static final int PAGE = 200;

    private final People people;
    private final PasswordRules rules;
    private final Rosters rosters;
    private final Worklist worklist;
    private final Tasks tasks;
    private final FindByIndexNameSessionRepository<?> sessions;
    private final Audit audit;
    private final Clock clock;

    AdministerPeople(
            People people,
            PasswordRules rules,
            Rosters rosters,
            Worklist worklist,
            Tasks tasks,
            FindByIndexNameSessionRepository<?> sessions,
            Audit audit,
            Clock clock) {
        this.people = people;
        this.rules = rules;
        this.rosters = rosters;
        this.worklist = worklist;
        this.tasks = tasks;
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional
    Optional<String> add(String id, Person.Kind kind, String name, @Nullable String email, String password, String by) {
        if (people.find(id).isPresent()) {
            return Optional.of("Somebody signs in with this name already");
        }
        Optional<String> problem = rules.problem(id, password, name, email);
        if (problem.isEmpty()) {
            if (!people.addNew(id, kind, name, email, password)) {
                return Optional.of("Somebody signs in with this name already, or it is kept for Homeward itself");
            }
            audit.record(by, "person.added", "person", id, null, Map.of("kind", kind.name()));
        }
        return problem;
    }

    /** @param seen as it stood on the page that was filled in */
    @Transactional
    Optional<String> change(Person seen, String name, @Nullable String email, String by) {
        if (!people.change(seen, name, email)) {
            return Optional.of("Somebody else has changed this person meanwhile. Look at what it says now");
        }
        audit.record(by, "person.changed", "person", seen.id(), null, Map.of());
        return Optional.empty();
    }

    @Transactional
    void grant(String personId, String teamId, Role role, String by) {
        people.addMembership(personId, teamId, role);
        audit.record(by, "role.granted", "person", personId, teamId, Map.of("role", role.code()));
    }

    @Transactional
    Optional<String> takeBack(String personId, String teamId, Role role, String by) {
        Person person = people.find(personId).orElseThrow();
        if (role == Role.ADMIN
                && person.active()
                && people.holders(Role.ADMIN) == 1
                && person.memberships().stream()
                                .filter(membership -> membership.role() == Role.ADMIN)
                                .count()
                        == 1) {
            return Optional.of("This is the last administrator: make somebody else one first");
        }
        people.removeMembership(personId, teamId, role);
        audit.record(by, "role.takenBack", "person", personId, teamId, Map.of("role", role.code()));
        return Optional.empty();
    }

    /** A new password ends every session of the person: whoever knew the old one is out. */
    @Transactional
    Optional<String> setPassword(String personId, String password, String by) {
        Person person = people.find(personId).orElseThrow();
        if (people.isKnownToProvider(personId)) {
            return Optional.of("This person signs in by the identity provider; a password would go round it");
        }
        Optional<String> problem = rules.problem(personId, password, person.displayName(), person.email());
        if (problem.isEmpty()) {
            people.setPassword(personId, password);
            audit.record(by, "password.set", "person", personId, null, Map.of());
            endSessions(personId);
        }
        return problem;
    }

    /**
     * Puts a person out, at their next request and at every door.
     *
     * @param giveBack whether the tasks they hold go back to their teams
     */
    @Transactional
    Optional<String> deactivate(String personId, boolean giveBack, String by) {
        Person person = people.find(personId).orElseThrow();
        if (personId.equals(by)) {
            return Optional.of("You cannot put yourself out; ask another administrator");
        }
        if (person.has(Role.ADMIN) && people.holders(Role.ADMIN) == 1) {
            return Optional.of("This is the last administrator: make somebody else one first");
        }
        int released = giveBack ? giveBack(person) : 0;
        people.deactivate(personId);
        audit.record(
                by,
                "person.deactivated",
                "person",
                personId,
                null,
                Map.of("tasksGivenBack", Integer.toString(released)));
        endSessions(personId);
        return Optional.empty();
    }

    @Transactional
    void reactivate(String personId, String by) {
        people.reactivate(personId);
        audit.record(by, "person.reactivated", "person", personId, null, Map.of());
    }

    /** Tasks the person has claimed, 200 at most. */
    @Transactional(readOnly = true)
    int holds(Person person) {
        return worklist.page(person, Worklist.Scope.MINE, null, PAGE).size();
    }

    List<Rosters.Turn> turnsToCome(String personId) {
        return rosters.toCome(personId, clock.instant());
    }

    private int giveBack(Person holder) {
        int released = 0;
        List<WorkItem> held = worklist.page(holder, Worklist.Scope.MINE, null, PAGE);
        while (!held.isEmpty()) {
            for (WorkItem item : held) {
                tasks.release(item.taskId(), holder);
                released++;
            }
            held = worklist.page(holder, Worklist.Scope.MINE, null, PAGE);
        }
        return released;
    }

    private void endSessions(String personId) {
        sessions.findByPrincipalName(personId).keySet().forEach(sessions::deleteById);
    }
}

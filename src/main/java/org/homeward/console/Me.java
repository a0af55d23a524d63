package org.homeward.console;

import org.homeward.access.BreakGlass;
import org.homeward.security.Access;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.springframework.http.HttpMethod;

/** What the page's head needs to know of who is looking. */
record Me(
        String id,
        String displayName,
        boolean worksWithPatients,
        boolean seesDirectory,
        boolean seesIntake,
        boolean seesAlarms,
        boolean seesRoster,
        boolean seesRules,
        boolean seesTrail,
        boolean administers,
        boolean reviewsGlasses,
        boolean leads,
        boolean breaksGlasses,
        boolean operates) {

    static Me of(Person person) {
        return new Me(
                person.id(),
                person.displayName(),
                !person.careTeams().isEmpty(),
                sees(person, "/directory"),
                sees(person, "/intake"),
                sees(person, "/alarms"),
                // an administrator finds the rosters under the teams
                sees(person, "/roster") && !person.careTeams().isEmpty(),
                sees(person, "/rules"),
                sees(person, "/trail"),
                sees(person, "/admin/people"),
                person.has(Role.PRIVACY_OFFICER),
                person.has(Role.TEAM_LEAD),
                sees(person, "/glass") && BreakGlass.may(person),
                person.has(Role.OPERATOR));
    }

    /** The page that this person's work begins with; whoever works with no patients has nothing on a worklist. */
    public String start() {
        if (worksWithPatients) {
            return "/my-work";
        }
        return administers
                ? "/admin/people"
                : operates ? "/alarms" : seesTrail ? "/trail" : seesRules ? "/rules" : "/my-work";
    }

    private static boolean sees(Person person, String path) {
        return Access.admits(person, HttpMethod.GET, path);
    }
}

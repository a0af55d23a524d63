package org.homeward.console;

import org.homeward.security.Person;
import org.homeward.security.Role;

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
        boolean administers) {

    static Me of(Person person) {
        return new Me(
                person.id(),
                person.displayName(),
                !person.careTeams().isEmpty(),
                person.kind() == Person.Kind.PERSON && !person.organizations().isEmpty(),
                person.has(Role.OPERATOR) || person.has(Role.TEAM_LEAD) || person.has(Role.SUPERVISOR),
                person.has(Role.OPERATOR) || person.has(Role.SUPERVISOR),
                person.has(Role.TEAM_LEAD) || person.has(Role.SUPERVISOR),
                person.has(Role.PRESCRIBER)
                        || person.has(Role.ON_CALL_CLINICIAN)
                        || person.has(Role.TEAM_LEAD)
                        || person.has(Role.SUPERVISOR)
                        || person.has(Role.PROCESS_OWNER)
                        || person.has(Role.ADMIN),
                person.has(Role.PRIVACY_OFFICER) || person.has(Role.OPERATOR),
                person.has(Role.ADMIN));
    }
}

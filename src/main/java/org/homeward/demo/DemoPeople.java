package org.homeward.demo;

import java.time.ZoneId;
import java.util.List;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Made-up people who work in made-up teams; their password is printed at start. Never outside the demo. */
@Component
@Profile("demo")
class DemoPeople implements SmartInitializingSingleton {

    static final String PASSWORD = "homeward-demo";

    record DemoPerson(String id, String name, List<Role> roles, List<String> teams) {}

    private static final String NORTH = "transitions-north";
    private static final String SOUTH = "transitions-south";
    private static final String DESK = "coordination-desk";
    private static final String LAKESIDE = "lakeside-transitions";

    static final List<DemoPerson> PEOPLE = List.of(
            new DemoPerson("nora", "Nora Lindqvist, RN", List.of(Role.NURSE), List.of(NORTH, DESK)),
            new DemoPerson("mateo", "Mateo Ibáñez, RN", List.of(Role.NURSE), List.of(NORTH)),
            new DemoPerson("sam", "Sam Okafor, MSW", List.of(Role.SOCIAL_WORKER), List.of(NORTH, DESK)),
            new DemoPerson("priya", "Priya Raman, PharmD", List.of(Role.PHARMACIST), List.of(NORTH, DESK)),
            new DemoPerson("carla", "Carla Mendes, RN", List.of(Role.CARE_MANAGER, Role.NURSE), List.of(NORTH, DESK)),
            new DemoPerson("tom", "Tom Becker, RN", List.of(Role.TEAM_LEAD, Role.NURSE), List.of(NORTH, DESK)),
            new DemoPerson("sofia", "Sofía Núñez", List.of(Role.SUPERVISOR), List.of(NORTH, SOUTH, DESK)),
            new DemoPerson(
                    "dr-ahn",
                    "Dr. Grace Ahn",
                    List.of(Role.ON_CALL_CLINICIAN, Role.PRESCRIBER),
                    List.of(NORTH, SOUTH, DESK)),
            new DemoPerson(
                    "sue", "Sue Park, RN", List.of(Role.NURSE, Role.CARE_MANAGER, Role.TEAM_LEAD), List.of(SOUTH)),
            new DemoPerson(
                    "lena",
                    "Lena Hoffmann, RN",
                    List.of(Role.NURSE, Role.CARE_MANAGER, Role.TEAM_LEAD, Role.SUPERVISOR, Role.ON_CALL_CLINICIAN),
                    List.of(LAKESIDE)),
            new DemoPerson("pia", "Pia Larsen", List.of(Role.PRIVACY_OFFICER), List.of(NORTH)),
            new DemoPerson("olga", "Olga Petrova", List.of(Role.PROCESS_OWNER, Role.OPERATOR), List.of(NORTH)),
            new DemoPerson("adam", "Adam Novak", List.of(Role.ADMIN), List.of(NORTH)));

    private final People people;

    DemoPeople(People people) {
        this.people = people;
    }

    @Override
    public void afterSingletonsInstantiated() {
        people.addOrganization("cascadia-health", "Cascadia Health");
        people.addOrganization("lakeside-health", "Lakeside Health");
        ZoneId eastern = ZoneId.of("America/New_York");
        people.addTeam(new Team(NORTH, "cascadia-health", "Transitions North", eastern));
        people.addTeam(new Team(SOUTH, "cascadia-health", "Transitions South", eastern));
        people.addTeam(new Team(DESK, "cascadia-health", "Coordination desk", eastern));
        people.addTeam(new Team(LAKESIDE, "lakeside-health", "Lakeside transitions", ZoneId.of("America/Chicago")));
        for (DemoPerson person : PEOPLE) {
            boolean known = people.passwordHash(person.id()).isPresent();
            people.addPerson(
                    person.id(),
                    Person.Kind.PERSON,
                    person.name(),
                    person.id() + "@homeward.invalid",
                    known ? null : PASSWORD);
            person.teams()
                    .forEach(team -> person.roles().forEach(role -> people.addMembership(person.id(), team, role)));
        }
        if (people.passwordHash("st-brendan-adt").isEmpty()) {
            people.addPerson("st-brendan-adt", Person.Kind.SYSTEM, "St. Brendan discharge feed", null, PASSWORD);
            people.addMembership("st-brendan-adt", NORTH, Role.INTEGRATION);
        }
    }
}

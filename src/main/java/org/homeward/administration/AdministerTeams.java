package org.homeward.administration;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.homeward.audit.Audit;
import org.homeward.calendar.Hours;
import org.homeward.calendar.Rosters;
import org.homeward.calendar.TeamCalendars;
import org.homeward.security.People;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Change teams, the hours they are there, and their rosters. Open deadlines of a team follow its hours, with the reason. */
@Service
class AdministerTeams {

    private final People people;
    private final TeamCalendars calendars;
    private final Rosters rosters;
    private final Audit audit;

    AdministerTeams(People people, TeamCalendars calendars, Rosters rosters, Audit audit) {
        this.people = people;
        this.calendars = calendars;
        this.rosters = rosters;
        this.audit = audit;
    }

    @Transactional
    Optional<String> addOrganization(String id, String name, String by) {
        if (people.organizations().containsKey(id)) {
            return Optional.of("There is an organisation with this code already");
        }
        people.addOrganization(id, name);
        audit.record(by, "organization.added", "organization", id, null, Map.of());
        return Optional.empty();
    }

    @Transactional
    Optional<String> add(Team team, String by) {
        if (people.team(team.id()).isPresent()) {
            return Optional.of("There is a team with this code already");
        }
        people.addTeam(team);
        audit.record(by, "team.added", "team", team.id(), team.id(), Map.of());
        return Optional.empty();
    }

    /** @param seen as it stood on the page that was filled in */
    @Transactional
    Optional<String> change(Team seen, String name, ZoneId zone, String by) {
        if (!people.change(seen, name, zone)) {
            return Optional.of("Somebody else has changed this team meanwhile. Look at what it says now");
        }
        audit.record(by, "team.changed", "team", seen.id(), seen.id(), Map.of());
        if (!seen.timeZone().equals(zone)) {
            calendars.zoneChanged(seen.id(), "The team's time zone was changed");
        }
        return Optional.empty();
    }

    @Transactional
    void staff(String teamId, Map<DayOfWeek, List<Hours>> week, String reason, String by) {
        week.forEach((day, hours) -> calendars.staff(teamId, day, hours, reason));
        audit.record(by, "team.hoursChanged", "team", teamId, teamId, Map.of());
    }

    @Transactional
    void addHoliday(String teamId, LocalDate day, String name, String by) {
        calendars.addHoliday(teamId, day, name);
        audit.record(by, "holiday.added", "team", teamId, teamId, Map.of("day", day.toString()));
    }

    @Transactional
    void forgetHoliday(String teamId, LocalDate day, String by) {
        calendars.forgetHoliday(teamId, day, "A holiday of the team was taken out");
        audit.record(by, "holiday.removed", "team", teamId, teamId, Map.of("day", day.toString()));
    }

    @Transactional
    void addTurn(String teamId, Role role, String personId, Rosters.Duty duty, Instant from, Instant to, String by) {
        Rosters.Turn turn = rosters.add(teamId, role.code(), personId, duty, from, to);
        audit.record(
                by,
                "turn.added",
                "turn",
                turn.id().toString(),
                teamId,
                Map.of("person", personId, "role", role.code(), "duty", duty.name()));
    }

    @Transactional
    void removeTurn(Rosters.Turn turn, String by) {
        rosters.remove(turn.id());
        audit.record(
                by,
                "turn.removed",
                "turn",
                turn.id().toString(),
                turn.teamId(),
                Map.of("person", turn.personId(), "role", turn.role()));
    }

    Optional<Rosters.Turn> turn(String teamId, UUID id) {
        return rosters.find(id).filter(turn -> turn.teamId().equals(teamId));
    }
}

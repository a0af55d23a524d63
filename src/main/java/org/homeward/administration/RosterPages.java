package org.homeward.administration;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.TextStyle;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.homeward.calendar.BusinessClock;
import org.homeward.calendar.Rosters;
import org.homeward.calendar.Rosters.Duty;
import org.homeward.calendar.Rosters.Turn;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who of a team is on duty and on call, a week at a time, in the team's own zone. */
@Controller
@RequestMapping("/roster")
class RosterPages {

    /** Whom the ladder calls: nobody there means that it takes whoever holds the role. */
    private static final List<Role> CALLED = List.of(Role.TEAM_LEAD, Role.SUPERVISOR, Role.ON_CALL_CLINICIAN);

    private static final Duration LONGEST = Duration.ofDays(62);
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("EEE, MMM d, h:mm a", Locale.US);
    private static final DateTimeFormatter FIELD = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm");

    record TurnRow(UUID id, String who, String role, String duty, String from, String to, boolean overlaps) {}

    record Choice(String value, String words) {}

    private final Administrators administrators;
    private final AdministerTeams administer;
    private final Rosters rosters;
    private final People people;
    private final BusinessClock clock;

    RosterPages(
            Administrators administrators,
            AdministerTeams administer,
            Rosters rosters,
            People people,
            BusinessClock clock) {
        this.administrators = administrators;
        this.administer = administer;
        this.rosters = rosters;
        this.people = people;
        this.clock = clock;
    }

    @GetMapping
    String first() {
        return administrators.rosters(administrators.keeper()).stream()
                .findFirst()
                .map(team -> "redirect:/roster/" + team.id())
                .orElseThrow(Administrators::notThere);
    }

    @GetMapping("/{teamId}")
    String week(@PathVariable String teamId, @RequestParam(defaultValue = "") String week, Model model) {
        Person keeper = administrators.keeper();
        return show(kept(teamId, keeper), keeper, week, Map.of(), Map.of(), model);
    }

    @PostMapping("/{teamId}")
    String add(
            @PathVariable String teamId,
            @RequestParam(defaultValue = "") String person,
            @RequestParam(defaultValue = "") String role,
            @RequestParam(defaultValue = "ON_DUTY") Duty duty,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String to,
            Model model,
            RedirectAttributes flash) {
        Person keeper = administrators.keeper();
        Team team = kept(teamId, keeper);
        Map<String, String> problems = new LinkedHashMap<>();
        Role known = Role.of(role).filter(Role::worksWithPatients).orElse(null);
        if (known == null) {
            problems.put("role", "Choose the role");
        } else if (people.find(person)
                .filter(Person::active)
                .filter(one -> one.has(known, teamId))
                .isEmpty()) {
            problems.put("person", "Choose somebody who holds this role in the team");
        }
        Instant start = instant(from, team.timeZone());
        Instant end = instant(to, team.timeZone());
        if (start == null) {
            problems.put("from", "Enter when the turn begins");
        }
        if (end == null) {
            problems.put("to", "Enter when the turn ends");
        } else if (start != null && !start.isBefore(end)) {
            problems.put("to", "The turn ends after it begins");
        } else if (!end.isAfter(clock.instant())) {
            problems.put("to", "This turn is over already");
        } else if (start != null && Duration.between(start, end).compareTo(LONGEST) > 0) {
            problems.put("to", "A turn is at most 62 days long");
        }
        if (known == null || start == null || end == null || !problems.isEmpty()) {
            return show(
                    team,
                    keeper,
                    from.length() >= 10 ? from.substring(0, 10) : "",
                    Map.of("person", person, "role", role, "duty", duty.name(), "from", from, "to", to),
                    problems,
                    model);
        }
        administer.addTurn(teamId, known, person, duty, start, end, keeper.id());
        flash.addFlashAttribute("done", "The turn is on the roster.");
        return "redirect:/roster/" + teamId + "?week="
                + start.atZone(team.timeZone()).toLocalDate();
    }

    @PostMapping("/{teamId}/turns/{id}/remove")
    String remove(
            @PathVariable String teamId,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String week,
            RedirectAttributes flash) {
        Person keeper = administrators.keeper();
        kept(teamId, keeper);
        administer
                .turn(teamId, id)
                .ifPresentOrElse(
                        turn -> {
                            administer.removeTurn(turn, keeper.id());
                            flash.addFlashAttribute("done", "The turn was taken off the roster.");
                        },
                        () -> flash.addFlashAttribute("refused", "Somebody else has taken this turn off already."));
        return "redirect:/roster/" + teamId + (date(week) == null ? "" : "?week=" + week);
    }

    private String show(
            Team team,
            Person keeper,
            String week,
            Map<String, String> typed,
            Map<String, String> problems,
            Model model) {
        ZoneId zone = team.timeZone();
        LocalDate asked = date(week);
        LocalDate monday = (asked == null ? clock.instant().atZone(zone).toLocalDate() : asked)
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        Instant from = monday.atStartOfDay(zone).toInstant();
        Instant to = monday.plusWeeks(1).atStartOfDay(zone).toInstant();
        List<Turn> turns = rosters.between(team.id(), from, to);
        Map<String, String> names =
                people.names(turns.stream().map(Turn::personId).distinct().toList());
        model.addAttribute("team", team);
        model.addAttribute("zoneWords", zone.getDisplayName(TextStyle.FULL_STANDALONE, Locale.US));
        model.addAttribute("teams", administrators.rosters(keeper));
        model.addAttribute("week", monday);
        model.addAttribute(
                "weekWords",
                DateTimeFormatter.ofPattern("MMM d", Locale.US).format(monday) + " to "
                        + DateTimeFormatter.ofPattern("MMM d, yyyy", Locale.US).format(monday.plusDays(6)));
        model.addAttribute("before", monday.minusWeeks(1));
        model.addAttribute("after", monday.plusWeeks(1));
        model.addAttribute(
                "rows",
                turns.stream()
                        .map(turn -> new TurnRow(
                                turn.id(),
                                names.getOrDefault(turn.personId(), turn.personId()),
                                turn.role().replace('-', ' '),
                                turn.duty() == Duty.ON_CALL ? "on call" : "on duty",
                                MOMENT.format(turn.from().atZone(zone)),
                                MOMENT.format(turn.to().atZone(zone)),
                                overlaps(turn, turns)))
                        .toList());
        Instant now = clock.instant();
        model.addAttribute("gaps", to.isAfter(now) ? gaps(turns, now.isAfter(from) ? now : from, to, zone) : List.of());
        List<Person> members = people.ofTeam(team.id());
        model.addAttribute(
                "people",
                members.stream()
                        .filter(one -> one.careTeams().contains(team.id()))
                        .map(one -> new Choice(one.id(), one.displayName() + " (" + roles(one, team.id()) + ")"))
                        .toList());
        model.addAttribute(
                "roles",
                java.util.Arrays.stream(Role.values())
                        .filter(Role::worksWithPatients)
                        .map(role -> new Choice(role.code(), PeoplePages.words(role)))
                        .toList());
        LocalDate today = now.atZone(zone).toLocalDate();
        LocalDate first = monday.isBefore(today) && monday.plusDays(7).isAfter(today) ? today : monday;
        Map<String, String> filled = new LinkedHashMap<>(Map.of(
                "person",
                "",
                "role",
                "",
                "duty",
                "ON_DUTY",
                "from",
                FIELD.format(first.atTime(8, 0)),
                "to",
                FIELD.format(first.atTime(17, 0))));
        filled.putAll(typed);
        model.addAttribute("typed", filled);
        model.addAttribute("problems", problems);
        return "roster";
    }

    private static boolean overlaps(Turn turn, List<Turn> turns) {
        return turns.stream()
                .anyMatch(other -> !other.id().equals(turn.id())
                        && other.personId().equals(turn.personId())
                        && other.role().equals(turn.role())
                        && other.from().isBefore(turn.to())
                        && turn.from().isBefore(other.to()));
    }

    /** For each role that a missed step climbs to: when in the rest of this week nobody is named. */
    private static List<String> gaps(List<Turn> turns, Instant from, Instant to, ZoneId zone) {
        List<String> gaps = new ArrayList<>();
        for (Role role : CALLED) {
            List<Turn> ofRole = turns.stream()
                    .filter(turn -> turn.role().equals(role.code()))
                    .toList();
            if (ofRole.isEmpty()) {
                gaps.add("No " + role.code().replace('-', ' ') + " is on the roster this week");
            } else if (role == Role.ON_CALL_CLINICIAN) {
                // the ladder may need a clinician at any hour; leads and supervisors in staffed hours only
                Instant covered = from;
                for (Turn turn : ofRole) {
                    if (turn.from().isAfter(covered)) {
                        gaps.add(uncovered(covered, turn.from(), zone));
                    }
                    covered = turn.to().isAfter(covered) ? turn.to() : covered;
                }
                if (covered.isBefore(to)) {
                    gaps.add(uncovered(covered, to, zone));
                }
            }
        }
        return gaps;
    }

    private static String uncovered(Instant from, Instant to, ZoneId zone) {
        return "No on call clinician from " + MOMENT.format(from.atZone(zone)) + " to "
                + MOMENT.format(to.atZone(zone));
    }

    private static String roles(Person person, String teamId) {
        return person.memberships().stream()
                .filter(membership -> membership.teamId().equals(teamId))
                .map(membership -> membership.role().code().replace('-', ' '))
                .collect(Collectors.joining(", "));
    }

    private Team kept(String teamId, Person keeper) {
        return administrators.rosters(keeper).stream()
                .filter(team -> team.id().equals(teamId))
                .findFirst()
                .orElseThrow(Administrators::notThere);
    }

    private static @Nullable Instant instant(String text, ZoneId zone) {
        try {
            return LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeParseException notAMoment) {
            return null;
        }
    }

    private static @Nullable LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException notADay) {
            return null;
        }
    }
}

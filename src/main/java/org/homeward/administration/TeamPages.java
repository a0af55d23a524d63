package org.homeward.administration;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.homeward.calendar.BusinessClock;
import org.homeward.calendar.Hours;
import org.homeward.calendar.TeamCalendars;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Team;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Organisations and teams: added, renamed, with the hours in which somebody is there and their own holidays. */
@Controller
@RequestMapping("/admin/teams")
class TeamPages {

    private static final Pattern CODE = Pattern.compile("[a-z0-9][a-z0-9-]{1,63}");
    private static final Pattern STRETCH = Pattern.compile("(\\d{1,2}:\\d{2})\\s*[-\u2013]\\s*(\\d{1,2}:\\d{2})");

    record TeamRow(String id, String name, String organization, String zone, int people) {}

    record DayRow(String day, String words, String hours) {}

    record HolidayRow(LocalDate day, String words) {}

    private final Administrators administrators;
    private final AdministerTeams administer;
    private final People people;
    private final TeamCalendars calendars;
    private final BusinessClock clock;

    TeamPages(
            Administrators administrators,
            AdministerTeams administer,
            People people,
            TeamCalendars calendars,
            BusinessClock clock) {
        this.administrators = administrators;
        this.administer = administer;
        this.people = people;
        this.calendars = calendars;
        this.clock = clock;
    }

    @GetMapping
    String list(Model model) {
        administrators.administrator();
        return list(Map.of(), Map.of(), model);
    }

    @PostMapping("/organizations")
    String addOrganization(
            @RequestParam(defaultValue = "") String id,
            @RequestParam(defaultValue = "") String name,
            Model model,
            RedirectAttributes flash) {
        Person by = administrators.administrator();
        Map<String, String> problems = new LinkedHashMap<>();
        if (!CODE.matcher(id.strip()).matches()) {
            problems.put("organizationId", "Choose 2 to 64 small letters, digits or -, such as cascadia-health");
        }
        checkName(name, "organizationName", problems);
        if (problems.isEmpty()) {
            administer
                    .addOrganization(id.strip(), name.strip(), by.id())
                    .ifPresent(problem -> problems.put("organizationId", problem));
        }
        if (!problems.isEmpty()) {
            return list(Map.of("organizationId", id, "organizationName", name), problems, model);
        }
        flash.addFlashAttribute("done", "The organisation was added.");
        return "redirect:/admin/teams";
    }

    @PostMapping
    String add(
            @RequestParam(defaultValue = "") String id,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String organization,
            @RequestParam(defaultValue = "") String zone,
            Model model,
            RedirectAttributes flash) {
        Person by = administrators.administrator();
        Map<String, String> problems = new LinkedHashMap<>();
        if (!CODE.matcher(id.strip()).matches()) {
            problems.put("id", "Choose 2 to 64 small letters, digits or -, such as transitions-north");
        }
        checkName(name, "name", problems);
        checkZone(zone, problems);
        if (!people.organizations().containsKey(organization)) {
            problems.put("organization", "Choose the organisation that the team belongs to");
        }
        if (problems.isEmpty()) {
            administer
                    .add(new Team(id.strip(), organization, name.strip(), ZoneId.of(zone)), by.id())
                    .ifPresent(problem -> problems.put("id", problem));
        }
        if (!problems.isEmpty()) {
            return list(Map.of("id", id, "name", name, "organization", organization, "zone", zone), problems, model);
        }
        flash.addFlashAttribute("done", "The team was added. It has the site's hours until it gets its own.");
        return "redirect:/admin/teams/" + id.strip();
    }

    @GetMapping("/{id}")
    String team(@PathVariable String id, Model model) {
        administrators.administrator();
        return show(known(id), Map.of(), Map.of(), model);
    }

    @PostMapping("/{id}")
    String change(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String zone,
            @RequestParam(defaultValue = "") String seenName,
            @RequestParam(defaultValue = "") String seenZone,
            Model model,
            RedirectAttributes flash) {
        Person by = administrators.administrator();
        Team now = known(id);
        Map<String, String> problems = new LinkedHashMap<>();
        checkName(name, "name", problems);
        checkZone(zone, problems);
        if (problems.isEmpty() && isZone(seenZone)) {
            administer
                    .change(
                            new Team(id, now.organizationId(), seenName, ZoneId.of(seenZone)),
                            name.strip(),
                            ZoneId.of(zone),
                            by.id())
                    .ifPresent(problem -> problems.put("name", problem));
        }
        if (!problems.isEmpty()) {
            return show(now, Map.of("name", name, "zone", zone), problems, model);
        }
        return done(id, "Saved.", flash);
    }

    @PostMapping("/{id}/hours")
    String staff(
            @PathVariable String id,
            @RequestParam Map<String, String> sent,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            RedirectAttributes flash) {
        Person by = administrators.administrator();
        Team team = known(id);
        Map<String, String> problems = new LinkedHashMap<>();
        Map<DayOfWeek, List<Hours>> week = new EnumMap<>(DayOfWeek.class);
        Map<String, String> typed = new LinkedHashMap<>(Map.of("reason", reason));
        for (DayOfWeek day : DayOfWeek.values()) {
            String text = sent.getOrDefault(day.name(), "").strip();
            typed.put(day.name(), text);
            try {
                week.put(day, hours(text));
            } catch (DateTimeParseException notHours) {
                problems.put(day.name(), words(day) + ": write hours as 08:00-17:00, or nothing when nobody is there");
            }
        }
        if (problems.isEmpty() && week.values().stream().allMatch(List::isEmpty)) {
            problems.put("MONDAY", "A team that is never there cannot own work: give hours for one day at least");
        }
        if (reason.isBlank() || reason.length() > 200) {
            problems.put("reason", "Say why, in at most 200 characters: it stands beside every deadline that moves");
        }
        if (!problems.isEmpty()) {
            return show(team, typed, problems, model);
        }
        administer.staff(id, week, reason.strip(), by.id());
        return done(id, "The hours hold. Open deadlines of the team were counted anew.", flash);
    }

    @PostMapping("/{id}/holidays")
    String addHoliday(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String day,
            @RequestParam(defaultValue = "") String name,
            Model model,
            RedirectAttributes flash) {
        Person by = administrators.administrator();
        Team team = known(id);
        Map<String, String> problems = new LinkedHashMap<>();
        LocalDate date = date(day);
        if (date == null
                || date.isBefore(today(team).minusYears(1))
                || date.isAfter(today(team).plusYears(5))) {
            problems.put("day", "Enter a day between a year ago and in five years");
        }
        checkName(name, "holidayName", problems);
        if (date == null || !problems.isEmpty()) {
            return show(team, Map.of("day", day, "holidayName", name), problems, model);
        }
        administer.addHoliday(id, date, name.strip(), by.id());
        return done(id, "The holiday holds. Open deadlines of the team were counted anew.", flash);
    }

    @PostMapping("/{id}/holidays/remove")
    String removeHoliday(
            @PathVariable String id, @RequestParam(defaultValue = "") String day, RedirectAttributes flash) {
        Person by = administrators.administrator();
        known(id);
        LocalDate date = date(day);
        if (date != null) {
            administer.forgetHoliday(id, date, by.id());
        }
        return done(id, "Taken out. Open deadlines of the team were counted anew.", flash);
    }

    private String list(Map<String, String> typed, Map<String, String> problems, Model model) {
        Map<String, String> organizations = people.organizations();
        model.addAttribute(
                "rows",
                people.teams().stream()
                        .map(team -> new TeamRow(
                                team.id(),
                                team.name(),
                                organizations.getOrDefault(team.organizationId(), team.organizationId()),
                                team.timeZone().getId(),
                                people.ofTeam(team.id()).size()))
                        .toList());
        model.addAttribute("organizations", organizations);
        model.addAttribute("zones", zones());
        model.addAttribute("typed", typed);
        model.addAttribute("problems", problems);
        return "admin-teams";
    }

    private String show(Team team, Map<String, String> typed, Map<String, String> problems, Model model) {
        Map<DayOfWeek, List<Hours>> week =
                calendars.of(team.id()).staffedHours().weekly();
        List<DayRow> days = new ArrayList<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            days.add(new DayRow(
                    day.name(),
                    words(day),
                    typed.getOrDefault(
                            day.name(),
                            week.getOrDefault(day, List.of()).stream()
                                    .map(hours -> hours.from() + "-" + hours.to())
                                    .sorted()
                                    .collect(Collectors.joining(", ")))));
        }
        model.addAttribute("team", team);
        model.addAttribute("name", typed.getOrDefault("name", team.name()));
        model.addAttribute("zone", typed.getOrDefault("zone", team.timeZone().getId()));
        model.addAttribute("zones", zones());
        model.addAttribute("days", days);
        model.addAttribute("typed", typed);
        model.addAttribute("problems", problems);
        model.addAttribute(
                "holidays",
                calendars.ownHolidays(team.id(), today(team)).stream()
                        .map(holiday -> new HolidayRow(
                                holiday.day(),
                                holiday.day().getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.US) + " "
                                        + holiday.day() + ", " + holiday.name()
                                        + (holiday.added() ? "" : " (the team works)")))
                        .toList());
        return "admin-team";
    }

    private static List<Hours> hours(String text) {
        List<Hours> stretches = new ArrayList<>();
        for (String part : text.isEmpty() ? List.<String>of() : List.of(text.split(","))) {
            var stretch = STRETCH.matcher(part.strip());
            if (!stretch.matches()) {
                throw new DateTimeParseException("not hours", part, 0);
            }
            stretches.add(new Hours(time(stretch.group(1)), time(stretch.group(2))));
        }
        return stretches;
    }

    private static LocalTime time(String text) {
        return LocalTime.parse(text.length() == 4 ? "0" + text : text);
    }

    private LocalDate today(Team team) {
        return clock.instant().atZone(team.timeZone()).toLocalDate();
    }

    private static @org.jspecify.annotations.Nullable LocalDate date(String text) {
        try {
            return LocalDate.parse(text.strip());
        } catch (DateTimeParseException notADay) {
            return null;
        }
    }

    private static void checkName(String name, String field, Map<String, String> problems) {
        if (name.isBlank() || name.strip().length() > 200) {
            problems.put(field, "Enter a name of at most 200 characters");
        }
    }

    private static void checkZone(String zone, Map<String, String> problems) {
        if (!isZone(zone)) {
            problems.put("zone", "Choose a time zone, such as America/New_York");
        }
    }

    private static boolean isZone(String zone) {
        return ZoneId.getAvailableZoneIds().contains(zone);
    }

    /** Places only: a zone without daylight-saving rules of a place moves no clock in spring. */
    private static List<String> zones() {
        return ZoneId.getAvailableZoneIds().stream()
                .filter(zone -> zone.matches("(Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.*"))
                .sorted()
                .toList();
    }

    private static String words(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL, Locale.US);
    }

    private Team known(String id) {
        return people.team(id).orElseThrow(Administrators::notThere);
    }

    private static String done(String id, String words, RedirectAttributes flash) {
        flash.addFlashAttribute("done", words);
        return "redirect:/admin/teams/" + id;
    }
}

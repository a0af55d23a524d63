package org.homeward.administration;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.homeward.calendar.Rosters;
import org.homeward.security.PasswordRules;
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

/** People and systems that sign in: found, added, changed, put out. */
@Controller
@RequestMapping("/admin/people")
class PeoplePages {

    private static final int PAGE = 50;
    /** What a person signs in with; it also stands in addresses and in the trail. */
    private static final Pattern SIGN_IN_NAME = Pattern.compile("[a-z0-9][a-z0-9._@+-]{1,63}");

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]{1,189}");
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("EEE, MMM d, h:mm a", Locale.US);

    record PersonRow(String id, String name, String roles, boolean system, boolean active) {}

    record RoleRow(String teamId, String team, String role, String words) {}

    record Choice(String value, String words) {}

    private final Administrators administrators;
    private final AdministerPeople administer;
    private final PasswordRules rules;
    private final People people;

    PeoplePages(Administrators administrators, AdministerPeople administer, PasswordRules rules, People people) {
        this.administrators = administrators;
        this.administer = administer;
        this.rules = rules;
        this.people = people;
    }

    @GetMapping
    String list(@RequestParam(defaultValue = "") String q, @RequestParam(defaultValue = "0") int page, Model model) {
        administrators.administrator();
        int from = Math.max(0, Math.min(page, 10_000));
        List<Person> found = people.search(q, from * PAGE, PAGE + 1);
        model.addAttribute("q", q);
        model.addAttribute(
                "rows", found.stream().limit(PAGE).map(PeoplePages::row).toList());
        model.addAttribute("previous", from > 0 ? from - 1 : null);
        model.addAttribute("next", found.size() > PAGE ? from + 1 : null);
        return "admin-people";
    }

    @GetMapping("/new")
    String blank(Model model) {
        administrators.administrator();
        return blank(Map.of(), Map.of(), model);
    }

    @PostMapping("/new")
    String add(
            @RequestParam(defaultValue = "") String id,
            @RequestParam(defaultValue = "PERSON") Person.Kind kind,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String password,
            Model model,
            RedirectAttributes flash) {
        Person by = administrators.administrator();
        String signIn = id.strip().toLowerCase(Locale.ROOT);
        Map<String, String> problems = new LinkedHashMap<>();
        if (!SIGN_IN_NAME.matcher(signIn).matches()) {
            problems.put("id", "Choose 2 to 64 small letters, digits or any of . _ @ + -, such as nora.lindqvist");
        }
        checkNameAndEmail(name, email, problems);
        if (problems.isEmpty()) {
            administer
                    .add(signIn, kind, name.strip(), blankToNull(email), password, by.id())
                    .ifPresent(problem -> problems.put(problem.startsWith("Somebody") ? "id" : "password", problem));
        } else {
            rules.problem(signIn, password, name, email).ifPresent(problem -> problems.put("password", problem));
        }
        if (!problems.isEmpty()) {
            return blank(Map.of("id", id, "kind", kind.name(), "name", name, "email", email), problems, model);
        }
        flash.addFlashAttribute("done", "Added. Give a role in a team next: without one nothing can be seen or done.");
        return "redirect:/admin/people/" + signIn;
    }

    @GetMapping("/{id}")
    String person(@PathVariable String id, Model model) {
        administrators.administrator();
        return show(known(id), Map.of(), Map.of(), model);
    }

    @PostMapping("/{id}")
    String change(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String seenName,
            @RequestParam(defaultValue = "") String seenEmail,
            Model model,
            RedirectAttributes flash) {
        Person by = administrators.administrator();
        Person now = known(id);
        Map<String, String> problems = new LinkedHashMap<>();
        checkNameAndEmail(name, email, problems);
        if (problems.isEmpty()) {
            Person seen =
                    new Person(now.id(), now.kind(), seenName, blankToNull(seenEmail), now.active(), now.memberships());
            administer
                    .change(seen, name.strip(), blankToNull(email), by.id())
                    .ifPresent(problem -> problems.put("name", problem));
        }
        if (!problems.isEmpty()) {
            return show(now, Map.of("name", name, "email", email), problems, model);
        }
        return done(id, "Saved.", flash);
    }

    @PostMapping("/{id}/roles")
    String grant(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String team,
            @RequestParam(defaultValue = "") String role,
            RedirectAttributes flash) {
        Person by = administrators.administrator();
        Person person = known(id);
        Optional<Role> known = Role.of(role);
        if (known.isEmpty() || people.team(team).isEmpty()) {
            return refused(id, "Choose a role and a team.", flash);
        }
        if (!fits(known.get(), person.kind())) {
            return refused(
                    id,
                    person.kind() == Person.Kind.SYSTEM
                            ? "A system gets the role “integration” or, to deploy models, “process owner”."
                                    + " What people do is for people."
                            : "The role “integration” is for systems.",
                    flash);
        }
        administer.grant(id, team, known.get(), by.id());
        return done(id, "The role holds from the next click on.", flash);
    }

    @PostMapping("/{id}/roles/remove")
    String takeBack(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String team,
            @RequestParam(defaultValue = "") String role,
            RedirectAttributes flash) {
        Person by = administrators.administrator();
        known(id);
        return Role.of(role)
                .map(known -> administer.takeBack(id, team, known, by.id()))
                .map(problem -> problem.map(words -> refused(id, words + ".", flash))
                        .orElseGet(() -> done(id, "The role was taken back and is gone at the next click.", flash)))
                .orElseGet(() -> refused(id, "Choose a role.", flash));
    }

    @PostMapping("/{id}/password")
    String password(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String password,
            Model model,
            RedirectAttributes flash) {
        Person by = administrators.administrator();
        Person person = known(id);
        Optional<String> problem = administer.setPassword(id, password, by.id());
        return problem.isPresent()
                ? show(person, Map.of(), Map.of("password", problem.get()), model)
                : done(id, "The new password holds; who was signed in with the old one is out.", flash);
    }

    @PostMapping("/{id}/deactivate")
    String deactivate(
            @PathVariable String id, @RequestParam(defaultValue = "false") boolean giveBack, RedirectAttributes flash) {
        Person by = administrators.administrator();
        known(id);
        return administer
                .deactivate(id, giveBack, by.id())
                .map(problem -> refused(id, problem + ".", flash))
                .orElseGet(() -> done(id, "Put out. Nobody signs in with this name any more.", flash));
    }

    @PostMapping("/{id}/reactivate")
    String reactivate(@PathVariable String id, RedirectAttributes flash) {
        Person by = administrators.administrator();
        known(id);
        administer.reactivate(id, by.id());
        return done(id, "Back again, with the roles from before.", flash);
    }

    private static void checkNameAndEmail(String name, String email, Map<String, String> problems) {
        if (name.isBlank() || name.strip().length() > 200) {
            problems.put("name", "Enter a name of at most 200 characters");
        }
        if (!email.isBlank() && !EMAIL.matcher(email.strip()).matches()) {
            problems.put("email", "Enter an address such as nora@example.org, or nothing");
        }
    }

    private String blank(Map<String, String> typed, Map<String, String> problems, Model model) {
        model.addAttribute("typed", typed);
        model.addAttribute("problems", problems);
        return "admin-person-new";
    }

    private String show(Person person, Map<String, String> typed, Map<String, String> problems, Model model) {
        Map<String, Team> teams = people.teams().stream()
                .collect(Collectors.toMap(Team::id, team -> team, (one, other) -> one, LinkedHashMap::new));
        model.addAttribute("person", person);
        model.addAttribute("system", person.kind() == Person.Kind.SYSTEM);
        model.addAttribute("byProvider", people.isKnownToProvider(person.id()));
        model.addAttribute("name", typed.getOrDefault("name", person.displayName()));
        model.addAttribute("email", typed.getOrDefault("email", person.email() == null ? "" : person.email()));
        model.addAttribute("problems", problems);
        model.addAttribute(
                "roles",
                person.memberships().stream()
                        .map(membership -> new RoleRow(
                                membership.teamId(),
                                name(teams, membership.teamId()),
                                membership.role().code(),
                                words(membership.role())))
                        .toList());
        model.addAttribute(
                "roleChoices",
                Arrays.stream(Role.values())
                        .filter(role -> fits(role, person.kind()))
                        .map(role -> new Choice(role.code(), words(role)))
                        .toList());
        model.addAttribute(
                "teamChoices",
                teams.values().stream()
                        .map(team -> new Choice(team.id(), team.name()))
                        .toList());
        model.addAttribute("holds", person.active() ? administer.holds(person) : 0);
        model.addAttribute(
                "turns",
                administer.turnsToCome(person.id()).stream()
                        .map(turn -> turnWords(turn, teams))
                        .toList());
        return "admin-person";
    }

    /** A Modeler or a pipeline deploys as a system where people have no passwords. */
    private static boolean fits(Role role, Person.Kind kind) {
        return kind == Person.Kind.SYSTEM
                ? role == Role.INTEGRATION || role == Role.PROCESS_OWNER
                : role != Role.INTEGRATION;
    }

    private static String turnWords(Rosters.Turn turn, Map<String, Team> teams) {
        Team team = teams.get(turn.teamId());
        ZoneId zone = team == null ? java.time.ZoneOffset.UTC : team.timeZone();
        return name(teams, turn.teamId()) + ": " + turn.role().replace('-', ' ') + ", "
                + (turn.duty() == Rosters.Duty.ON_CALL ? "on call " : "on duty ")
                + MOMENT.format(turn.from().atZone(zone)) + " to "
                + MOMENT.format(turn.to().atZone(zone));
    }

    private static String name(Map<String, Team> teams, String id) {
        Team team = teams.get(id);
        return team == null ? id : team.name();
    }

    private static PersonRow row(Person person) {
        String roles = person.memberships().stream()
                .map(membership -> words(membership.role()))
                .distinct()
                .collect(Collectors.joining(", "));
        return new PersonRow(
                person.id(),
                person.displayName(),
                roles.isEmpty() ? "No role yet" : roles,
                person.kind() == Person.Kind.SYSTEM,
                person.active());
    }

    static String words(Role role) {
        String words = role.code().replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private Person known(String id) {
        return people.find(id).orElseThrow(Administrators::notThere);
    }

    private static @Nullable String blankToNull(String text) {
        return text.isBlank() ? null : text.strip();
    }

    private static String done(String id, String words, RedirectAttributes flash) {
        flash.addFlashAttribute("done", words);
        return "redirect:/admin/people/" + id;
    }

    private static String refused(String id, String words, RedirectAttributes flash) {
        flash.addFlashAttribute("refused", words);
        return "redirect:/admin/people/" + id;
    }
}

package org.homeward.administration;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.homeward.audit.Audit;
import org.homeward.security.OwnPassword;
import org.homeward.security.PasswordRules;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.SignedIn;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One's own account: what one is here, where one is signed in, one's own password. */
@Controller
@RequestMapping("/account")
class AccountPage {

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("EEE, MMM d, h:mm a", Locale.US);

    record SessionRow(String lastSeen, boolean current) {}

    private final SignedIn signedIn;
    private final People people;
    private final OwnPassword passwords;
    private final FindByIndexNameSessionRepository<?> sessions;
    private final Audit audit;

    AccountPage(
            SignedIn signedIn,
            People people,
            OwnPassword passwords,
            FindByIndexNameSessionRepository<?> sessions,
            Audit audit) {
        this.signedIn = signedIn;
        this.people = people;
        this.passwords = passwords;
        this.sessions = sessions;
        this.audit = audit;
    }

    @GetMapping
    String page(HttpServletRequest request, Model model) {
        return show(Map.of(), true, request, model);
    }

    @PostMapping("/password")
    String password(
            @RequestParam(defaultValue = "") String current,
            @RequestParam(defaultValue = "") String fresh,
            @RequestParam(defaultValue = "false") boolean endOthers,
            HttpServletRequest request,
            Model model,
            RedirectAttributes flash) {
        Person person = signedIn.person();
        if (!passwords.has(person)) {
            throw Administrators.notThere();
        }
        Map<String, String> problems = new LinkedHashMap<>();
        passwords
                .change(person, current, fresh, request.getRemoteAddr())
                .ifPresent(problem -> problems.put(problem.field(), problem.words()));
        if (!problems.isEmpty()) {
            return show(problems, endOthers, request, model);
        }
        if (endOthers) {
            endOthers(person, request);
        }
        // whoever copied the old session's cookie has nothing
        request.changeSessionId();
        flash.addFlashAttribute("done", "Password changed.");
        return "redirect:/account";
    }

    @PostMapping("/sessions/end")
    String endOthers(HttpServletRequest request, RedirectAttributes flash) {
        int ended = endOthers(signedIn.person(), request);
        flash.addFlashAttribute(
                "done", ended == 1 ? "One other session is over." : ended + " other sessions are over.");
        return "redirect:/account";
    }

    private int endOthers(Person person, HttpServletRequest request) {
        String own = request.getSession().getId();
        List<String> others = sessions.findByPrincipalName(person.id()).keySet().stream()
                .filter(id -> !id.equals(own))
                .toList();
        others.forEach(sessions::deleteById);
        audit.recordAlone(
                person.id(),
                "sessions.ended",
                "person",
                person.id(),
                null,
                Map.of("count", Integer.toString(others.size())));
        return others.size();
    }

    private String show(Map<String, String> problems, boolean endOthers, HttpServletRequest request, Model model) {
        Person person = signedIn.person();
        Map<String, String> teams = new LinkedHashMap<>();
        people.teams().forEach(team -> teams.put(team.id(), team.name()));
        ZoneId zone = people.zoneOf(person);
        String own = request.getSession().getId();
        model.addAttribute("person", person);
        model.addAttribute(
                "roles",
                person.memberships().stream()
                        .map(membership -> PeoplePages.words(membership.role()) + ", "
                                + teams.getOrDefault(membership.teamId(), membership.teamId()))
                        .toList());
        model.addAttribute("hasPassword", passwords.has(person));
        model.addAttribute("shortest", PasswordRules.SHORTEST);
        model.addAttribute("longest", PasswordRules.LONGEST);
        model.addAttribute("problems", problems);
        model.addAttribute("endOthers", endOthers);
        model.addAttribute(
                "sessions",
                sessions.findByPrincipalName(person.id()).values().stream()
                        .sorted(Comparator.comparing(Session::getLastAccessedTime)
                                .reversed())
                        .map(session -> new SessionRow(
                                words(session.getLastAccessedTime(), zone),
                                session.getId().equals(own)))
                        .toList());
        return "account";
    }

    private static String words(Instant at, ZoneId zone) {
        return MOMENT.format(at.atZone(zone));
    }
}

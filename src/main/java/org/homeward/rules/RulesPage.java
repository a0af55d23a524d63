package org.homeward.rules;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.homeward.engine.DecisionTables.Cell;
import org.homeward.security.Access;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.SignedIn;
import org.homeward.security.Team;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The rules in force, readable, and the clinician's word for those that their table calls unverified. */
@Controller
@RequestMapping("/rules")
class RulesPage {

    private static final int LONGEST = 500;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MMM d, yyyy", Locale.US);

    record RowView(
            String hash,
            String rule,
            List<Cell> asks,
            List<Cell> answers,
            String source,
            String inForce,
            boolean verified,
            @Nullable String by,
            String at,
            @Nullable String note) {}

    record TableView(String key, String name, int version, int rows, int open, List<RowView> shown) {}

    private final RuleBook rules;
    private final OpenForCare gate;
    private final People people;
    private final SignedIn signedIn;

    RulesPage(RuleBook rules, OpenForCare gate, People people, SignedIn signedIn) {
        this.rules = rules;
        this.gate = gate;
        this.people = people;
        this.signedIn = signedIn;
    }

    @GetMapping
    String page(@RequestParam(defaultValue = "") String show, Model model) {
        Person person = signedIn.person();
        boolean openOnly = show.equals("open");
        List<RuleBook.Page> pages = rules.pages();
        Map<String, String> names = people.names(pages.stream()
                .flatMap(page -> page.entries().stream())
                .map(RuleBook.Entry::by)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        ZoneId zone = person.memberships().stream()
                .flatMap(membership -> people.team(membership.teamId()).stream())
                .map(Team::timeZone)
                .findFirst()
                .orElse(ZoneOffset.UTC);
        model.addAttribute(
                "tables",
                pages.stream()
                        .map(page -> table(page, openOnly, names, zone))
                        .filter(table -> !openOnly || table.open() > 0)
                        .toList());
        model.addAttribute("openOnly", openOnly);
        model.addAttribute(
                "open", pages.stream().mapToInt(page -> page.open().size()).sum());
        model.addAttribute("closed", !gate.isOpen());
        model.addAttribute("mayApprove", Access.admits(person, HttpMethod.POST, "/rules/any/approvals"));
        return "rules";
    }

    @PostMapping("/{decision}/approvals")
    String approve(
            @PathVariable String decision,
            @RequestParam(required = false) @Nullable List<String> row,
            @RequestParam(required = false) @Nullable List<String> shown,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam(defaultValue = "false") boolean read,
            @RequestParam(defaultValue = "") String note,
            @RequestParam(defaultValue = "") String show,
            RedirectAttributes flash) {
        Person person = signedIn.person();
        // what was on the page, not what is in the table by now: nobody vouches for what they have not seen
        List<String> wanted = all ? shown : row;
        if (wanted == null || wanted.isEmpty()) {
            flash.addFlashAttribute("refused", "Tick the rows that you vouch for.");
        } else if (!read) {
            flash.addFlashAttribute("refused", "Confirm that you have read the rows and their sources.");
        } else if (note.length() > LONGEST) {
            flash.addFlashAttribute("refused", "Shorten the note to 500 characters.");
        } else if (rules.pages().stream().noneMatch(page -> page.key().equals(decision))) {
            throw notThere();
        } else {
            int approved = rules.approve(decision, wanted, note.isBlank() ? null : note.strip(), person.id());
            flash.addFlashAttribute(
                    approved > 0 ? "done" : "refused",
                    approved > 0
                            ? (approved == 1 ? "One row is" : approved + " rows are") + " approved in your name."
                            : "These rows were approved, or changed, by somebody else meanwhile. Look again.");
        }
        return back(decision, show);
    }

    @PostMapping("/{decision}/approvals/{hash}/withdraw")
    String withdraw(
            @PathVariable String decision,
            @PathVariable String hash,
            @RequestParam(defaultValue = "") String why,
            @RequestParam(defaultValue = "") String show,
            RedirectAttributes flash) {
        Person person = signedIn.person();
        if (why.isBlank() || why.length() > LONGEST) {
            flash.addFlashAttribute("refused", "Say in at most 500 characters why the approval is withdrawn.");
        } else if (rules.withdraw(decision, hash, why.strip(), person.id())) {
            flash.addFlashAttribute(
                    "done", "The approval is withdrawn. The row is in force, and shown as not verified.");
        } else {
            flash.addFlashAttribute("refused", "This row is not approved any more.");
        }
        return back(decision, show);
    }

    private static String back(String decision, String show) {
        return "redirect:/rules" + (show.equals("open") ? "?show=open" : "") + "#" + decision;
    }

    private static TableView table(RuleBook.Page page, boolean openOnly, Map<String, String> names, ZoneId zone) {
        return new TableView(
                page.key(),
                page.name(),
                page.version(),
                page.entries().size(),
                page.open().size(),
                (openOnly ? page.open() : page.entries())
                        .stream().map(entry -> row(entry, names, zone)).toList());
    }

    private static RowView row(RuleBook.Entry entry, Map<String, String> names, ZoneId zone) {
        Instant at = entry.at();
        return new RowView(
                entry.hash(),
                entry.row().rule(),
                entry.row().asks(),
                entry.row().answers(),
                entry.row().source(),
                entry.row().inForce(),
                entry.row().verified(),
                entry.by() == null ? null : names.getOrDefault(entry.by(), entry.by()),
                at == null ? "" : DAY.format(at.atZone(zone)),
                entry.note());
    }

    private static ResponseStatusException notThere() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}

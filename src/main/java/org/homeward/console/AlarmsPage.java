package org.homeward.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.homeward.audit.Audit;
import org.homeward.calendar.BusinessClock;
import org.homeward.engine.GivenUpSteps;
import org.homeward.notification.Alarms;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.SignedIn;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What should have happened by itself and did not, for those who run the place; ids only, no patient. */
@Controller
@RequestMapping("/alarms")
class AlarmsPage {

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("TIMER_LOST", "A timer of the engine did not fire; the sweep did its work"),
            Map.entry("TIMER_LATE", "A rung of a ladder was climbed late, by the sweep"),
            Map.entry("ESCALATION_FAILED", "An escalation could not be raised"),
            Map.entry("NOBODY_TO_TELL", "A missed step has nobody to tell: give somebody in the team the role"),
            Map.entry(
                    "GLASS_UNHEARD",
                    "A patient of this team was opened by another, and nobody hears of it: name a lead"),
            Map.entry("NOTIFICATION_GIVEN_UP", "A message was not delivered, however often it was tried"),
            Map.entry(
                    "NOTIFICATIONS_STUCK",
                    "Messages wait for more than a quarter of an hour: is the mail server there?"),
            Map.entry(
                    "TRAIL_BROKEN", "The audit trail was touched: a privacy officer reads which row on the page Trail"),
            Map.entry(
                    "RULES_NOT_APPROVED", "Rows of a decision table are in force that nobody vouches for (page Rules)"),
            Map.entry(
                    Alarms.STEP_GIVEN_UP,
                    "A patient's process stands still: a step that runs by itself failed each time. The log says why,"
                            + " by this id; mend that, then try again"),
            Map.entry(
                    Alarms.CLOCK_SKEWED,
                    "A node's clock is not the database's: steps run early or late. Is its time service there?"));

    /** @param again whether it is over by trying again, and not by having been seen */
    record Row(
            UUID id, String words, String about, @Nullable String team, String since, String times, boolean again) {}

    private final Alarms alarms;
    private final GivenUpSteps steps;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final People people;
    private final SignedIn signedIn;
    private final BusinessClock clock;

    AlarmsPage(
            Alarms alarms,
            GivenUpSteps steps,
            Audit audit,
            TransactionTemplate transactions,
            People people,
            SignedIn signedIn,
            BusinessClock clock) {
        this.alarms = alarms;
        this.steps = steps;
        this.audit = audit;
        this.transactions = transactions;
        this.people = people;
        this.signedIn = signedIn;
        this.clock = clock;
    }

    @GetMapping
    String page(Model model) {
        Person person = signedIn.person();
        Moments when = Moments.of(person, people, clock);
        List<Alarms.Alarm> visible = visible(person);
        model.addAttribute(
                "rows",
                visible.stream()
                        .limit(Alarms.MOST)
                        .map(alarm -> row(alarm, when))
                        .toList());
        model.addAttribute("cut", visible.size() > Alarms.MOST ? Alarms.MOST : 0);
        return "alarms";
    }

    @PostMapping("/{id}/seen")
    String seen(@PathVariable UUID id, RedirectAttributes flash) {
        Person person = signedIn.person();
        find(person, id)
                .filter(alarm -> !alarm.kind().equals(Alarms.STEP_GIVEN_UP))
                .ifPresentOrElse(
                        alarm -> {
                            alarms.clear(alarm.kind(), alarm.objectType(), alarm.objectId(), person.id());
                            flash.addFlashAttribute("done", "Taken off the list. It comes back if it happens again.");
                        },
                        () -> flash.addFlashAttribute("refused", "Somebody else has seen to this alarm already."));
        return "redirect:/alarms";
    }

    @PostMapping("/{id}/again")
    String again(@PathVariable UUID id, RedirectAttributes flash) {
        Person person = signedIn.person();
        find(person, id)
                .filter(alarm -> alarm.kind().equals(Alarms.STEP_GIVEN_UP))
                .filter(alarm -> Boolean.TRUE.equals(transactions.execute(status -> tryAgain(alarm, person))))
                .ifPresentOrElse(
                        alarm -> flash.addFlashAttribute(
                                "done", "It is tried once more. It comes back if that fails too."),
                        () -> flash.addFlashAttribute("refused", "Somebody else has seen to this alarm already."));
        return "redirect:/alarms";
    }

    private boolean tryAgain(Alarms.Alarm alarm, Person person) {
        boolean again = steps.tryAgain(alarm.objectId());
        // where it runs again already, or went with its process, the alarm was behind
        alarms.clear(alarm.kind(), alarm.objectType(), alarm.objectId(), person.id());
        if (!again) {
            return false;
        }
        audit.record(person.id(), "step.retried", "step", alarm.objectId(), alarm.teamId(), Map.of());
        return true;
    }

    private Optional<Alarms.Alarm> find(Person person, UUID id) {
        return visible(person).stream().filter(alarm -> alarm.id().equals(id)).findFirst();
    }

    /** An operator's are all; a supervisor's those of the own teams. */
    private List<Alarms.Alarm> visible(Person person) {
        return person.has(Role.OPERATOR)
                ? alarms.open()
                : alarms.open(person.careTeams().stream()
                        .filter(team -> person.has(Role.SUPERVISOR, team))
                        .toList());
    }

    private Row row(Alarms.Alarm alarm, Moments when) {
        String fallback = alarm.kind().toLowerCase(Locale.ROOT).replace('_', ' ');
        return new Row(
                alarm.id(),
                WORDS.getOrDefault(alarm.kind(), Character.toUpperCase(fallback.charAt(0)) + fallback.substring(1)),
                about(alarm),
                alarm.teamId(),
                when.at(alarm.raisedAt()),
                alarm.times() == 1 ? "once" : alarm.times() + " times",
                alarm.kind().equals(Alarms.STEP_GIVEN_UP));
    }

    private String about(Alarms.Alarm alarm) {
        String id = alarm.objectType() + " " + alarm.objectId();
        String named = alarm.kind().equals(Alarms.STEP_GIVEN_UP) ? steps.named(alarm.objectId()) : null;
        return named == null ? id : named + ", " + id;
    }
}

package org.homeward.console;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.access.BreakGlass;
import org.homeward.access.BreakGlass.Answer;
import org.homeward.access.Glass;
import org.homeward.audit.Audit;
import org.homeward.audit.AuditEvent;
import org.homeward.calendar.BusinessClock;
import org.homeward.patient.Patient;
import org.homeward.patient.Patients;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.SignedIn;
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

/** Opens a patient of another team, and shows to those who answer for it what was opened. */
@Controller
@RequestMapping("/glass")
class GlassPage {

    private static final int SHORTEST = 10;
    private static final int LONGEST = 1_000;
    private static final int MOST_EVENTS = 5_000;
    private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

    private final BreakGlass glasses;
    private final Patients patients;
    private final People people;
    private final Audit audit;
    private final SignedIn signedIn;
    private final BusinessClock clock;

    GlassPage(
            BreakGlass glasses, Patients patients, People people, Audit audit, SignedIn signedIn, BusinessClock clock) {
        this.glasses = glasses;
        this.patients = patients;
        this.people = people;
        this.audit = audit;
        this.signedIn = signedIn;
        this.clock = clock;
    }

    record Choice(String value, String words) {}

    record Row(UUID id, String who, String patient, String team, String reason, String opened, boolean reviewed) {}

    record Read(String at, String what) {}

    record View(
            UUID id,
            String who,
            String patient,
            UUID patientId,
            String team,
            String reason,
            String words,
            String opened,
            String ends,
            boolean stillOpen,
            @Nullable String givenBack,
            @Nullable String reviewed,
            @Nullable String remark) {}

    /** What is typed here is about a patient, and so in no address. */
    @GetMapping
    String form(Model model) {
        Person person = signedIn.person();
        if (!BreakGlass.may(person)) {
            throw new NotThere();
        }
        model.asMap().putIfAbsent("typed", Map.of());
        model.asMap().putIfAbsent("problems", Map.of());
        model.addAttribute("minutes", glasses.lasts().toMinutes());
        model.addAttribute(
                "reasons",
                Arrays.stream(Glass.Reason.values())
                        .map(reason -> new Choice(reason.name(), reason.words()))
                        .toList());
        return "glass";
    }

    @PostMapping
    String open(
            @RequestParam(defaultValue = "") String identifier,
            @RequestParam(defaultValue = "") String given,
            @RequestParam(defaultValue = "") String family,
            @RequestParam(defaultValue = "") String birthDate,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String words,
            RedirectAttributes flash) {
        Person person = signedIn.person();
        if (!BreakGlass.may(person)) {
            throw new NotThere();
        }
        Map<String, String> typed = Map.of(
                "identifier",
                identifier,
                "given",
                given,
                "family",
                family,
                "birthDate",
                birthDate,
                "reason",
                reason,
                "words",
                words);
        Map<String, String> problems = new LinkedHashMap<>();
        LocalDate born = date(birthDate, problems);
        BreakGlass.Whom whom = new BreakGlass.Whom(identifier.strip(), given.strip(), family.strip(), born);
        if (!whom.isExact() && problems.isEmpty()) {
            problems.put("identifier", "Enter the identifier or both names, and the birth date");
        }
        Glass.Reason why = Arrays.stream(Glass.Reason.values())
                .filter(one -> one.name().equals(reason))
                .findFirst()
                .orElse(null);
        if (why == null) {
            problems.put("reason", "Choose why you need this patient");
        }
        if (words.strip().length() < SHORTEST || words.strip().length() > LONGEST) {
            problems.put("words", "Say in your own words why, in " + SHORTEST + " to " + LONGEST + " characters");
        }
        if (why == null || !problems.isEmpty()) {
            return again(typed, problems, flash);
        }
        Answer answer = glasses.open(person, whom, why, words.strip());
        if (answer instanceof Answer.Opened opened) {
            return "redirect:/patients/" + opened.glass().patientId();
        }
        if (answer instanceof Answer.YourOwn own) {
            flash.addFlashAttribute("done", "A team of yours works with this patient: nothing had to be opened.");
            return "redirect:/patients/" + own.patientId();
        }
        flash.addFlashAttribute("noAnswer", noAnswer(answer, person));
        return again(typed, Map.of(), flash);
    }

    /** It is about everything that was typed, and so stands at no field. */
    private String noAnswer(Answer answer, Person person) {
        if (answer instanceof Answer.TooOften often) {
            return "You have asked too often within an hour. It works again "
                    + Moments.of(person, people, clock).clock(often.again())
                    + ". If the patient needs care now, call the team that is on call.";
        }
        int left = answer instanceof Answer.NotFound none ? none.triesLeft() : 0;
        return "Nobody in your organization matches exactly. Check every character; what is entered must all agree. "
                + (left == 0
                        ? "That was your last try for now."
                        : left == 1 ? "One try is left within an hour." : left + " tries are left within an hour.");
    }

    @PostMapping("/{id}/back")
    String giveBack(@PathVariable UUID id, RedirectAttributes flash) {
        if (!glasses.giveBack(signedIn.person(), id)) {
            flash.addFlashAttribute("refused", "It was over already.");
        } else {
            flash.addFlashAttribute("done", "Given back: the patient is closed to you again.");
        }
        return "redirect:/patients";
    }

    @GetMapping("/review")
    String review(Model model) {
        Person person = signedIn.person();
        if (!BreakGlass.hears(person)) {
            throw new NotThere();
        }
        Moments when = Moments.of(person, people, clock);
        List<Glass> opened = glasses.shownTo(person);
        Map<String, String> teams = people.teams().stream().collect(Collectors.toMap(Team::id, Team::name));
        Map<UUID, Patient> known =
                patients.listed(opened.stream().map(Glass::patientId).toList());
        Names names = Names.of(people, opened.stream().map(Glass::personId).toList());
        model.addAttribute(
                "rows",
                opened.stream()
                        .map(glass -> new Row(
                                glass.id(),
                                who(names, glass.personId()),
                                name(known.get(glass.patientId())),
                                teams.getOrDefault(glass.teamId(), glass.teamId()),
                                glass.reason().words(),
                                when.exact(glass.openedAt()),
                                glass.isReviewed()))
                        .toList());
        audit.recordRead(
                person.id(), "glasses.read", "glass", "all", null, Map.of("found", Integer.toString(opened.size())));
        return "glasses";
    }

    @GetMapping("/{id}")
    String one(@PathVariable UUID id, Model model) {
        return one(id, signedIn.person(), Map.of(), "", model);
    }

    @PostMapping("/{id}/review")
    String reviewed(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String remark,
            Model model,
            RedirectAttributes flash) {
        Person person = signedIn.person();
        Glass glass =
                glasses.find(id).filter(one -> glasses.mayReview(person, one)).orElseThrow(NotThere::new);
        if (remark.isBlank() || remark.strip().length() > LONGEST) {
            return one(
                    id,
                    person,
                    Map.of("remark", "Say what you found, in at most " + LONGEST + " characters"),
                    remark,
                    model);
        }
        if (glasses.review(person, glass.id(), remark.strip())) {
            flash.addFlashAttribute("done", "Reviewed.");
        } else {
            flash.addFlashAttribute("refused", "Somebody else has reviewed it meanwhile.");
        }
        return "redirect:/glass/" + id;
    }

    private String one(UUID id, Person person, Map<String, String> problems, String remark, Model model) {
        Glass glass = glasses.find(id)
                .filter(found -> glasses.mayLookAt(person, found))
                .orElseThrow(NotThere::new);
        Moments when = Moments.of(person, people, clock);
        Names names = Names.of(
                people,
                Stream.of(glass.personId(), Objects.requireNonNullElse(glass.reviewedBy(), ""))
                        .toList());
        audit.recordRead(
                person.id(),
                "glass.read",
                "patient",
                glass.patientId().toString(),
                glass.teamId(),
                Map.of("glass", id.toString()));
        model.addAttribute("problems", problems);
        model.addAttribute("typed", remark);
        model.addAttribute("mayReview", glasses.mayReview(person, glass));
        model.addAttribute(
                "glass",
                new View(
                        id,
                        who(names, glass.personId()),
                        name(patients.find(glass.patientId()).orElse(null)),
                        glass.patientId(),
                        team(glass.teamId()),
                        glass.reason().words(),
                        glass.words(),
                        when.exact(glass.openedAt()),
                        when.exact(glass.endsAt()),
                        glasses.isOpen(glass),
                        glass.givenBackAt() == null ? null : when.exact(glass.givenBackAt()),
                        glass.reviewedAt() == null
                                ? null
                                : who(names, glass.reviewedBy()) + ", " + when.exact(glass.reviewedAt()),
                        glass.remark()));
        // all of the patient's while it was open: others read too, and must not push the reader's own off the page
        List<AuditEvent> events = audit.about(
                Map.of("patient", List.of(glass.patientId().toString())),
                glass.openedAt().minus(CLOCKS_APART),
                glass.endsAt().plus(CLOCKS_APART),
                MOST_EVENTS);
        model.addAttribute("cut", events.size() == MOST_EVENTS);
        model.addAttribute(
                "reads",
                events.stream()
                        .filter(event -> id.toString().equals(event.details().get("glass")))
                        .filter(event -> event.actor().equals(glass.personId()))
                        .sorted(Comparator.comparing(AuditEvent::at).thenComparing(AuditEvent::id))
                        .map(event -> new Read(when.exact(event.at()), TrailWords.of(event.action())))
                        .toList());
        return "glass-one";
    }

    /** To the form once more, with what was typed: what a form sent is nothing to go back to. */
    private static String again(Map<String, String> typed, Map<String, String> problems, RedirectAttributes flash) {
        flash.addFlashAttribute("typed", typed);
        flash.addFlashAttribute("problems", problems);
        return "redirect:/glass";
    }

    private static @Nullable LocalDate date(String typed, Map<String, String> problems) {
        if (typed.isBlank()) {
            return null;
        }
        try {
            return LocalDate.parse(typed.strip());
        } catch (DateTimeException none) {
            problems.put("birthDate", "Enter the birth date as year-month-day, such as 1948-03-07");
            return null;
        }
    }

    /** With the id, which nobody can change: a name may be anybody's. */
    private static String who(Names names, @Nullable String id) {
        return names.of(id) + " (" + id + ")";
    }

    private String team(String id) {
        return people.team(id).map(Team::name).orElse(id);
    }

    private static String name(@Nullable Patient patient) {
        return patient == null ? "Name not known" : PatientBanners.spoken(patient);
    }
}

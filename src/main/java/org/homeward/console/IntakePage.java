package org.homeward.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.homeward.audit.Audit;
import org.homeward.calendar.BusinessClock;
import org.homeward.engine.Refused;
import org.homeward.episode.EpisodeContext;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.intake.FieldProblem;
import org.homeward.intake.Inbox;
import org.homeward.intake.InboxMessage.State;
import org.homeward.intake.MessageStatus;
import org.homeward.intake.Quarantine;
import org.homeward.security.Fields;
import org.homeward.security.Membership;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.SignedIn;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * What came in and what became of it; what could not be applied is mended here and sent through again. For operators,
 * team leads and supervisors: of the sender's organisation while nobody knows whose patient it is, of the owning team
 * once there is an episode.
 */
@Controller
@RequestMapping("/intake")
class IntakePage {

    private static final int PAGE = 50;
    private static final int LONGEST_COPY = 1 << 20;
    private static final Set<Role> ROLES = Set.of(Role.OPERATOR, Role.TEAM_LEAD, Role.SUPERVISOR);

    private static final Map<String, String> REASONS = Map.of(
            "control-id-conflict", "The sender used one key for two different messages",
            "could-not-be-applied", "It could not be applied",
            "visit-of-another-patient",
                    "The visit number belongs to another patient: correct the number, or take the first discharge back",
            "service-not-known",
                    "The patient declines something that this discharge does not order: give the order's number, its words, or a kind such as outreach",
            "identifiers-of-another-patient",
                    "The change names a patient by identifiers that this discharge's patient does not have",
            "discharged-before-admission", "With this change the patient would have left before the admission",
            "identifiers-of-several-patients",
                    "Its identifiers belong to more than one patient: correct them, or have the patients merged");

    record Tab(String code, State state, String label) {}

    private static final List<Tab> TABS = List.of(
            new Tab("quarantine", State.QUARANTINED, "Quarantine"),
            new Tab("waiting", State.RECEIVED, "Waiting"),
            new Tab("refused", State.REFUSED, "Refused"),
            new Tab("applied", State.APPLIED, "Applied"));

    record Row(
            UUID id,
            String kind,
            String client,
            String age,
            String received,
            String reason,
            int attempts,
            String problems) {}

    record Problem(String field, String words) {}

    record CorrectionRow(String who, String at, String reason) {}

    private final Inbox inbox;
    private final Quarantine quarantine;
    private final EpisodeDirectory directory;
    private final NamedPatients patients;
    private final Walls walls;
    private final People people;
    private final Audit audit;
    private final ObjectMapper json;
    private final SignedIn signedIn;
    private final BusinessClock clock;

    IntakePage(
            Inbox inbox,
            Quarantine quarantine,
            EpisodeDirectory directory,
            NamedPatients patients,
            Walls walls,
            People people,
            Audit audit,
            ObjectMapper json,
            SignedIn signedIn,
            BusinessClock clock) {
        this.inbox = inbox;
        this.quarantine = quarantine;
        this.directory = directory;
        this.patients = patients;
        this.walls = walls;
        this.people = people;
        this.audit = audit;
        this.json = json;
        this.signedIn = signedIn;
        this.clock = clock;
    }

    @GetMapping
    String page(
            @RequestParam(defaultValue = "quarantine") String list,
            @RequestParam(required = false) @Nullable UUID after,
            Model model) {
        Person person = signedIn.person();
        Tab tab =
                TABS.stream().filter(one -> one.code().equals(list)).findFirst().orElse(TABS.get(0));
        Moments when = moments(person);
        Map<String, Boolean> clients = new HashMap<>();
        List<MessageStatus> seen = new ArrayList<>();
        UUID from = after;
        // other organisations' messages are passed over; a bounded look, the link goes on from there
        for (int round = 0; round < 10 && seen.size() <= PAGE; round++) {
            List<MessageStatus> some = inbox.list(tab.state(), from, 200);
            some.stream().filter(message -> mayRead(message, person, clients)).forEach(seen::add);
            if (some.size() < 200) {
                break;
            }
            from = some.get(some.size() - 1).id();
        }
        boolean more = seen.size() > PAGE;
        List<MessageStatus> shown = more ? seen.subList(0, PAGE) : seen;
        model.addAttribute("tabs", TABS);
        model.addAttribute("list", tab.code());
        model.addAttribute("rows", shown.stream().map(one -> row(one, when)).toList());
        model.addAttribute("next", more ? shown.get(shown.size() - 1).id() : null);
        return "intake";
    }

    @GetMapping("/{id}")
    String message(@PathVariable UUID id, Model model) {
        Person person = signedIn.person();
        return show(visible(id, person), person, null, "", List.of(), model);
    }

    /** Keeps a corrected copy; what was sent stays as it was. */
    @PostMapping("/{id}/corrections")
    String correct(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            RedirectAttributes flash) {
        Person person = signedIn.person();
        Quarantine.Contents contents = visible(id, person);
        mustReadIt(contents, person);
        List<Problem> problems = new ArrayList<>();
        if (reason.isBlank()) {
            problems.add(new Problem("reason", "Say why you change it"));
        } else if (reason.length() > 500) {
            problems.add(new Problem("reason", "Shorten the reason to 500 characters"));
        }
        if (text.isBlank() || text.length() > LONGEST_COPY) {
            problems.add(new Problem("text", "The copy holds a message of at most 1 MB"));
        }
        if (problems.isEmpty()) {
            try {
                quarantine.correct(id, text.replace("\r\n", "\n"), person.id(), reason.strip()).stream()
                        .map(IntakePage::problem)
                        .forEach(problems::add);
            } catch (IllegalStateException movedOn) {
                flash.addFlashAttribute("refused", "This message is not in quarantine any more.");
                return "redirect:/intake/" + id;
            }
        }
        if (!problems.isEmpty()) {
            return show(contents, person, text, reason, problems, model);
        }
        flash.addFlashAttribute("done", "The corrected copy is kept. Send it through when it is right.");
        return "redirect:/intake/" + id;
    }

    @PostMapping("/{id}/replay")
    String replay(@PathVariable UUID id, RedirectAttributes flash) {
        Person person = signedIn.person();
        visible(id, person);
        if (quarantine.replay(id, person.id())) {
            flash.addFlashAttribute(
                    "done", "The message goes through again. It comes back here if it fails once more.");
        } else {
            flash.addFlashAttribute("refused", "This message is not in quarantine any more.");
        }
        return "redirect:/intake/" + id;
    }

    @PostMapping("/{id}/dismiss")
    String dismiss(@PathVariable UUID id, @RequestParam(defaultValue = "") String reason, RedirectAttributes flash) {
        Person person = signedIn.person();
        mustReadIt(visible(id, person), person);
        if (reason.isBlank()) {
            flash.addFlashAttribute("refused", "Say why this message is never to be applied.");
        } else if (quarantine.dismiss(
                id,
                person.id(),
                reason.strip().substring(0, Math.min(500, reason.strip().length())))) {
            flash.addFlashAttribute("done", "The message is set aside as refused.");
            return "redirect:/intake";
        } else {
            flash.addFlashAttribute("refused", "This message is not in quarantine any more.");
        }
        return "redirect:/intake/" + id;
    }

    private String show(
            Quarantine.Contents contents,
            Person person,
            @Nullable String typed,
            String reason,
            List<Problem> problems,
            Model model) {
        MessageStatus status = contents.status();
        Moments when = moments(person);
        audit.recordRead(person.id(), "message.read", "message", status.id().toString(), null, Map.of());
        Set<UUID> named = named(contents);
        boolean ofOthers = isOfOthers(named, person);
        model.addAttribute("row", row(status, when));
        model.addAttribute("state", words(status.state()));
        model.addAttribute("quarantined", status.state() == State.QUARANTINED);
        model.addAttribute("correlationId", status.correlationId());
        model.addAttribute("lastError", status.lastError());
        model.addAttribute("episodeLink", episodeLink(status, person));
        boolean readsIt = Fields.MESSAGE.visibleTo(person) && !ofOthers;
        if (readsIt) {
            named.forEach(patient -> audit.recordRead(
                    person.id(),
                    "message.read",
                    "patient",
                    patient.toString(),
                    null,
                    Map.of("message", status.id().toString())));
        }
        model.addAttribute("ofOthers", ofOthers);
        model.addAttribute("readsIt", readsIt);
        model.addAttribute("raw", readsIt ? pretty(contents.raw()) : "");
        model.addAttribute("copy", !readsIt ? "" : typed == null ? pretty(contents.current()) : typed);
        model.addAttribute("corrected", !contents.corrections().isEmpty());
        model.addAttribute("reason", reason);
        model.addAttribute("problems", problems);
        model.addAttribute("errors", errors(status));
        Names names = Names.of(
                people,
                contents.corrections().stream().map(Quarantine.Correction::by).toList());
        model.addAttribute(
                "corrections",
                contents.corrections().stream()
                        .map(one -> new CorrectionRow(names.of(one.by()), when.at(one.at()), one.reason()))
                        .toList());
        return "message";
    }

    /** Nobody corrects, or sets aside for ever, what they do not see. */
    private void mustReadIt(Quarantine.Contents contents, Person person) {
        if (!Fields.MESSAGE.visibleTo(person) || isOfOthers(named(contents), person)) {
            throw new Refused(
                    Refused.Kind.FORBIDDEN,
                    "A team lead or supervisor of the patient decides about what a message says.");
        }
    }

    /** What a message says of patients whom other teams care for is behind those teams' wall, applied or not. */
    private boolean isOfOthers(Set<UUID> patientIds, Person person) {
        return !patientIds.isEmpty() && walls.visible(patientIds, person).isEmpty();
    }

    /** Patients who are here and whom a message names, in what was sent or in its copy. */
    private Set<UUID> named(Quarantine.Contents contents) {
        Set<UUID> named = new HashSet<>();
        UUID episodeId = contents.status().episodeId();
        UUID about = contents.status().about();
        if (episodeId == null && about != null) {
            episodeId = inbox.status(about).map(MessageStatus::episodeId).orElse(null);
        }
        if (episodeId != null) {
            directory.find(episodeId).map(EpisodeContext::patientId).ifPresent(named::add);
        }
        for (String text : List.of(contents.raw(), contents.current())) {
            try {
                named.addAll(patients.namedIn(json.readTree(text)));
            } catch (JsonProcessingException unreadable) {
                // names nobody whom we could know
            }
        }
        return named;
    }

    private Quarantine.Contents visible(UUID id, Person person) {
        return quarantine
                .contents(id)
                .filter(contents -> mayRead(contents.status(), person, new HashMap<>()))
                .orElseThrow(NotThere::new);
    }

    private boolean mayRead(MessageStatus message, Person person, Map<String, Boolean> clients) {
        UUID episodeId = message.episodeId();
        EpisodeContext episode =
                episodeId == null ? null : directory.find(episodeId).orElse(null);
        if (episode != null) {
            return person.memberships().stream()
                    .anyMatch(membership -> ROLES.contains(membership.role())
                            && (membership.teamId().equals(episode.teamId())
                                    || membership.role() == Role.OPERATOR
                                            && membership.organizationId().equals(episode.organizationId())));
        }
        return clients.computeIfAbsent(message.client(), client -> {
            Set<String> theirs = people.find(client).map(Person::organizations).orElse(Set.of());
            return person.memberships().stream()
                    .filter(membership -> ROLES.contains(membership.role()))
                    .map(Membership::organizationId)
                    .anyMatch(theirs::contains);
        });
    }

    private @Nullable String episodeLink(MessageStatus status, Person person) {
        UUID episodeId = status.episodeId();
        return episodeId == null
                ? null
                : directory
                        .find(episodeId)
                        .filter(episode -> person.careTeams().contains(episode.teamId()))
                        .map(episode -> "/patients/" + episode.patientId() + "/episodes/" + episodeId)
                        .orElse(null);
    }

    private Moments moments(Person person) {
        return Moments.of(person, people, clock);
    }

    private Row row(MessageStatus status, Moments when) {
        return new Row(
                status.id(),
                status.kind().contains("fact") ? "Correction" : "Discharge",
                status.client(),
                when.ago(status.receivedAt()),
                when.at(status.receivedAt()),
                status.reason() == null ? "" : reason(status.reason()),
                status.attempts(),
                errors(status).stream().map(Problem::field).limit(3).collect(Collectors.joining(", ")));
    }

    private static String reason(String code) {
        String words = code.replace('-', ' ');
        return REASONS.getOrDefault(
                code, words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1));
    }

    private static String words(State state) {
        return switch (state) {
            case RECEIVED -> "Waiting to be applied";
            case APPLIED -> "Applied";
            case DUPLICATE -> "Known already";
            case REFUSED -> "Refused";
            case QUARANTINED -> "In quarantine";
        };
    }

    /** What the sender was told about each field; the answer never repeats what was sent. */
    private List<Problem> errors(MessageStatus status) {
        List<Problem> errors = new ArrayList<>();
        if (status.state() != State.REFUSED) {
            return errors;
        }
        try {
            JsonNode answer = json.readTree(status.answer().body());
            answer.path("errors")
                    .forEach(error -> errors.add(new Problem(
                            error.path("pointer").asText(),
                            error.path("detail").asText(error.path("message").asText()))));
            if (errors.isEmpty() && answer.hasNonNull("detail")) {
                errors.add(new Problem("", answer.path("detail").asText()));
            }
        } catch (JsonProcessingException answeredInAnotherWay) {
            return errors;
        }
        return errors;
    }

    private static Problem problem(FieldProblem problem) {
        return new Problem(problem.pointer(), problem.message());
    }

    /** What already has lines stays byte for byte as it was sent. */
    private String pretty(String raw) {
        if (raw.strip().indexOf('\n') >= 0) {
            return raw;
        }
        try {
            return json.writerWithDefaultPrettyPrinter().writeValueAsString(json.readTree(raw));
        } catch (JsonProcessingException notJson) {
            return raw;
        }
    }
}

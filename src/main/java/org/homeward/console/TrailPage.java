package org.homeward.console;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.homeward.access.BreakGlass;
import org.homeward.access.Glass;
import org.homeward.audit.Audit;
import org.homeward.audit.AuditEvent;
import org.homeward.audit.Trail;
import org.homeward.audit.Verification;
import org.homeward.calendar.BusinessClock;
import org.homeward.engine.Refused;
import org.homeward.episode.Episode;
import org.homeward.episode.Episodes;
import org.homeward.patient.Patient;
import org.homeward.patient.Patients;
import org.homeward.security.Access;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.SignedIn;
import org.homeward.security.Team;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Whether the audit trail holds, and, for privacy officers, who saw and changed what of one patient. */
@Controller
@RequestMapping("/trail")
class TrailPage {

    private static final int MOST = 5_000;
    private static final int MOST_FOUND = 5;
    private static final int DAYS_SHOWN = 90;
    private static final int LONGEST = 200;
    private static final String TYPED = "homeward.trail.typed";

    private static final Map<Verification.Kind, String> WORDS = Map.ofEntries(
            Map.entry(Verification.Kind.EVENT_CHANGED, "A field was changed"),
            Map.entry(Verification.Kind.EVENT_GONE, "The event is gone, or its time was changed"),
            Map.entry(Verification.Kind.EVENT_NOT_SEALED, "The event was added by somebody else, or its seal is gone"),
            Map.entry(Verification.Kind.WAITING_EVENT_GONE, "The event was taken away before it was sealed"),
            Map.entry(Verification.Kind.SEAL_CHANGED, "The seal was changed, or the one before it"),
            Map.entry(Verification.Kind.SEALS_GONE, "Seals are gone"),
            Map.entry(Verification.Kind.TAIL_CHANGED, "The end of the chain is not what its head says"),
            Map.entry(Verification.Kind.HEAD_CHANGED, "The head of the chain was changed"),
            Map.entry(Verification.Kind.BROKEN_BEFORE, "The chain was found broken here, and went on"),
            Map.entry(Verification.Kind.CHECKPOINT_CHANGED, "A checkpoint does not agree with the chain"),
            Map.entry(Verification.Kind.CHECKPOINT_GONE, "A checkpoint is gone"),
            Map.entry(Verification.Kind.RETIREMENT_CHANGED, "What was retired was not signed by this installation"),
            Map.entry(Verification.Kind.ANCHOR_DIFFERS, "The file outside the database says otherwise"));

    record Finding(String words, String row) {}

    record Past(
            String at,
            String by,
            String sealed,
            String result,
            @Nullable String first) {}

    record Found(UUID id, String name, String identifiers, String born, String teams) {}

    /** @param about the object, where it is not the patient at the head; blank otherwise */
    record Line(String at, String who, String action, String about, String under, String outcome) {}

    private final Trail trail;
    private final TrailCheck check;
    private final Audit audit;
    private final Patients patients;
    private final Episodes episodes;
    private final BreakGlass glasses;
    private final People people;
    private final SignedIn signedIn;
    private final BusinessClock clock;

    TrailPage(
            Trail trail,
            TrailCheck check,
            Audit audit,
            Patients patients,
            Episodes episodes,
            BreakGlass glasses,
            People people,
            SignedIn signedIn,
            BusinessClock clock) {
        this.trail = trail;
        this.check = check;
        this.audit = audit;
        this.patients = patients;
        this.episodes = episodes;
        this.glasses = glasses;
        this.people = people;
        this.signedIn = signedIn;
        this.clock = clock;
    }

    @GetMapping
    String page(Model model) {
        Person person = signedIn.person();
        Moments when = Moments.of(person, people, clock);
        Trail.State state = trail.state();
        model.addAttribute("state", state);
        model.addAttribute("oldest", state.oldestWaiting() == null ? null : when.at(state.oldestWaiting()));
        model.addAttribute("checkpoint", state.lastCheckpoint() == null ? null : when.at(state.lastCheckpoint()));
        List<Trail.Checked> past = trail.recentlyChecked(10);
        Map<String, String> names =
                people.names(past.stream().map(Trail.Checked::by).distinct().toList());
        model.addAttribute(
                "past",
                past.stream()
                        .map(one -> new Past(
                                when.at(one.at()),
                                names.getOrDefault(one.by(), one.by()),
                                "%,d in %.1f s".formatted(one.sealed(), one.tookMillis() / 1000.0),
                                one.found() == 0
                                        ? "intact"
                                        : one.found() == 1 ? "1 finding" : one.found() + " findings",
                                one.first()))
                        .toList());
        model.addAttribute("seesPatients", Access.admits(person, HttpMethod.POST, "/trail/patients"));
        progress(model);
        return "trail";
    }

    @PostMapping("/check")
    String begin(RedirectAttributes flash) {
        if (!check.begin(signedIn.person().id())) {
            flash.addFlashAttribute("refused", "A check is under way already.");
        }
        return "redirect:/trail";
    }

    /** What the page asks for each second while a check goes on. */
    @GetMapping("/check")
    String reached(Model model, HttpServletResponse response) {
        progress(model);
        if (!check.state().running()) {
            // the list of checks beside it is now an old one
            response.setHeader("HX-Refresh", "true");
        }
        return "trail :: progress";
    }

    private void progress(Model model) {
        TrailCheck.State state = check.state();
        model.addAttribute("check", state);
        Verification last = state.last();
        model.addAttribute(
                "findings",
                last == null
                        ? List.of()
                        : last.findings().stream()
                                .map(found -> new Finding(WORDS.getOrDefault(found.kind(), ""), found.row()))
                                .toList());
    }

    /** By POST, and kept with the session: what identifies a patient is in no address. */
    @PostMapping("/patients")
    String find(@RequestParam(defaultValue = "") String q, HttpSession session) {
        String typed = q.strip();
        session.setAttribute(TYPED, typed.substring(0, Math.min(typed.length(), LONGEST)));
        return "redirect:/trail/patients";
    }

    @GetMapping("/patients")
    String found(HttpSession session, Model model) {
        if (!(session.getAttribute(TYPED) instanceof String typed)) {
            return "redirect:/trail";
        }
        Person person = signedIn.person();
        List<Patient> found = typed.isEmpty() ? List.of() : patients.search(typed, MOST_FOUND);
        audit.recordRead(
                person.id(), "patients.searched", "patients", "trail", null, Map.of("found", "" + found.size()));
        Moments when = Moments.of(person, people, clock);
        Map<String, String> teams = people.teams().stream().collect(Collectors.toMap(Team::id, Team::name));
        model.addAttribute(
                "found",
                found.stream().map(patient -> found(patient, when, teams)).toList());
        return "trail-patients";
    }

    private Found found(Patient patient, Moments when, Map<String, String> teams) {
        return new Found(
                patient.id(),
                patient.listedName(),
                PatientBanners.identifiers(patient.details()),
                PatientBanners.born(patient.details().birthDate(), when.today()),
                episodes.findByPatient(patient.id().toString()).stream()
                        .map(Episode::teamId)
                        .distinct()
                        .map(team -> teams.getOrDefault(team, team))
                        .collect(Collectors.joining(", ")));
    }

    @GetMapping("/patients/{patientId}")
    String disclosures(
            @PathVariable UUID patientId,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate to,
            Model model) {
        Person person = signedIn.person();
        Moments when = Moments.of(person, people, clock);
        Asked asked = asked(patientId, from, to, when.zone());
        List<AuditEvent> found = events(asked, person, "disclosures.read");
        List<AuditEvent> events = newest(found);
        Map<String, String> names = names(events);
        Map<String, Glass> opened = opened(events);
        Patient patient = patients.get(patientId);
        model.addAttribute("patientId", patientId);
        model.addAttribute("patient", patient.listedName());
        model.addAttribute("identifiers", PatientBanners.identifiers(patient.details()));
        model.addAttribute("zone", when.zoneName());
        model.addAttribute("backwards", asked.isBackwards());
        model.addAttribute("from", asked.from());
        model.addAttribute("to", asked.to());
        model.addAttribute("cut", found.size() > MOST);
        model.addAttribute(
                "lines",
                events.stream()
                        .map(event -> new Line(
                                when.exact(event.at()),
                                names.getOrDefault(event.actor(), event.actor()),
                                TrailWords.of(event.action()),
                                event.objectType().equals("patient") ? "" : event.objectType() + " " + event.objectId(),
                                TrailWords.under(event, glass(event, opened)),
                                TrailWords.of(event.outcome())))
                        .toList());
        return "trail-disclosures";
    }

    @GetMapping("/patients/{patientId}/disclosures.csv")
    ResponseEntity<byte[]> export(
            @PathVariable UUID patientId,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate to) {
        Person person = signedIn.person();
        Moments when = Moments.of(person, people, clock);
        Asked asked = asked(patientId, from, to, when.zone());
        if (asked.isBackwards()) {
            throw new Refused(Refused.Kind.INVALID, "From is later than To.");
        }
        List<AuditEvent> found = events(asked, person, "disclosures.exported");
        List<AuditEvent> events = newest(found);
        Map<String, String> names = names(events);
        Map<String, Glass> opened = opened(events);
        DateTimeFormatter local =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(when.zone());
        StringBuilder csv = new StringBuilder("at (" + when.zone()
                + "),at (UTC),who,name,what,reason,outcome,action,object type,object,team,details\r\n");
        events.forEach(event -> csv.append(SpreadsheetLine.of(
                local.format(event.at()),
                event.at().toString(),
                event.actor(),
                names.getOrDefault(event.actor(), ""),
                TrailWords.of(event.action()),
                TrailWords.under(event, glass(event, opened)),
                TrailWords.of(event.outcome()),
                event.action(),
                event.objectType(),
                event.objectId(),
                event.teamId() == null ? "" : event.teamId(),
                event.details().entrySet().stream()
                        .map(detail -> detail.getKey() + ": " + detail.getValue())
                        .sorted()
                        .collect(Collectors.joining("; ")))));
        if (found.size() > MOST) {
            // where whoever reads to the end must meet it: the file leaves the page that would say it
            csv.append(SpreadsheetLine.of(
                    "", "", "", "", "Only the newest 5,000 stand here: choose fewer days", "", "", "", "", "", "", ""));
        }
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .cacheControl(CacheControl.noStore())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("disclosures-" + patientId + ".csv")
                                .build()
                                .toString())
                .body(csv.toString().getBytes(StandardCharsets.UTF_8));
    }

    private record Asked(UUID patientId, LocalDate from, LocalDate to, ZoneId zone) {

        boolean isBackwards() {
            return from.isAfter(to);
        }
    }

    /** The glasses that the trail names, by id. */
    private Map<String, Glass> opened(List<AuditEvent> events) {
        return events.stream()
                .map(event -> event.details().get("glass"))
                .filter(Objects::nonNull)
                .distinct()
                .map(UUID::fromString)
                .map(glasses::find)
                .flatMap(Optional::stream)
                .collect(Collectors.toMap(glass -> glass.id().toString(), Function.identity()));
    }

    private static @Nullable Glass glass(AuditEvent event, Map<String, Glass> opened) {
        String id = event.details().get("glass");
        return id == null ? null : opened.get(id);
    }

    private Asked asked(UUID patientId, @Nullable LocalDate from, @Nullable LocalDate to, ZoneId zone) {
        // the trail keeps the system's time, not the shiftable clock's
        LocalDate last = to == null ? LocalDate.ofInstant(trail.now(), zone) : to;
        return new Asked(patientId, from == null ? last.minusDays(DAYS_SHOWN) : from, last, zone);
    }

    private List<AuditEvent> events(Asked asked, Person person, String action) {
        if (patients.find(asked.patientId()).isEmpty()) {
            throw new NotThere();
        }
        audit.recordRead(person.id(), action, "patient", asked.patientId().toString(), null, Map.of());
        if (asked.isBackwards()) {
            return new ArrayList<>();
        }
        Instant from = asked.from().atStartOfDay(asked.zone()).toInstant();
        Instant until = asked.to().plusDays(1).atStartOfDay(asked.zone()).toInstant();
        return new ArrayList<>(audit.about(
                Map.of(
                        "patient",
                        List.of(asked.patientId().toString()),
                        "episode",
                        episodes.findByPatient(asked.patientId().toString()).stream()
                                .map(Episode::id)
                                .map(UUID::toString)
                                .toList()),
                from,
                until,
                MOST + 1));
    }

    private static List<AuditEvent> newest(List<AuditEvent> found) {
        return found.subList(0, Math.min(found.size(), MOST));
    }

    private Map<String, String> names(List<AuditEvent> events) {
        return people.names(events.stream().map(AuditEvent::actor).distinct().toList());
    }
}

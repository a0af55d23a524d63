package org.homeward.console;

import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.homeward.audit.Audit;
import org.homeward.calendar.BusinessClock;
import org.homeward.episode.Episode;
import org.homeward.patient.Patient;
import org.homeward.patient.Patients;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.SignedIn;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Find a patient of one's teams. What is looked for is about a patient and so never part of an address: it is sent in
 * the body and kept with the session.
 */
@Controller
@RequestMapping("/patients")
class PatientsPage {

    private static final int PAGE = 20;
    private static final int MOST_PAGES = 25;
    private static final int LONGEST = 200;
    private static final String TYPED = "homeward.patients.typed";

    private final Patients patients;
    private final Walls walls;
    private final People people;
    private final Audit audit;
    private final SignedIn signedIn;
    private final BusinessClock clock;

    PatientsPage(Patients patients, Walls walls, People people, Audit audit, SignedIn signedIn, BusinessClock clock) {
        this.patients = patients;
        this.walls = walls;
        this.people = people;
        this.audit = audit;
        this.signedIn = signedIn;
        this.clock = clock;
    }

    record Row(
            UUID patientId,
            String name,
            @Nullable String preferred,
            String born,
            String identifiers,
            String state,
            String stateTag,
            @Nullable String tier,
            String tierWords,
            String discharged,
            String careManager) {}

    @PostMapping
    String search(@RequestParam(defaultValue = "") String q, HttpSession session) {
        String typed = q.strip();
        session.setAttribute(TYPED, typed.substring(0, Math.min(typed.length(), LONGEST)));
        return "redirect:/patients";
    }

    @GetMapping
    String page(@RequestParam(defaultValue = "1") int page, HttpSession session, Model model) {
        Person person = signedIn.person();
        String typed = Objects.requireNonNullElse((String) session.getAttribute(TYPED), "");
        int shown = Math.max(1, Math.min(page, MOST_PAGES));
        model.addAttribute("typed", typed);
        model.addAttribute("page", shown);
        if (typed.isEmpty()) {
            model.addAttribute("rows", rows(walls.underWay(person), person));
            model.addAttribute("more", false);
            return "patients";
        }
        int thisYear = clock.instant().atZone(java.time.ZoneOffset.UTC).getYear();
        List<Patient> found = patients.searchAmong(
                SearchWords.read(typed, thisYear), shown * PAGE + 1, ids -> walls.visible(ids, person));
        audit.recordRead(
                person.id(),
                "patients.searched",
                "patients",
                "page",
                null,
                Map.of("found", Integer.toString(found.size())));
        boolean more = found.size() > shown * PAGE && shown < MOST_PAGES;
        List<Patient> here =
                found.stream().skip((shown - 1L) * PAGE).limit(PAGE).toList();
        Map<UUID, Episode> current =
                current(walls.episodesOf(here.stream().map(Patient::id).toList(), person));
        List<Episode> inOrder = here.stream()
                .map(patient -> current.get(patient.id()))
                .filter(Objects::nonNull)
                .toList();
        model.addAttribute("rows", rows(inOrder, person));
        model.addAttribute("more", more);
        return "patients";
    }

    private List<Row> rows(List<Episode> episodes, Person person) {
        Map<UUID, Episode> current = current(episodes);
        Map<UUID, Patient> known = patients.findAll(current.keySet());
        Names names =
                Names.of(people, episodes.stream().map(Episode::careManager).toList());
        List<Row> rows = new ArrayList<>();
        current.forEach((id, episode) -> {
            Patient patient = known.get(id);
            if (patient != null) {
                rows.add(row(patient, episode, names));
            }
        });
        return rows;
    }

    /** One episode for each patient: what is under way before what has ended, the newest first. */
    private static Map<UUID, Episode> current(List<Episode> episodes) {
        Map<UUID, Episode> current = new LinkedHashMap<>();
        episodes.forEach(episode -> current.merge(
                episode.patientId(), episode, (one, other) -> one.isEnded() && !other.isEnded() ? other : one));
        return current;
    }

    private Row row(Patient patient, Episode episode, Names names) {
        Moments when = new Moments(
                people.team(episode.teamId())
                        .map(org.homeward.security.Team::timeZone)
                        .orElse(episode.zone()),
                clock.instant());
        return new Row(
                patient.id(),
                patient.listedName(),
                patient.details().name() == null
                        ? null
                        : patient.details().name().preferred(),
                PatientBanners.born(patient.details().birthDate(), when.today()),
                PatientBanners.identifiers(patient.details()),
                StageWords.of(episode),
                StageWords.tag(episode),
                episode.tier(),
                PatientBanners.tierWords(episode),
                when.at(episode.dischargedAt()),
                episode.careManager() == null ? "" : names.of(episode.careManager()));
    }
}

package org.homeward.console;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.homeward.access.BreakGlass;
import org.homeward.access.Glass;
import org.homeward.audit.Audit;
import org.homeward.engine.Refused;
import org.homeward.episode.Episode;
import org.homeward.episode.Episodes;
import org.homeward.patient.Patient;
import org.homeward.patient.Patients;
import org.homeward.security.Fields;
import org.homeward.security.Person;
import org.springframework.stereotype.Component;

/** What one person may see: patients with an episode that a team of theirs works, and those episodes. */
@Component
class Walls {

    private final Episodes episodes;
    private final Patients patients;
    private final BreakGlass glasses;
    private final OpenGlasses open;
    private final Audit audit;

    Walls(Episodes episodes, Patients patients, BreakGlass glasses, OpenGlasses open, Audit audit) {
        this.episodes = episodes;
        this.patients = patients;
        this.glasses = glasses;
        this.open = open;
        this.audit = audit;
    }

    /**
     * A patient with the episodes this person may see, the newest discharge first; never none.
     *
     * @param readOnly whether it is another team's patient, opened for a while
     */
    record Seen(Patient patient, List<Episode> episodes, boolean readOnly) {

        /** What is under way, else what ended last. */
        Episode current() {
            return episodes.stream()
                    .filter(episode -> !episode.isEnded())
                    .findFirst()
                    .orElse(episodes.get(0));
        }

        Episode episode(UUID id) {
            return episodes.stream()
                    .filter(episode -> episode.id().equals(id))
                    .findFirst()
                    .orElseThrow(NotThere::new);
        }
    }

    /**
     * The patient, where this person may see them.
     *
     * @param what is looked at, as a code for the audit trail
     * @throws NotThere for everybody else
     */
    Seen patient(UUID patientId, Person person, String what) {
        List<Episode> seen = episodesOf(List.of(patientId), person);
        if (seen.isEmpty()) {
            throw new NotThere();
        }
        Patient patient = patients.find(patientId).orElseThrow(NotThere::new);
        audit.recordRead(
                person.id(), what, "patient", patientId.toString(), seen.get(0).teamId(), Map.of());
        return new Seen(patient, seen, false);
    }

    /**
     * The patient as {@link #patient}, and also where this person has broken the glass: for pages that only show. Each
     * reading behind a glass names it on the trail.
     */
    Seen reading(UUID patientId, Person person, String what) {
        if (!episodesOf(List.of(patientId), person).isEmpty()) {
            return patient(patientId, person, what);
        }
        Glass glass = glasses.openTo(person, patientId).orElseThrow(NotThere::new);
        List<Episode> behind = glasses.episodes(glass);
        Patient patient = patients.find(patientId).orElseThrow(NotThere::new);
        if (behind.isEmpty()) {
            throw new NotThere();
        }
        audit.recordRead(
                person.id(),
                what,
                "patient",
                patientId.toString(),
                glass.teamId(),
                Map.of("glass", glass.id().toString()));
        open.shownFromNowOn();
        return new Seen(patient, behind, true);
    }

    /**
     * Some fields of a patient are not for everybody who may see the patient.
     *
     * @throws Refused FORBIDDEN where this person's work does not need them
     */
    static void mustSee(Fields fields, Person person, String teamId) {
        if (!fields.visibleTo(person, teamId)) {
            throw new Refused(Refused.Kind.FORBIDDEN, "This is for other roles of the team.");
        }
    }

    /** Which of these patients this person may see. */
    Set<UUID> visible(Collection<UUID> patientIds, Person person) {
        return episodesOf(patientIds, person).stream().map(Episode::patientId).collect(Collectors.toSet());
    }

    List<Episode> episodesOf(Collection<UUID> patientIds, Person person) {
        Set<String> teams = person.careTeams();
        return teams.isEmpty() || patientIds.isEmpty()
                ? List.of()
                : episodes.findByPatientsAndTeams(
                        patientIds.stream().map(UUID::toString).toList(), teams);
    }

    List<Episode> underWay(Person person) {
        Set<String> teams = person.careTeams();
        return teams.isEmpty() ? List.of() : episodes.findNewestUnderWay(teams);
    }
}

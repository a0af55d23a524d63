package org.homeward.console;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final Audit audit;

    Walls(Episodes episodes, Patients patients, BreakGlass glasses, Audit audit) {
        this.episodes = episodes;
        this.patients = patients;
        this.glasses = glasses;
        this.audit = audit;
    }

    /**
     * A patient with the episodes this person may see, the newest discharge first; never none.
     *
     * @param behindGlass those episodes of other teams that are opened for a while, to read
     */
    record Seen(Patient patient, List<Episode> episodes, Set<UUID> behindGlass) {

        boolean readOnly(Episode episode) {
            return behindGlass.contains(episode.id());
        }

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
        return new Seen(patient, seen, Set.of());
    }

    /**
     * The patient as {@link #patient}, and also what this person has opened by breaking the glass, beside episodes of their
     * own: for pages that only show. While it is open each reading of the patient names it on the trail.
     */
    Seen reading(UUID patientId, Person person, String what) {
        Glass glass = glasses.openTo(person, patientId).orElse(null);
        List<Episode> behind = glass == null
                ? List.of()
                : glasses.episodes(glass).stream()
                        .filter(episode -> !person.careTeams().contains(episode.teamId()))
                        .toList();
        if (glass == null || behind.isEmpty()) {
            if (glasses.hasHad(person, patientId)
                    && episodesOf(List.of(patientId), person).isEmpty()) {
                throw NotThere.anyMore();
            }
            return patient(patientId, person, what);
        }
        Patient patient = patients.find(patientId).orElseThrow(NotThere::new);
        List<Episode> seen = Stream.concat(behind.stream(), episodesOf(List.of(patientId), person).stream())
                .sorted(Comparator.comparing(Episode::dischargedAt)
                        .thenComparing(Episode::sequence)
                        .reversed())
                .toList();
        audit.recordRead(
                person.id(),
                what,
                "patient",
                patientId.toString(),
                glass.teamId(),
                Map.of("glass", glass.id().toString()));
        return new Seen(patient, seen, behind.stream().map(Episode::id).collect(Collectors.toSet()));
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

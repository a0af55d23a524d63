package org.homeward.console;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.homeward.access.BreakGlass;
import org.homeward.access.Glass;
import org.homeward.patient.Patient;
import org.homeward.patient.Patients;
import org.homeward.security.People;
import org.homeward.security.SignedIn;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The patients of other teams that somebody has opened, said on each of their pages while it lasts. */
@Component
class OpenGlasses {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("h:mm a z", Locale.US);

    private final BreakGlass glasses;
    private final Patients patients;
    private final People people;
    private final SignedIn signedIn;

    OpenGlasses(BreakGlass glasses, Patients patients, People people, SignedIn signedIn) {
        this.glasses = glasses;
        this.patients = patients;
        this.people = people;
        this.signedIn = signedIn;
    }

    record Row(UUID id, UUID patientId, UUID episodeId, String patient, String until) {}

    /** Asked by the pages' frame on each page: it may have been opened in another session, or before signing in anew. */
    public List<Row> shown() {
        return signedIn.current()
                .filter(BreakGlass::may)
                .map(person -> {
                    List<Glass> open = glasses.of(person);
                    return open.isEmpty() ? List.<Row>of() : rows(open, people.zoneOf(person));
                })
                .orElse(List.of());
    }

    /** How many that others opened wait to be looked at; asked by the menu of officers and leads alone. */
    public int toSee() {
        return signedIn.current().map(glasses::toSee).orElse(0);
    }

    private List<Row> rows(List<Glass> open, ZoneId zone) {
        Map<UUID, Patient> known =
                patients.listed(open.stream().map(Glass::patientId).toList());
        return open.stream()
                .flatMap(glass -> glasses.episodes(glass).stream()
                        // where another team has taken the patient over meanwhile, what is there
                        .min(Comparator.comparing(episode -> !episode.teamId().equals(glass.teamId())))
                        .stream()
                        .map(episode -> new Row(
                                glass.id(),
                                glass.patientId(),
                                episode.id(),
                                name(known.get(glass.patientId())),
                                TIME.format(glass.endsAt().atZone(zone)))))
                .toList();
    }

    private static String name(@Nullable Patient patient) {
        return patient == null ? "somebody" : PatientBanners.spoken(patient);
    }
}

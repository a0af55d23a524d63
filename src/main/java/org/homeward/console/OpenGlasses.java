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
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/** The patients of other teams that somebody has opened, said on each of their pages while it lasts. */
@Component
class OpenGlasses {

    private static final String IN_THIS_SESSION = "homeward.glass";
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

    /** From now on this session's pages say so. */
    void shownFromNowOn() {
        RequestContextHolder.currentRequestAttributes()
                .setAttribute(IN_THIS_SESSION, true, RequestAttributes.SCOPE_SESSION);
    }

    /** Asked by the pages' frame; whoever has opened nothing costs no look at the database. */
    public List<Row> shown() {
        RequestAttributes request = RequestContextHolder.currentRequestAttributes();
        if (request.getAttribute(IN_THIS_SESSION, RequestAttributes.SCOPE_SESSION) == null) {
            return List.of();
        }
        List<Row> rows = signedIn.current()
                .map(person -> rows(glasses.of(person), people.zoneOf(person)))
                .orElse(List.of());
        if (rows.isEmpty()) {
            request.removeAttribute(IN_THIS_SESSION, RequestAttributes.SCOPE_SESSION);
        }
        return rows;
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

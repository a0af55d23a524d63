package org.homeward.outreach;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.homeward.appointment.Appointment;
import org.homeward.appointment.Appointments;
import org.homeward.appointment.Booking;
import org.homeward.calendar.TeamCalendars;
import org.homeward.engine.Refused;
import org.homeward.episode.Duties;
import org.homeward.episode.Duty;
import org.homeward.episode.EpisodeContext;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.episode.EpisodeTimeline;
import org.homeward.outreach.ContactAttempt.Direction;
import org.homeward.patient.Patient;
import org.homeward.patient.PatientDetails;
import org.homeward.patient.Patients;
import org.homeward.patient.Phone;
import org.homeward.worklist.FormTimes;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Fill in, check and apply the one sheet of a conversation. What it settles closes or prefills the patient's other open
 * work, so that nobody asks the patient twice.
 */
@Service
class CallSheets {

    static final String FORM = "call-patient";

    /** What the sheet led to. */
    record Applied(String routing, Urgency urgency, ContactAttempt attempt) {}

    private final Outreaches outreaches;
    private final RedFlags redFlags;
    private final TellOfRedFlag redFlagNotices;
    private final Appointments appointments;
    private final Duties duties;
    private final Patients patients;
    private final EpisodeDirectory directory;
    private final EpisodeTimeline timeline;
    private final TeamCalendars calendars;
    private final ObjectMapper json;
    private final Clock clock;

    CallSheets(
            Outreaches outreaches,
            RedFlags redFlags,
            TellOfRedFlag redFlagNotices,
            Appointments appointments,
            Duties duties,
            Patients patients,
            EpisodeDirectory directory,
            EpisodeTimeline timeline,
            TeamCalendars calendars,
            ObjectMapper json,
            Clock clock) {
        this.outreaches = outreaches;
        this.redFlags = redFlags;
        this.redFlagNotices = redFlagNotices;
        this.appointments = appointments;
        this.duties = duties;
        this.patients = patients;
        this.directory = directory;
        this.timeline = timeline;
        this.calendars = calendars;
        this.json = json;
        this.clock = clock;
    }

    /** The visits and services that are still open, each row with the id it stands for. */
    @Transactional(readOnly = true)
    public Map<String, Object> prefill(UUID outreachId) {
        EpisodeContext episode = directory.contextOf(outreachId);
        List<Map<String, Object>> visits = new ArrayList<>();
        for (Appointment appointment : appointments.open(episode.episodeId())) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("id", appointment.id().toString());
            row.put("label", appointment.label());
            Instant startsAt = appointment.startsAt();
            if (appointment.status() == Appointment.Status.BOOKED && startsAt != null) {
                row.put("status", "BOOKED");
                row.put("bookedFor", FormTimes.field(startsAt, episode.zone()));
            }
            visits.add(row);
        }
        List<Map<String, Object>> services = new ArrayList<>();
        for (Duty duty : openServices(episode)) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("id", duty.id().toString());
            row.put("label", duty.description());
            services.add(row);
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("appointments", visits);
        data.put("services", services);
        return data;
    }

    @Transactional(readOnly = true)
    public List<Refused.Field> problems(UUID outreachId, Map<String, Object> data) {
        EpisodeContext episode = directory.contextOf(outreachId);
        CallSheet sheet = new CallSheet(data);
        PatientDetails patient = patients.get(episode.patientId()).details();
        return sheet.problems(
                redFlags.of(sheet.findings()).urgency(),
                new CallSheet.About(
                        clock.instant(),
                        episode.zone(),
                        calendars.of(episode.teamId()).zone(),
                        appointments.open(episode.episodeId()).stream()
                                .map(Appointment::id)
                                .collect(Collectors.toSet()),
                        openServices(episode).stream().map(Duty::id).collect(Collectors.toSet()),
                        patient.caregivers()));
    }

    /** Keeps the attempt and everything the sheet settles. The caller holds the outreach. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Applied apply(
            Outreach outreach, Map<String, Object> data, Direction direction, Instant at, String personId) {
        EpisodeContext episode = directory.contextOf(outreach.id());
        CallSheet sheet = new CallSheet(data);
        RedFlags.Triage triage = redFlags.of(sheet.findings());
        if (sheet.isReached()) {
            outreach.reach(at, triage.urgency());
        } else if (sheet.isDeclined() && !outreach.isConcluded()) {
            outreach.decline();
        }
        ContactAttempt attempt = outreaches.keep(
                outreach,
                episode,
                at,
                personId,
                direction,
                sheet.channel(),
                direction == Direction.OUTGOING ? tried(outreach) : null,
                sheet.outcome(),
                sheet.withWhom(),
                sheet.byRight(),
                sheet.isReached() ? triage.urgency() : null,
                sheet.isReached() || data.size() > 1 ? write(data) : null);
        tell(outreach, episode, sheet, triage, attempt);
        if (sheet.isReached() && triage.urgency() == Urgency.RED) {
            redFlagNotices.tell(attempt, episode.teamId());
        }
        if (sheet.isReached()) {
            settleAppointments(episode, sheet, at, personId);
            settleServices(episode, sheet, at, personId, attempt);
        } else {
            sheet.callBackAt(episode.zone())
                    .filter(then -> !outreach.isConcluded())
                    .ifPresent(then -> outreaches.agree(outreach, then));
            sheet.numberToTry().ifPresent(number -> keepNumber(episode, number, at));
        }
        outreaches.save(outreach);
        return new Applied(sheet.routing(), triage.urgency(), attempt);
    }

    /** The newest sheet of a conversation, with when it was. */
    @Transactional(readOnly = true)
    public Optional<Told> newest(UUID episodeId) {
        return outreaches.ofEpisode(episodeId).flatMap(outreach -> outreaches.attempts(outreach.id()).stream()
                .filter(ContactAttempt::isContact)
                .max(Comparator.comparing(ContactAttempt::at))
                .filter(attempt -> attempt.callSheet() != null)
                .map(attempt -> new Told(attempt.at(), new CallSheet(outreaches.sheetOf(attempt)))));
    }

    record Told(Instant at, CallSheet sheet) {}

    record ArrangedVisit(Instant at, String words) {}

    /** The visit at home that an attempt arranged; empty where none could be. */
    Optional<ArrangedVisit> arrangedVisit(UUID episodeId, ContactAttempt attempt) {
        ZoneId zone = directory.contextOf(episodeId).zone();
        CallSheet sheet = new CallSheet(outreaches.sheetOf(attempt));
        return FormTimes.instant(sheet.data().get("visitAt"), zone)
                .map(at -> new ArrangedVisit(
                        at,
                        "Visit at home on " + FormTimes.words(at, zone) + " by "
                                + sheet.text("visitor").orElse("somebody")));
    }

    private List<Duty> openServices(EpisodeContext episode) {
        return duties.open(episode.episodeId()).stream()
                .filter(duty -> duty.kind() == Duty.Kind.SERVICE)
                .toList();
    }

    private void settleAppointments(EpisodeContext episode, CallSheet sheet, Instant at, String by) {
        ZoneId zone = episode.zone();
        for (CallSheet.Row row : sheet.appointments(zone)) {
            Appointment appointment = appointments.get(row.id());
            String note = row.note() == null ? "" : ": " + row.note();
            Instant bookedFor = row.bookedFor();
            switch (row.status()) {
                case "BOOKED" -> {
                    if (bookedFor != null) {
                        appointments.booked(row.id(), new Booking(bookedFor, zone, null, null), by, evidence(row, at));
                    }
                }
                case "CANNOT_ATTEND" -> {
                    if (!appointments.cancelled(row.id(), "the patient cannot attend" + note, by, evidence(row, at))) {
                        appointments.said(row.id(), "cannot attend" + note, by);
                    }
                }
                case "ATTENDED" -> {
                    Instant startsAt = appointment.startsAt();
                    if (startsAt != null && startsAt.isBefore(at)) {
                        LocalDate on = CallSheet.seenOn(startsAt, at, zone);
                        appointments.attended(
                                row.id(),
                                new Appointments.Visit(on, appointment.withWhom(), null),
                                by,
                                evidence(row, at));
                    } else {
                        appointments.said(row.id(), "has been seen already" + note, by);
                    }
                }
                case "DECLINED" -> appointments.said(row.id(), "does not want it" + note, by);
                case "NOT_BOOKED" -> appointments.said(row.id(), "not booked yet" + note, by);
                default -> {
                    // nothing was said about it
                }
            }
        }
    }

    private void settleServices(
            EpisodeContext episode, CallSheet sheet, Instant at, String by, ContactAttempt attempt) {
        for (CallSheet.Row row : sheet.services(episode.zone())) {
            Duty duty = duties.get(row.id());
            if (!duty.isOpen()) {
                continue;
            }
            String note = row.note() == null ? "" : ": " + row.note();
            switch (row.status()) {
                case "ARRIVED" ->
                    duties.complete(
                            duty.id(),
                            "Arrived, said in the call" + note,
                            null,
                            by,
                            at,
                            write(evidence(row, attempt.at())));
                case "DECLINED" -> duties.decline(duty.id(), "Declined in the call" + note, by, at);
                case "NOT_ARRIVED", "NOT_NEEDED" ->
                    timeline.append(
                            episode.episodeId(),
                            "service-reported",
                            duty.description()
                                    + (row.status().equals("NOT_ARRIVED") ? ": has not arrived" : ": no longer needed")
                                    + ", said in the call" + note,
                            by,
                            attempt.id().toString());
                default -> {
                    // nothing was said about it
                }
            }
        }
    }

    private static Map<String, Object> evidence(CallSheet.Row row, Instant at) {
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("evidence", "PATIENT_SAYS");
        evidence.put("status", row.status());
        evidence.put("saidAt", at.toString());
        if (row.note() != null) {
            evidence.put("note", row.note());
        }
        return evidence;
    }

    /** The number people should try next comes first; the others stay. */
    private void keepNumber(EpisodeContext episode, String number, Instant at) {
        List<Phone> phones = new ArrayList<>();
        phones.add(patients.phone(number, Phone.Use.OTHER, 1));
        for (Phone known : patients.get(episode.patientId()).phonesInOrder()) {
            phones.add(new Phone(known.raw(), known.e164(), known.use(), known.rank() + 1));
        }
        PatientDetails nothing = PatientDetails.NOTHING_TOLD;
        patients.update(
                episode.patientId(),
                new PatientDetails(
                        nothing.identifiers(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        nothing.addresses(),
                        phones,
                        null,
                        null,
                        nothing.consents(),
                        null,
                        nothing.caregivers(),
                        null),
                at);
    }

    /** Which number was to be tried; its kind only, the number is the patient's. */
    private String tried(Outreach outreach) {
        if (outreach.nextWhom() == Outreach.Whom.ALTERNATE) {
            return "other numbers, caregiver";
        }
        Patient patient = patients.get(outreach.patientId());
        return patient.phonesInOrder().stream()
                .findFirst()
                .map(phone -> phone.use().name().toLowerCase(java.util.Locale.ROOT))
                .orElse("no number known");
    }

    private void tell(
            Outreach outreach,
            EpisodeContext episode,
            CallSheet sheet,
            RedFlags.Triage triage,
            ContactAttempt attempt) {
        boolean incoming = attempt.direction() == Direction.INCOMING;
        StringBuilder words = new StringBuilder(incoming ? "The patient or caregiver called" : "Called")
                .append(", ")
                .append(attempt.hoursSinceDischarge())
                .append(" h after the discharge: ")
                .append(attempt.outcome().words());
        if (sheet.isReached()) {
            words.append(", spoke with ").append("PATIENT".equals(sheet.withWhom()) ? "the patient" : sheet.withWhom());
            if (!triage.labels().isEmpty()) {
                words.append("; ").append(String.join(", ", triage.labels()));
            }
        }
        timeline.append(
                episode.episodeId(),
                incoming ? "call-taken" : "call-made",
                words.toString(),
                attempt.madeBy(),
                attempt.id().toString());
        if (triage.urgency() == Urgency.RED) {
            timeline.append(
                    episode.episodeId(),
                    "red-flag",
                    "Red flag: "
                            + String.join(", ", sheet.list("emergencyAdvised")).replace("ADVISED_", "advised ")
                            + "; handed over to " + sheet.text("handedOverTo").orElse("?") + " at "
                            + sheet.text("handedOverAt").orElse("?").replace('T', ' '),
                    attempt.madeBy(),
                    attempt.id().toString());
        }
        if (sheet.isReached()) {
            timeline.append(
                    episode.episodeId(),
                    "teach-back",
                    teachBack(sheet),
                    attempt.madeBy(),
                    attempt.id().toString());
        }
    }

    private static String teachBack(CallSheet sheet) {
        String whom = sheet.is("knowsWhomToCall", "KNOWS")
                ? "knows whom to call"
                : sheet.is("knowsWhomToCall", "TOLD_NOW") ? "was told whom to call" : "does not know whom to call";
        List<String> passed = sheet.list("teachBackPassed");
        List<String> again = sheet.list("teachBackNotPassed");
        return "Teach-back: " + whom
                + (passed.isEmpty() ? "" : "; said back correctly: " + inWords(passed))
                + (again.isEmpty() ? "" : "; to repeat: " + inWords(again));
    }

    private static String inWords(List<String> topics) {
        return topics.stream()
                .map(topic -> topic.toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
    }

    String write(Map<String, Object> data) {
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A call sheet cannot be kept");
        }
    }
}

package org.homeward.outreach;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.homeward.engine.Refused;
import org.homeward.outreach.ContactAttempt.Channel;
import org.homeward.outreach.ContactAttempt.Outcome;
import org.homeward.patient.PatientDetails.Caregiver;
import org.homeward.patient.PatientDetails.Right;
import org.homeward.worklist.FormTimes;
import org.jspecify.annotations.Nullable;

/**
 * Read what one conversation settled, by the field keys of form {@code call-patient}, and say what is still missing. The
 * form's own rules (required fields) are checked before; what concerns safety is checked here once more, because a
 * request need not come from the form.
 */
final class CallSheet {

    /** Clocks on two desks differ; a time that is a little ahead is not in the future. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final int IDENTIFIERS_DEMANDED = 2;

    /**
     * One row about a visit or a service.
     *
     * @param id the appointment's or duty's; a row with another id than those offered is refused
     */
    record Row(
            UUID id,
            String status,
            @Nullable Instant bookedFor,
            @Nullable String note) {}

    /**
     * What the sheet is about.
     *
     * @param patientZone for times that concern the patient: a visit, the next call
     * @param teamZone for times on the caller's own clock: when a red flag was handed over
     */
    record About(
            Instant now,
            ZoneId patientZone,
            ZoneId teamZone,
            Set<UUID> appointments,
            Set<UUID> services,
            List<Caregiver> caregivers) {}

    private final Map<String, Object> data;

    CallSheet(Map<String, Object> data) {
        this.data = data;
    }

    Outcome outcome() {
        return Outcome.valueOf(text("contactOutcome").orElse("OTHER"));
    }

    boolean isReached() {
        return outcome() == Outcome.REACHED;
    }

    /** Declining one call is an attempt like others; only declining all of them ends the calls. */
    boolean isDeclined() {
        return outcome() == Outcome.DECLINED && is("declined", "ALL_CALLS");
    }

    /** What the model's gateway reads. */
    String routing() {
        return isReached() ? "REACHED" : isDeclined() ? "DECLINED" : "NOT_REACHED";
    }

    Channel channel() {
        return isReached() ? text("channel").map(Channel::valueOf).orElse(Channel.PHONE) : Channel.PHONE;
    }

    @Nullable
    String withWhom() {
        if (!isReached()) {
            return null;
        }
        return spokeWithPatient() ? "PATIENT" : text("spokeWithName").orElse(null);
    }

    @Nullable
    String byRight() {
        return isReached() && !spokeWithPatient() ? text("rightToSpeak").orElse(null) : null;
    }

    /** Every symptom ticked, and medicines that were not all obtained: a reason to act of their own. */
    Set<String> findings() {
        Set<String> findings = new LinkedHashSet<>();
        if (isReached()) {
            findings.addAll(list("redFlags"));
            findings.addAll(list("concerns"));
            if (list("notAsked").contains("NOT_ASKED") && list("redFlags").isEmpty()) {
                findings.add("not-asked");
            }
            if (is("medicinesObtained", "SOME") || is("medicinesObtained", "NONE")) {
                findings.add("medicines-not-obtained");
            }
        }
        return findings;
    }

    Optional<Instant> callBackAt(ZoneId patientZone) {
        if (outcome() == Outcome.RESCHEDULED) {
            return FormTimes.instant(data.get("callBackAt"), patientZone);
        }
        return isReached() ? FormTimes.instant(data.get("nextContactAt"), patientZone) : Optional.empty();
    }

    Optional<String> numberToTry() {
        return outcome() == Outcome.WRONG_NUMBER ? text("numberToTry") : Optional.empty();
    }

    List<Row> appointments(ZoneId patientZone) {
        return rows("appointments", patientZone);
    }

    List<Row> services(ZoneId patientZone) {
        return rows("services", patientZone);
    }

    Optional<String> text(String key) {
        return data.get(key) instanceof String text && !text.isBlank() ? Optional.of(text.strip()) : Optional.empty();
    }

    boolean is(String key, String value) {
        return value.equals(data.get(key));
    }

    List<String> list(String key) {
        return data.get(key) instanceof List<?> values
                ? values.stream().map(String::valueOf).toList()
                : List.of();
    }

    Map<String, Object> data() {
        return data;
    }

    /** What must be done or filled in before this sheet may be completed. */
    List<Refused.Field> problems(Urgency urgency, About about) {
        List<Refused.Field> problems = new ArrayList<>();
        if (outcome() == Outcome.RESCHEDULED) {
            future(
                    "callBackAt",
                    "Fill in when the patient asked to be called; it must still be to come.",
                    about,
                    true,
                    problems);
        }
        if (outcome() == Outcome.DECLINED && text("declined").isEmpty()) {
            problems.add(new Refused.Field("declined", "Say what was declined: this call, or all calls."));
        }
        if (outcome() == Outcome.OTHER && text("outcomeWords").isEmpty()) {
            problems.add(new Refused.Field("outcomeWords", "Say what happened."));
        }
        if (!isReached()) {
            return problems;
        }
        identity(about, problems);
        if (urgency == Urgency.RED) {
            redFlag(about, problems);
        }
        future("nextContactAt", "The next contact must still be to come.", about, false, problems);
        rows("appointments", about.appointments(), about, problems);
        rows("services", about.services(), about, problems);
        return problems;
    }

    private void identity(About about, List<Refused.Field> problems) {
        if (new HashSet<>(list("identifiersConfirmed")).size() < IDENTIFIERS_DEMANDED) {
            problems.add(new Refused.Field("identifiersConfirmed", "Confirm at least two identifiers."));
        }
        if (text("spokeWith").isEmpty()) {
            problems.add(new Refused.Field("spokeWith", "Say with whom you spoke."));
        } else if (!spokeWithPatient()) {
            if (text("spokeWithName").isEmpty()) {
                problems.add(new Refused.Field("spokeWithName", "Fill in the name of the person you spoke with."));
            }
            if (text("rightToSpeak").isEmpty()) {
                problems.add(
                        new Refused.Field("rightToSpeak", "Say by what right this person speaks for the patient."));
            } else if (mayNotBeTold(about)) {
                problems.add(
                        new Refused.Field(
                                "rightToSpeak",
                                "This person may be told nothing about the patient unless the patient agrees. Ask the patient."));
            }
        }
    }

    /** Known as somebody who may not be told, and the patient has not agreed in this call either. */
    private boolean mayNotBeTold(About about) {
        String name = text("spokeWithName").orElse("").toLowerCase(Locale.ROOT);
        boolean agreedNow = is("rightToSpeak", "PATIENT_CONSENT") || is("rightToSpeak", "PATIENT_PRESENT");
        return !agreedNow
                && about.caregivers().stream()
                        .anyMatch(caregiver -> caregiver.right() == Right.NONE
                                && caregiver.name().toLowerCase(Locale.ROOT).equals(name));
    }

    private void redFlag(About about, List<Refused.Field> problems) {
        List<String> advised = list("emergencyAdvised");
        if (advised.isEmpty()) {
            problems.add(new Refused.Field("emergencyAdvised", "Advise 911 or 988 before you go on, and tick it."));
        } else if (list("redFlags").contains("suicidal-thoughts") && !advised.contains("ADVISED_988")) {
            problems.add(new Refused.Field("emergencyAdvised", "Advise 988 for thoughts of suicide, and tick it."));
        }
        if (text("handedOverTo").isEmpty()) {
            problems.add(new Refused.Field("handedOverTo", "Hand over to a clinician now, and fill in to whom."));
        }
        Optional<Instant> at = FormTimes.instant(data.get("handedOverAt"), about.teamZone());
        if (at.isEmpty() || at.get().isAfter(about.now().plus(TOLERANCE))) {
            problems.add(new Refused.Field("handedOverAt", "Fill in when you handed over; it cannot be to come."));
        }
    }

    private void future(String key, String message, About about, boolean required, List<Refused.Field> problems) {
        if (data.get(key) == null && !required) {
            return;
        }
        Optional<Instant> at = FormTimes.instant(data.get(key), about.patientZone());
        if (at.isEmpty() || !at.get().isAfter(about.now())) {
            problems.add(new Refused.Field(key, message));
        }
    }

    private void rows(String key, Set<UUID> offered, About about, List<Refused.Field> problems) {
        if (!(data.get(key) instanceof List<?> rows)) {
            return;
        }
        for (int i = 0; i < rows.size(); i++) {
            Optional<Row> row = row(rows.get(i), about.patientZone());
            String field = key + "[" + i + "].";
            if (row.isEmpty() || !offered.contains(row.get().id())) {
                problems.add(new Refused.Field(field + "id", "This list has changed meanwhile. Reload the form."));
            } else if (key.equals("appointments")
                    && row.get().status().equals("BOOKED")
                    && row.get().bookedFor() == null) {
                problems.add(new Refused.Field(field + "bookedFor", "Fill in when the visit is."));
            }
        }
    }

    private List<Row> rows(String key, ZoneId zone) {
        return data.get(key) instanceof List<?> rows
                ? rows.stream().flatMap(row -> row(row, zone).stream()).toList()
                : List.of();
    }

    private static Optional<Row> row(@Nullable Object value, ZoneId zone) {
        if (!(value instanceof Map<?, ?> row) || !(row.get("id") instanceof String id)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Row(
                    UUID.fromString(id),
                    Objects.toString(row.get("status"), ""),
                    FormTimes.instant(row.get("bookedFor"), zone).orElse(null),
                    row.get("note") instanceof String note && !note.isBlank() ? note.strip() : null));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    private boolean spokeWithPatient() {
        return is("spokeWith", "PATIENT");
    }

    /** The day of a visit that the patient says has been: the booked one's, or today where none was booked. */
    static LocalDate seenOn(@Nullable Instant startsAt, Instant now, ZoneId zone) {
        return (startsAt != null && startsAt.isBefore(now) ? startsAt : now)
                .atZone(zone)
                .toLocalDate();
    }
}

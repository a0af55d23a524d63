package org.homeward.appointment;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.homeward.engine.Refused;
import org.homeward.episode.CarryOutEpisode;
import org.homeward.episode.Duty;
import org.homeward.episode.EpisodeContext;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.episode.Episodes;
import org.homeward.episode.VisitFacts;
import org.homeward.worklist.FormTimes;
import org.homeward.worklist.TaskForm;
import org.homeward.worklist.WorkItem;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What people fill in about a visit or test: booked, attended, missed. Times are those where the patient is. */
final class AppointmentForms {

    private AppointmentForms() {}

    @Component
    static final class BookAppointmentForm implements TaskForm {

        private final Appointments appointments;
        private final EpisodeDirectory directory;
        private final Episodes episodes;
        private final VisitFacts facts;

        BookAppointmentForm(
                Appointments appointments, EpisodeDirectory directory, Episodes episodes, VisitFacts facts) {
            this.appointments = appointments;
            this.directory = directory;
            this.episodes = episodes;
            this.facts = facts;
        }

        @Override
        public String form() {
            return "book-appointment";
        }

        /** What was ordered, what the patient said, and a booking that outlived an interruption. */
        @Override
        public Map<String, Object> prefill(WorkItem item) {
            Appointment appointment = appointments.get(item.subjectId());
            Map<String, Object> data = new HashMap<>();
            String with = Objects.requireNonNullElse(
                    appointment.withWhom(), Objects.requireNonNullElse(appointment.orderedWith(), ""));
            if (!with.isBlank()) {
                data.put("withWhom", with);
            }
            Instant startsAt = appointment.startsAt();
            if (appointment.status() == Appointment.Status.BOOKED && startsAt != null) {
                data.put("bookingOutcome", "BOOKED");
                data.put("bookedFor", FormTimes.field(startsAt, zone(item)));
                if (appointment.place() != null) {
                    data.put("place", appointment.place());
                }
            }
            String said = appointment.said();
            if (said != null) {
                data.put("note", "The patient said: " + said);
            }
            if (!data.containsKey("bookedFor")) {
                bookedByHospital(appointment).ifPresent(at -> {
                    data.put("bookingOutcome", "BOOKED");
                    data.put("bookedFor", FormTimes.field(at, zone(item)));
                    data.putIfAbsent(
                            "note", "The hospital has booked it, says its message. Make sure the patient knows.");
                });
            }
            return data;
        }

        /** The hospital may have booked the visit itself: its word for it fills the form, a person confirms it. */
        private Optional<Instant> bookedByHospital(Appointment appointment) {
            Map<String, Object> clinical = episodes.findById(appointment.episodeId())
                    .map(episode -> facts.stateOf(episode.visit()).discharge().clinical())
                    .orElse(null);
            if (clinical == null || !(clinical.get("followUps") instanceof List<?> followUps)) {
                return Optional.empty();
            }
            return followUps.stream()
                    .filter(Map.class::isInstance)
                    .map(followUp -> (Map<?, ?>) followUp)
                    .filter(followUp -> appointment.description().equals(followUp.get("what")))
                    .map(followUp -> followUp.get("bookedFor"))
                    .filter(Objects::nonNull)
                    .map(at -> OffsetDateTime.parse(at.toString()).toInstant())
                    .findFirst();
        }

        @Override
        public List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
            if (!"BOOKED".equals(data.get("bookingOutcome"))) {
                return List.of();
            }
            Optional<Instant> at = FormTimes.instant(data.get("bookedFor"), zone(item));
            boolean possible = at.isPresent()
                    && at.get().isAfter(directory.contextOf(item.subjectId()).dischargedAt());
            return possible
                    ? List.of()
                    : List.of(new Refused.Field("bookedFor", "Fill in when the visit is; it follows the discharge."));
        }

        @Override
        public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
            String outcome = String.valueOf(data.get("bookingOutcome"));
            if (!outcome.equals("BOOKED")) {
                appointments.dropped(
                        item.subjectId(),
                        outcome.equals("DECLINED"),
                        Objects.toString(data.get("reason"), ""),
                        personId,
                        data);
                return Map.of("bookingOutcome", outcome, "outcome", outcome);
            }
            Booking booking = new Booking(
                    FormTimes.instant(data.get("bookedFor"), zone(item)).orElseThrow(),
                    zone(item),
                    text(data, "withWhom"),
                    text(data, "place"));
            appointments.book(item.subjectId(), booking, personId, data);
            return Map.of("bookingOutcome", outcome);
        }

        private ZoneId zone(WorkItem item) {
            return directory.contextOf(item.subjectId()).zone();
        }
    }

    @Component
    static final class ConfirmAttendanceForm implements TaskForm {

        private final Appointments appointments;
        private final EpisodeDirectory directory;
        private final Clock clock;

        ConfirmAttendanceForm(Appointments appointments, EpisodeDirectory directory, Clock clock) {
            this.appointments = appointments;
            this.directory = directory;
            this.clock = clock;
        }

        @Override
        public String form() {
            return "confirm-attendance";
        }

        @Override
        public Map<String, Object> prefill(WorkItem item) {
            Appointment appointment = appointments.get(item.subjectId());
            ZoneId zone = directory.contextOf(item.subjectId()).zone();
            Map<String, Object> data = new HashMap<>();
            Instant startsAt = appointment.startsAt();
            if (startsAt != null) {
                data.put("attendedOn", startsAt.atZone(zone).toLocalDate().toString());
            }
            if (appointment.withWhom() != null) {
                data.put("seenBy", appointment.withWhom());
            }
            if (appointment.said() != null) {
                data.put("note", "The patient said: " + appointment.said());
            }
            if (appointment.status() == Appointment.Status.CANCELLED) {
                data.put("attendance", "CANCELLED");
            } else if (appointment.status() == Appointment.Status.FULFILLED) {
                data.put("attendance", "ATTENDED");
                data.put("attendedOn", String.valueOf(appointment.attendedOn()));
            }
            return data;
        }

        @Override
        public List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
            if (!"ATTENDED".equals(data.get("attendance"))) {
                return List.of();
            }
            EpisodeContext episode = directory.contextOf(item.subjectId());
            LocalDate today = clock.instant().atZone(episode.zone()).toLocalDate();
            LocalDate discharged = episode.dischargedAt().atZone(episode.zone()).toLocalDate();
            return FormTimes.date(data.get("attendedOn"))
                            .filter(on -> !on.isAfter(today) && !on.isBefore(discharged))
                            .isPresent()
                    ? List.of()
                    : List.of(new Refused.Field(
                            "attendedOn", "Fill in the day of the visit: after the discharge, and not to come."));
        }

        @Override
        public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
            String attendance = String.valueOf(data.get("attendance"));
            String reason = Objects.toString(data.get("reason"), "")
                    .toLowerCase(Locale.ROOT)
                    .replace('_', ' ');
            switch (attendance) {
                case "MISSED" -> appointments.missed(item.subjectId(), reason, personId, data);
                case "CANCELLED" -> appointments.cancel(item.subjectId(), reason, personId, data);
                default -> {
                    String level = text(data, "decisionMaking");
                    appointments.attend(
                            item.subjectId(),
                            new Appointments.Visit(
                                    FormTimes.date(data.get("attendedOn")).orElseThrow(),
                                    text(data, "seenBy"),
                                    level == null ? null : Appointment.DecisionMaking.valueOf(level)),
                            personId,
                            data);
                    return Map.of("attendance", attendance, "outcome", "ATTENDED");
                }
            }
            return Map.of("attendance", attendance);
        }
    }

    @Component
    static final class CallAboutMissedAppointmentForm implements TaskForm {

        private final Appointments appointments;
        private final CarryOutEpisode carryOut;
        private final EpisodeDirectory directory;
        private final Clock clock;

        CallAboutMissedAppointmentForm(
                Appointments appointments, CarryOutEpisode carryOut, EpisodeDirectory directory, Clock clock) {
            this.appointments = appointments;
            this.carryOut = carryOut;
            this.directory = directory;
            this.clock = clock;
        }

        @Override
        public String form() {
            return "call-about-missed-appointment";
        }

        @Override
        public Map<String, Object> prefill(WorkItem item) {
            return Map.of("calledAt", FormTimes.field(clock.instant(), zone(item)));
        }

        @Override
        public List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
            return FormTimes.instant(data.get("calledAt"), zone(item))
                            .filter(at -> !at.isAfter(clock.instant()))
                            .isPresent()
                    ? List.of()
                    : List.of(new Refused.Field("calledAt", "Fill in when you called; it cannot be to come."));
        }

        @Override
        public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
            boolean reached = "REACHED".equals(data.get("callOutcome"));
            String why = Objects.toString(data.get("reason"), "")
                    .toLowerCase(Locale.ROOT)
                    .replace('_', ' ');
            String help = text(data, "helpNeeded");
            appointments.calledAboutMiss(
                    item.subjectId(),
                    reached
                            ? "Called about the missed visit: " + why + (help == null ? "" : "; would help: " + help)
                            : "Called about the missed visit: not reached",
                    personId,
                    data);
            if (reached && "WORSE".equals(data.get("condition"))) {
                carryOut.addOrder(
                        directory.contextOf(item.subjectId()).episodeId(),
                        Duty.Kind.ADDED_ORDER,
                        "concern:" + item.taskId(),
                        "The patient is worse and missed a visit: have a nurse follow it up today");
            }
            return Map.of();
        }

        private ZoneId zone(WorkItem item) {
            return directory.contextOf(item.subjectId()).zone();
        }
    }

    private static @Nullable String text(Map<String, Object> data, String key) {
        return data.get(key) instanceof String text && !text.isBlank() ? text.strip() : null;
    }
}

package org.homeward.appointment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.homeward.appointment.AppointmentProcess.Message;
import org.homeward.calendar.Deadline;
import org.homeward.calendar.Deadlines;
import org.homeward.episode.Duties;
import org.homeward.episode.Duty;
import org.homeward.episode.Episode;
import org.homeward.episode.EpisodeContext;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.episode.EpisodeTimeline;
import org.homeward.risk.RiskAssessment;
import org.homeward.worklist.FormTimes;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Arrange the visits and tests that a discharge asks for. Whoever learns something about one tells it here, a form, a
 * message from the office or the patient on the telephone; the step that waited for it closes itself.
 *
 * <p>Methods that tell something answer whether it was news: what is settled stays settled.
 */
@Service
public class Appointments {

    static final String APPOINTMENT_TIME = "appointment-time";
    private static final String ITSELF = "homeward";

    private final AppointmentRows rows;
    private final AppointmentEvents events;
    private final VisitClock visitClock;
    private final Deadlines deadlines;
    private final Duties duties;
    private final EpisodeDirectory episodes;
    private final EpisodeTimeline timeline;
    private final AppointmentProcess process;
    private final ObjectMapper json;
    private final Clock clock;

    Appointments(
            AppointmentRows rows,
            AppointmentEvents events,
            VisitClock visitClock,
            Deadlines deadlines,
            Duties duties,
            EpisodeDirectory episodes,
            EpisodeTimeline timeline,
            AppointmentProcess process,
            ObjectMapper json,
            Clock clock) {
        this.rows = rows;
        this.events = events;
        this.visitClock = visitClock;
        this.deadlines = deadlines;
        this.duties = duties;
        this.episodes = episodes;
        this.timeline = timeline;
        this.process = process;
        this.json = json;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Appointment get(UUID id) {
        return rows.findById(id).orElseThrow(() -> new IllegalArgumentException("There is no appointment " + id));
    }

    @Transactional(readOnly = true)
    public Optional<Appointment> find(UUID id) {
        return rows.findById(id);
    }

    @Transactional(readOnly = true)
    public Optional<Appointment> ofDuty(UUID dutyId) {
        return rows.findByDutyId(dutyId);
    }

    /** All of them, the settled ones too, in the order in which they were ordered. */
    @Transactional(readOnly = true)
    public List<Appointment> of(UUID episodeId) {
        return rows.findByEpisodeIdOrderById(episodeId);
    }

    @Transactional(readOnly = true)
    public List<Appointment> open(UUID episodeId) {
        return of(episodeId).stream()
                .filter(appointment -> !appointment.isConcluded())
                .toList();
    }

    /** Each booking, change, miss and visit, oldest first. */
    @Transactional(readOnly = true)
    public List<AppointmentEvent> history(UUID id) {
        return events.findByAppointmentIdOrderById(id);
    }

    /** It is booked, for the first time, again, or for another time than before. */
    @Transactional
    public boolean booked(UUID id, Booking booking, String by, @Nullable Map<String, ?> evidence) {
        // a step that still asks for the booking closes; one that waits for the visit waits for the new time
        return book(id, booking, by, evidence) && tell(id, Message.BOOKED, Message.RESCHEDULED);
    }

    /** As {@link #booked}, from the step that asked for it. */
    boolean book(UUID id, Booking booking, String by, @Nullable Map<String, ?> evidence) {
        Appointment appointment = lock(id);
        if (appointment.isConcluded() || appointment.isBookedFor(booking.startsAt())) {
            return false;
        }
        boolean moved = appointment.status() == Appointment.Status.BOOKED;
        appointment.book(booking);
        Appointment saved = rows.save(appointment);
        moveTime(saved, booking.startsAt());
        keep(
                saved,
                (moved ? "Moved to " : "Booked for ")
                        + FormTimes.words(booking.startsAt(), booking.zone())
                        + with(saved),
                by,
                evidence);
        return true;
    }

    /** As {@link #booked}, by the word that scheduling systems use. */
    @Transactional
    public boolean rescheduled(UUID id, Booking booking, String by) {
        return booked(id, booking, by, null);
    }

    /** The booking was called off; the visit is still wanted and is booked again. */
    @Transactional
    public boolean cancelled(UUID id, String reason, String by, @Nullable Map<String, ?> evidence) {
        return cancel(id, reason, by, evidence) && tell(id, Message.CANCELLED);
    }

    /** As {@link #cancelled}, from the step that asked whether it took place. */
    boolean cancel(UUID id, String reason, String by, @Nullable Map<String, ?> evidence) {
        Appointment appointment = lock(id);
        if (appointment.isConcluded() || appointment.status() != Appointment.Status.BOOKED) {
            return false;
        }
        appointment.cancelBooking();
        Appointment saved = rows.save(appointment);
        keep(saved, "Booking cancelled: " + reason, by, evidence);
        return true;
    }

    /** What is known of a visit that took place. */
    public record Visit(LocalDate on, @Nullable String seenBy, Appointment.@Nullable DecisionMaking decisionMaking) {}

    @Transactional
    public boolean attended(UUID id, Visit visit, String by, @Nullable Map<String, ?> evidence) {
        return attend(id, visit, by, evidence) && tell(id, Message.ATTENDED);
    }

    /** As {@link #attended}, from the step that asked for it. */
    boolean attend(UUID id, Visit visit, String by, @Nullable Map<String, ?> evidence) {
        Appointment appointment = lock(id);
        if (appointment.isConcluded()) {
            return false;
        }
        Instant now = clock.instant();
        appointment.attend(visit.on(), visit.seenBy(), visit.decisionMaking(), now);
        Appointment saved = rows.save(appointment);
        Instant at = instantOf(saved, visit.on());
        visitClock.meet(id, at);
        deadlines.meet(id, APPOINTMENT_TIME, now);
        String words = "Took place on " + visit.on() + (visit.seenBy() == null ? "" : ", seen by " + visit.seenBy());
        keep(saved, words, by, evidence);
        closeDuty(saved, words, by, at, evidence);
        return true;
    }

    /** The patient did not come; to be called the same day and booked again. Only a person's step finds that out. */
    boolean missed(UUID id, String reason, String by, @Nullable Map<String, ?> evidence) {
        Appointment appointment = lock(id);
        if (appointment.isConcluded() || appointment.status() == Appointment.Status.NOSHOW) {
            return false;
        }
        appointment.miss();
        keep(rows.save(appointment), "Missed: " + reason, by, evidence);
        return true;
    }

    /** The patient was called about a missed visit; what was said is part of the appointment's history. */
    void calledAboutMiss(UUID id, String words, String by, @Nullable Map<String, ?> evidence) {
        keep(lock(id), words, by, evidence);
    }

    /** The patient does not want it, or it is no longer needed. */
    boolean dropped(UUID id, boolean declined, String reason, String by, @Nullable Map<String, ?> evidence) {
        Appointment appointment = lock(id);
        if (appointment.isConcluded()) {
            return false;
        }
        Instant now = clock.instant();
        appointment.drop(now);
        Appointment saved = rows.save(appointment);
        String words = (declined ? "Declined by the patient: " : "No longer needed: ") + reason;
        visitClock.end(id, words);
        keep(saved, words, by, evidence);
        Duty duty = duties.get(saved.dutyId());
        if (duty.isOpen() && declined) {
            duties.decline(duty.id(), reason, by, now);
        } else {
            closeDuty(saved, words, by, now, evidence);
        }
        return true;
    }

    /** What a patient said about it that settles nothing yet: shown to whoever books or confirms it. */
    @Transactional
    public void said(UUID id, String words, String by) {
        Appointment appointment = lock(id);
        if (!appointment.isConcluded()) {
            appointment.note(words);
            keep(rows.save(appointment), "The patient said: " + words, by, null);
        }
    }

    /** A process instance has begun to work on it. */
    @Transactional
    public void begun(UUID id, String processInstanceId) {
        Appointment appointment = lock(id);
        appointment.workedBy(processInstanceId);
        Appointment saved = rows.save(appointment);
        if (!saved.isConcluded()) {
            EpisodeContext episode = episodes.contextOf(id);
            visitClock.start(saved, of(saved.episodeId()), episode, episode.tier());
        }
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(Episode.FollowUpOrdered ordered) {
        Appointment known = rows.findByDutyId(ordered.dutyId()).orElse(null);
        if (known != null) {
            known.reword(ordered.description(), ordered.dueBy(), ordered.with());
            if (known.isConcluded()) {
                known.reopen();
            }
            keep(rows.save(known), "Ordered again", ITSELF, null);
            return;
        }
        Appointment fresh = rows.save(Appointment.propose(
                ordered.dutyId(),
                ordered.episodeId(),
                ordered.patientId(),
                ordered.test() ? Appointment.Kind.TEST : Appointment.Kind.VISIT,
                ordered.description(),
                ordered.dueBy(),
                ordered.with(),
                clock.instant()));
        episodes.register(fresh.id(), fresh.episodeId(), "appointment");
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(Duty.Changed changed) {
        rows.findByDutyId(changed.dutyId()).ifPresent(appointment -> {
            Duty duty = duties.get(changed.dutyId());
            appointment.reword(duty.description(), duty.dueBy(), duty.withWhom());
            Appointment saved = rows.save(appointment);
            if (saved.processInstanceId() != null && !saved.isConcluded()) {
                EpisodeContext episode = episodes.contextOf(saved.id());
                visitClock.start(saved, of(saved.episodeId()), episode, episode.tier());
            }
        });
    }

    /** Taken back by the facts, declined, or settled in the closing review: then it is settled here too. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(Duty.Closed closed) {
        rows.findByDutyId(closed.dutyId())
                .filter(appointment -> !appointment.isConcluded())
                .ifPresent(appointment -> {
                    appointment.withdraw(clock.instant());
                    visitClock.end(appointment.id(), closed.outcome());
                    keep(rows.save(appointment), "Settled otherwise: " + closed.outcome(), ITSELF, null);
                });
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(RiskAssessment.TierChanged changed) {
        List<Appointment> all = of(changed.episodeId());
        for (Appointment appointment : all) {
            if (!appointment.isConcluded() && appointment.processInstanceId() != null) {
                visitClock.start(
                        appointment,
                        all,
                        episodes.contextOf(appointment.id()),
                        changed.to().name());
            }
        }
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(Deadline.Moved moved) {
        Deadline after = moved.after();
        if (VisitClock.isRule(after.rule()) && after.closedAt() == null) {
            rows.findById(after.subjectId())
                    .ifPresent(appointment -> visitClock.follow(
                            appointment,
                            VisitClock.isFirstVisit(appointment, of(appointment.episodeId())),
                            after,
                            episodes.contextOf(appointment.id())));
        }
    }

    private Appointment lock(UUID id) {
        return rows.findOneById(id).orElseThrow(() -> new IllegalArgumentException("There is no appointment " + id));
    }

    /** A clock that already waits for the visit waits for the new time; a first one is set when the process gets there. */
    private void moveTime(Appointment appointment, Instant startsAt) {
        deadlines
                .find(appointment.id(), APPOINTMENT_TIME)
                .ifPresent(waiting -> deadlines.move(waiting.id(), startsAt, "Booked for another time"));
    }

    /** @return true: what was told is kept, whether or not a step waited for it */
    private boolean tell(UUID id, Message... messages) {
        String instance = get(id).processInstanceId();
        if (instance != null) {
            for (Message message : messages) {
                if (process.tell(instance, message)) {
                    break;
                }
            }
        }
        return true;
    }

    private void closeDuty(
            Appointment appointment, String words, String by, Instant at, @Nullable Map<String, ?> evidence) {
        if (duties.get(appointment.dutyId()).isOpen()) {
            duties.complete(appointment.dutyId(), words, null, by, at, write(evidence));
        }
    }

    private void keep(Appointment appointment, String words, String by, @Nullable Map<String, ?> evidence) {
        AppointmentEvent event = events.save(new AppointmentEvent(
                UuidCreator.getTimeOrderedEpoch(),
                null,
                appointment.id(),
                clock.instant(),
                appointment.status(),
                appointment.startsAt(),
                words.length() > 1000 ? words.substring(0, 1000) : words,
                by,
                write(evidence)));
        timeline.append(
                appointment.episodeId(),
                "appointment-" + appointment.status().code(),
                appointment.label() + ": " + words,
                by,
                event.id().toString());
    }

    private @Nullable String write(@Nullable Map<String, ?> evidence) {
        try {
            return evidence == null ? null : json.writeValueAsString(evidence);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was filled in cannot be kept", e);
        }
    }

    /** Noon of the day where the time is not known: no window is met or missed by an hour nobody wrote down. */
    private Instant instantOf(Appointment appointment, LocalDate on) {
        ZoneId zone = Objects.requireNonNullElse(
                appointment.zone(), episodes.contextOf(appointment.id()).zone());
        Instant startsAt = appointment.startsAt();
        return startsAt != null && startsAt.atZone(zone).toLocalDate().equals(on)
                ? startsAt
                : on.atTime(12, 0).atZone(zone).toInstant();
    }

    private static String with(Appointment appointment) {
        return appointment.withWhom() == null ? "" : " with " + appointment.withWhom();
    }
}

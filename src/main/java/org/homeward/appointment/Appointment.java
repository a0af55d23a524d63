package org.homeward.appointment;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/** Keep one visit or test that the discharge asks for, through every booking, until it took place or is not wanted. */
public final class Appointment {

    public enum Kind {
        VISIT,
        TEST
    }

    /** In the words of FHIR Appointment; {@link #code()} spells them as the standard does. */
    public enum Status {
        PROPOSED,
        BOOKED,
        FULFILLED,
        NOSHOW,
        CANCELLED;

        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Medical decision making as recorded at the visit; decides, with the day, which TCM code the proof supports. */
    public enum DecisionMaking {
        STRAIGHTFORWARD,
        LOW,
        MODERATE,
        HIGH
    }

    @Id
    private final UUID id;

    private final UUID dutyId;
    private final UUID episodeId;
    private final UUID patientId;
    private final Kind kind;
    private final Instant orderedAt;
    private String description;
    private @Nullable LocalDate orderedBy;
    private @Nullable String orderedWith;
    private Status status;
    private @Nullable Instant startsAt;
    private @Nullable String zone;
    private @Nullable String withWhom;
    private @Nullable String place;
    private int timesMissed;
    private @Nullable LocalDate attendedOn;
    private @Nullable String seenBy;
    private @Nullable DecisionMaking decisionMaking;
    private @Nullable String said;
    private @Nullable Instant concludedAt;
    private @Nullable String processInstanceId;

    @Version
    private @Nullable Integer version;

    Appointment(
            UUID id,
            UUID dutyId,
            UUID episodeId,
            UUID patientId,
            Kind kind,
            Instant orderedAt,
            String description,
            @Nullable LocalDate orderedBy,
            @Nullable String orderedWith,
            Status status,
            @Nullable Instant startsAt,
            @Nullable String zone,
            @Nullable String withWhom,
            @Nullable String place,
            int timesMissed,
            @Nullable LocalDate attendedOn,
            @Nullable String seenBy,
            @Nullable DecisionMaking decisionMaking,
            @Nullable String said,
            @Nullable Instant concludedAt,
            @Nullable String processInstanceId,
            @Nullable Integer version) {
        this.id = id;
        this.dutyId = dutyId;
        this.episodeId = episodeId;
        this.patientId = patientId;
        this.kind = kind;
        this.orderedAt = orderedAt;
        this.description = description;
        this.orderedBy = orderedBy;
        this.orderedWith = orderedWith;
        this.status = status;
        this.startsAt = startsAt;
        this.zone = zone;
        this.withWhom = withWhom;
        this.place = place;
        this.timesMissed = timesMissed;
        this.attendedOn = attendedOn;
        this.seenBy = seenBy;
        this.decisionMaking = decisionMaking;
        this.said = said;
        this.concludedAt = concludedAt;
        this.processInstanceId = processInstanceId;
        this.version = version;
    }

    static Appointment propose(
            UUID dutyId,
            UUID episodeId,
            UUID patientId,
            Kind kind,
            String description,
            @Nullable LocalDate orderedBy,
            @Nullable String orderedWith,
            Instant now) {
        return new Appointment(
                UuidCreator.getTimeOrderedEpoch(),
                dutyId,
                episodeId,
                patientId,
                kind,
                now,
                description,
                orderedBy,
                orderedWith,
                Status.PROPOSED,
                null,
                null,
                null,
                null,
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    void reword(String newDescription, @Nullable LocalDate newOrderedBy, @Nullable String newOrderedWith) {
        description = newDescription;
        orderedBy = newOrderedBy;
        orderedWith = newOrderedWith;
    }

    /** The newest instance that works on it: after an interruption another one does. */
    void workedBy(String instanceId) {
        processInstanceId = instanceId;
    }

    void book(Booking booking) {
        refuseWhenConcluded("be booked");
        status = Status.BOOKED;
        startsAt = booking.startsAt();
        zone = booking.zone().getId();
        withWhom = booking.withWhom() == null ? withWhom : booking.withWhom();
        place = booking.place() == null ? place : booking.place();
        said = null;
    }

    boolean isBookedFor(Instant instant) {
        return status == Status.BOOKED && instant.equals(startsAt);
    }

    /** The booking is gone, the visit is still wanted. */
    void cancelBooking() {
        refuseWhenConcluded("lose its booking");
        status = Status.CANCELLED;
    }

    void miss() {
        refuseWhenConcluded("be missed");
        status = Status.NOSHOW;
        timesMissed++;
    }

    void attend(LocalDate on, @Nullable String by, @Nullable DecisionMaking level, Instant now) {
        refuseWhenConcluded("be attended");
        status = Status.FULFILLED;
        attendedOn = on;
        seenBy = by;
        decisionMaking = level;
        concludedAt = now;
    }

    /** Nobody wants it any more: declined, or no longer needed. */
    void drop(Instant now) {
        refuseWhenConcluded("be dropped");
        status = Status.CANCELLED;
        concludedAt = now;
    }

    /** The order was taken back. A booking stays booked until somebody has called it off. */
    void withdraw(Instant now) {
        refuseWhenConcluded("be withdrawn");
        concludedAt = now;
    }

    void reopen() {
        if (status == Status.FULFILLED) {
            throw new IllegalStateException("Appointment " + id + " took place");
        }
        concludedAt = null;
        status = startsAt != null && status == Status.BOOKED ? Status.BOOKED : Status.PROPOSED;
    }

    /** What the patient said about it in a conversation, for whoever books or confirms. */
    void note(String words) {
        said = words;
    }

    private void refuseWhenConcluded(String what) {
        if (isConcluded()) {
            throw new IllegalStateException("Appointment " + id + " is settled and cannot " + what);
        }
    }

    public UUID id() {
        return id;
    }

    public UUID dutyId() {
        return dutyId;
    }

    public UUID episodeId() {
        return episodeId;
    }

    public UUID patientId() {
        return patientId;
    }

    public Kind kind() {
        return kind;
    }

    public Instant orderedAt() {
        return orderedAt;
    }

    /** What was ordered, in the sender's words. */
    public String description() {
        return description;
    }

    /** The day by which the order wants it. */
    public @Nullable LocalDate orderedBy() {
        return orderedBy;
    }

    public @Nullable String orderedWith() {
        return orderedWith;
    }

    public Status status() {
        return status;
    }

    /** When it is booked for; the clocks of rules {@code appointment-time} and {@code confirm-attendance} run from it. */
    public @Nullable Instant startsAt() {
        return startsAt;
    }

    public @Nullable ZoneId zone() {
        return zone == null ? null : ZoneId.of(zone);
    }

    public @Nullable String withWhom() {
        return withWhom;
    }

    public @Nullable String place() {
        return place;
    }

    public int timesMissed() {
        return timesMissed;
    }

    public @Nullable LocalDate attendedOn() {
        return attendedOn;
    }

    public @Nullable String seenBy() {
        return seenBy;
    }

    public @Nullable DecisionMaking decisionMaking() {
        return decisionMaking;
    }

    public @Nullable String said() {
        return said;
    }

    /** Took place, or is not wanted any more. */
    public boolean isConcluded() {
        return concludedAt != null;
    }

    public @Nullable Instant concludedAt() {
        return concludedAt;
    }

    public @Nullable String processInstanceId() {
        return processInstanceId;
    }

    /** How lists name it: "Follow-up visit with primary care (Dr. Lee)". */
    public String label() {
        String with = Objects.requireNonNullElse(withWhom, Objects.requireNonNullElse(orderedWith, ""));
        return with.isBlank() || description.contains(with) ? description : description + " (" + with + ")";
    }
}

package org.homeward.referral;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.UUID;
import org.homeward.engine.Refused;
import org.homeward.referral.ReferralMove.Event;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/**
 * Keep one conversation with one recipient about a referral. It moves by the 34 permitted moves only. What is tried with
 * the next recipient is another conversation of the same loop.
 */
public final class Referral {

    /** A conversation moved; told in the transaction that moved it. */
    public record Moved(
            UUID referralId,
            UUID loopId,
            @Nullable UUID programmeId,
            ReferralMove move,
            ReferralTransition.Channel how) {}

    /** The other side has let the time for a reminder pass; told in the same transaction. */
    public record Unanswered(UUID referralId, UUID loopId) {}

    /** Nobody waits for the other side any more; told in the same transaction. */
    public record GivenUp(UUID referralId) {}

    @Id
    private final UUID id;

    private UUID loopId;
    private UUID episodeId;
    private final UUID patientId;
    private final int attempt;
    private final @Nullable UUID programmeId;
    private final String recipient;
    private final @Nullable String recipientEmail;
    private final @Nullable String recipientPhone;
    private final ReferralLink.@Nullable Factor linkFactor;
    private final Instant openedAt;
    private ReferralState state;
    private int moves;
    private Instant movedAt;
    private @Nullable Instant appointmentAt;
    private @Nullable String place;
    private @Nullable String afterCancel;
    private @Nullable Instant givenUpAt;
    private @Nullable Instant remindedAt;

    @Version
    private @Nullable Integer version;

    Referral(
            UUID id,
            UUID loopId,
            UUID episodeId,
            UUID patientId,
            int attempt,
            @Nullable UUID programmeId,
            String recipient,
            @Nullable String recipientEmail,
            @Nullable String recipientPhone,
            ReferralLink.@Nullable Factor linkFactor,
            Instant openedAt,
            ReferralState state,
            int moves,
            Instant movedAt,
            @Nullable Instant appointmentAt,
            @Nullable String place,
            @Nullable String afterCancel,
            @Nullable Instant givenUpAt,
            @Nullable Instant remindedAt,
            @Nullable Integer version) {
        this.id = id;
        this.loopId = loopId;
        this.episodeId = episodeId;
        this.patientId = patientId;
        this.attempt = attempt;
        this.programmeId = programmeId;
        this.recipient = recipient;
        this.recipientEmail = recipientEmail;
        this.recipientPhone = recipientPhone;
        this.linkFactor = linkFactor;
        this.openedAt = openedAt;
        this.state = state;
        this.moves = moves;
        this.movedAt = movedAt;
        this.appointmentAt = appointmentAt;
        this.place = place;
        this.afterCancel = afterCancel;
        this.givenUpAt = givenUpAt;
        this.remindedAt = remindedAt;
        this.version = version;
    }

    static Referral draft(ReferralLoop loop, int attempt, Recipient to, Instant now) {
        return new Referral(
                UuidCreator.getTimeOrderedEpoch(),
                loop.id(),
                loop.episodeId(),
                loop.patientId(),
                attempt,
                to.programmeId(),
                to.name(),
                to.email(),
                to.phone(),
                to.linkFactor(),
                now,
                ReferralState.DRAFT,
                0,
                now,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /**
     * @return the row to be kept of it
     * @throws Refused naming the states that may come next, where the machine knows no such move
     */
    ReferralTransition tell(Told told, Instant now) {
        ReferralMove move = told.to() == null
                ? ReferralMove.of(state, told.event())
                : ReferralMove.of(state, told.event(), told.to());
        if (givenUpAt != null) {
            throw new Refused(Refused.Kind.CONFLICT, "Nobody waits for " + recipient + " any more.");
        }
        if (move.to() == ReferralState.SCHEDULED) {
            if (told.appointmentAt() == null) {
                throw new Refused(Refused.Kind.INVALID, "A date is told with its day and time.");
            }
            appointmentAt = told.appointmentAt();
            place = told.place();
        } else if (move.to() == ReferralState.APPOINTMENT_CANCELLED) {
            appointmentAt = null;
            place = null;
        }
        state = move.to();
        moves++;
        movedAt = now;
        return ReferralTransition.of(id, moves, move, told, now);
    }

    /** What happens when the other side confirms the cancellation: null means that another recipient is looked for. */
    void afterCancel(Reasons.@Nullable Closing then) {
        afterCancel = then == null ? null : then.name();
    }

    /** Nobody waits for the other side any more; what it says from now on is not taken. */
    void giveUp(Instant now) {
        if (!state.isTerminal() && givenUpAt == null) {
            givenUpAt = now;
        }
    }

    /** An outcome was told, and does not help: another recipient is looked for. */
    void notEnough(Instant now) {
        givenUpAt = now;
    }

    void remind(Instant now) {
        remindedAt = now;
    }

    void goOnIn(UUID otherLoop, UUID otherEpisode) {
        loopId = otherLoop;
        episodeId = otherEpisode;
    }

    /** Whether the other side may still say something that counts. */
    public boolean isUnderWay() {
        return !state.isTerminal() && state != ReferralState.DRAFT && givenUpAt == null;
    }

    /** Whether a move leads on by that event. */
    public boolean takes(Event event) {
        return isUnderWay() && ReferralMove.events(state).contains(event);
    }

    public UUID id() {
        return id;
    }

    public UUID loopId() {
        return loopId;
    }

    public UUID episodeId() {
        return episodeId;
    }

    public UUID patientId() {
        return patientId;
    }

    /** The first is 1. */
    public int attempt() {
        return attempt;
    }

    public @Nullable UUID programmeId() {
        return programmeId;
    }

    public String recipient() {
        return recipient;
    }

    public @Nullable String recipientEmail() {
        return recipientEmail;
    }

    public @Nullable String recipientPhone() {
        return recipientPhone;
    }

    ReferralLink.@Nullable Factor linkFactor() {
        return linkFactor;
    }

    public Instant openedAt() {
        return openedAt;
    }

    public ReferralState state() {
        return state;
    }

    /** How many moves it has made; whoever saw fewer saw an older state. */
    public int moves() {
        return moves;
    }

    public Instant movedAt() {
        return movedAt;
    }

    public @Nullable Instant appointmentAt() {
        return appointmentAt;
    }

    public @Nullable String place() {
        return place;
    }

    Reasons.@Nullable Closing afterCancel() {
        return afterCancel == null ? null : Reasons.Closing.valueOf(afterCancel);
    }

    public @Nullable Instant givenUpAt() {
        return givenUpAt;
    }

    public @Nullable Instant remindedAt() {
        return remindedAt;
    }
}

package org.homeward.outreach;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/** Keep one endeavour to reach a patient after a discharge: where it stands, when the next try is, how it ended. */
public final class Outreach {

    public enum Status {
        OPEN,
        REACHED,
        /** The patient wants no follow-up calls. */
        DECLINED,
        NOT_REACHED,
        /** No longer asked for. */
        WITHDRAWN
    }

    /** What the cadence asks for next; the model's gateway reads it. */
    public enum Next {
        CALL,
        LETTER,
        HOME_VISIT,
        STOP
    }

    /** Whom the next call is for. */
    public enum Whom {
        PATIENT,
        /** other numbers, and the caregiver */
        ALTERNATE
    }

    @Id
    private final UUID id;

    private final UUID dutyId;
    private final UUID episodeId;
    private final UUID patientId;
    private final Instant openedAt;
    private Status status;
    private @Nullable FirstContact firstContact;
    private @Nullable Instant nextAttemptAt;
    private Whom nextWhom;
    private @Nullable Instant agreedAt;
    private @Nullable Instant reachedAt;
    private @Nullable Urgency urgency;
    private boolean concernOpen;
    private @Nullable Instant concludedAt;
    private @Nullable String processInstanceId;

    @Version
    private @Nullable Integer version;

    Outreach(
            UUID id,
            UUID dutyId,
            UUID episodeId,
            UUID patientId,
            Instant openedAt,
            Status status,
            @Nullable FirstContact firstContact,
            @Nullable Instant nextAttemptAt,
            Whom nextWhom,
            @Nullable Instant agreedAt,
            @Nullable Instant reachedAt,
            @Nullable Urgency urgency,
            boolean concernOpen,
            @Nullable Instant concludedAt,
            @Nullable String processInstanceId,
            @Nullable Integer version) {
        this.id = id;
        this.dutyId = dutyId;
        this.episodeId = episodeId;
        this.patientId = patientId;
        this.openedAt = openedAt;
        this.status = status;
        this.firstContact = firstContact;
        this.nextAttemptAt = nextAttemptAt;
        this.nextWhom = nextWhom;
        this.agreedAt = agreedAt;
        this.reachedAt = reachedAt;
        this.urgency = urgency;
        this.concernOpen = concernOpen;
        this.concludedAt = concludedAt;
        this.processInstanceId = processInstanceId;
        this.version = version;
    }

    static Outreach open(UUID dutyId, UUID episodeId, UUID patientId, Instant now) {
        return new Outreach(
                UuidCreator.getTimeOrderedEpoch(),
                dutyId,
                episodeId,
                patientId,
                now,
                Status.OPEN,
                null,
                null,
                Whom.PATIENT,
                null,
                null,
                null,
                false,
                null,
                null,
                null);
    }

    /** The newest instance that works on it: after an interruption another one does. */
    void workedBy(String instanceId) {
        processInstanceId = instanceId;
    }

    void tryNext(Instant at, Whom whom) {
        refuseWhenConcluded();
        nextAttemptAt = at;
        nextWhom = whom;
        agreedAt = null;
    }

    /** The patient named a time; it goes before the cadence. */
    void agree(Instant at) {
        refuseWhenConcluded();
        agreedAt = at;
        nextAttemptAt = at;
    }

    void reach(Instant at, Urgency found) {
        status = Status.REACHED;
        reachedAt = reachedAt == null || at.isBefore(reachedAt) ? at : reachedAt;
        urgency = found;
        concernOpen = concernOpen || found != Urgency.GREEN;
        agreedAt = null;
    }

    void decline() {
        refuseWhenConcluded();
        status = Status.DECLINED;
        agreedAt = null;
    }

    void settleConcern() {
        concernOpen = false;
    }

    /** @return whether the judgement is another one than before */
    boolean judged(@Nullable FirstContact judgement) {
        boolean changed = firstContact != judgement;
        firstContact = judgement;
        return changed;
    }

    void conclude(Instant at) {
        refuseWhenConcluded();
        if (status == Status.OPEN) {
            status = Status.NOT_REACHED;
        }
        concludedAt = at;
        nextAttemptAt = null;
    }

    void withdraw(Instant at) {
        refuseWhenConcluded();
        status = Status.WITHDRAWN;
        concludedAt = at;
        nextAttemptAt = null;
    }

    /** The facts ask again for what they had taken back. */
    void reopen() {
        if (status != Status.WITHDRAWN) {
            throw new IllegalStateException("Outreach " + id + " is " + status + " and is not asked for again");
        }
        status = reachedAt == null ? Status.OPEN : Status.REACHED;
        concludedAt = null;
    }

    private void refuseWhenConcluded() {
        if (isConcluded()) {
            throw new IllegalStateException("Outreach " + id + " is concluded");
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

    public Instant openedAt() {
        return openedAt;
    }

    public Status status() {
        return status;
    }

    /** How the first contact ended; null while that is open, and for a patient who declined before. */
    public @Nullable FirstContact firstContact() {
        return firstContact;
    }

    /** When the next call may begin; the clocks of rule {@code next-attempt} and {@code outreach-call} run from it. */
    public @Nullable Instant nextAttemptAt() {
        return nextAttemptAt;
    }

    public Whom nextWhom() {
        return nextWhom;
    }

    public @Nullable Instant agreedAt() {
        return agreedAt;
    }

    public @Nullable Instant reachedAt() {
        return reachedAt;
    }

    public @Nullable Urgency urgency() {
        return urgency;
    }

    /** Something red or amber was told, and nobody has yet said what was done about it. */
    public boolean isConcernOpen() {
        return concernOpen;
    }

    public boolean isConcluded() {
        return concludedAt != null;
    }

    public @Nullable Instant concludedAt() {
        return concludedAt;
    }

    public @Nullable String processInstanceId() {
        return processInstanceId;
    }

    /** Changes with everything that is recorded; a sheet names the one it was opened on. */
    public int version() {
        return version == null ? 0 : version;
    }
}

package org.homeward.episode;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/**
 * Keep one duty that the discharge brought until it has an outcome or a receiver. What was ordered stays here; the
 * engine knows the id only.
 */
public final class Duty {

    public enum Kind {
        CARE_MANAGER,
        OUTREACH,
        DISCHARGE_SUMMARY,
        PCP_NOTICE,
        MEDICATION_RECONCILIATION,
        APPOINTMENT,
        REFERRAL,
        PENDING_RESULT,
        SERVICE,
        RISK_FACTS,
        ADDED_ORDER,
        /** To be seen to the same day: an emergency visit, a concern that no call waits for. */
        URGENT_ORDER;

        /** As models spell it: {@code care-manager}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public enum Status {
        OPEN,
        DONE,
        HANDED_OFF,
        DECLINED,
        WITHDRAWN
    }

    /** The duty has an outcome, a receiver or a reason; told in the same transaction. */
    public record Closed(UUID dutyId, UUID episodeId, Kind kind, Status status, String outcome) {}

    /** The sender says something else of the same order. */
    public record Changed(UUID dutyId, UUID episodeId, Kind kind) {}

    @Id
    private final UUID id;

    private final UUID episodeId;
    private final Kind kind;
    private final String orderKey;
    /** Whether the facts ask for it: then they may also take it back. People's own additions stay. */
    private final boolean planned;

    private final Instant orderedAt;
    private String description;
    private @Nullable LocalDate dueBy;
    private @Nullable String withWhom;
    private Status status;
    private boolean takenUp;
    private @Nullable String outcome;
    private @Nullable String receiver;
    private @Nullable Instant closedAt;
    private @Nullable String closedBy;
    private @Nullable String evidence;

    @Version
    private @Nullable Integer version;

    Duty(
            UUID id,
            UUID episodeId,
            Kind kind,
            String orderKey,
            boolean planned,
            Instant orderedAt,
            String description,
            @Nullable LocalDate dueBy,
            @Nullable String withWhom,
            Status status,
            boolean takenUp,
            @Nullable String outcome,
            @Nullable String receiver,
            @Nullable Instant closedAt,
            @Nullable String closedBy,
            @Nullable String evidence,
            @Nullable Integer version) {
        this.id = id;
        this.episodeId = episodeId;
        this.kind = kind;
        this.orderKey = orderKey;
        this.planned = planned;
        this.orderedAt = orderedAt;
        this.description = description;
        this.dueBy = dueBy;
        this.withWhom = withWhom;
        this.status = status;
        this.takenUp = takenUp;
        this.outcome = outcome;
        this.receiver = receiver;
        this.closedAt = closedAt;
        this.closedBy = closedBy;
        this.evidence = evidence;
        this.version = version;
    }

    static Duty planned(UUID episodeId, DutyPlan.Planned plan, Instant at) {
        return open(episodeId, plan.kind(), plan.key(), true, at, plan.description(), plan.dueBy(), plan.with());
    }

    static Duty added(UUID episodeId, Kind kind, String orderKey, Instant at, String description) {
        return open(episodeId, kind, orderKey, false, at, description, null, null);
    }

    private static Duty open(
            UUID episodeId,
            Kind kind,
            String orderKey,
            boolean planned,
            Instant at,
            String description,
            @Nullable LocalDate dueBy,
            @Nullable String with) {
        return new Duty(
                UuidCreator.getTimeOrderedEpoch(),
                episodeId,
                kind,
                orderKey,
                planned,
                at,
                Fitting.fit(description, Fitting.WORDS),
                dueBy,
                with,
                Status.OPEN,
                false,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** What the sender now says of the same order; nothing when it says the same. */
    boolean reword(DutyPlan.Planned plan) {
        if (description.equals(plan.description())
                && java.util.Objects.equals(dueBy, plan.dueBy())
                && java.util.Objects.equals(withWhom, plan.with())) {
            return false;
        }
        description = plan.description();
        dueBy = plan.dueBy();
        withWhom = plan.with();
        return true;
    }

    /** The facts ask again for what they had taken back. */
    void reopen() {
        if (status != Status.WITHDRAWN && status != Status.DECLINED) {
            throw new IllegalStateException("A duty that is " + status + " is not ordered again");
        }
        status = Status.OPEN;
        takenUp = false;
        outcome = null;
        closedAt = null;
        closedBy = null;
    }

    void done(String outcome, String by, Instant at, @Nullable String evidence) {
        close(Status.DONE, outcome, null, by, at, evidence);
    }

    void handOff(String receiver, String outcome, String by, Instant at, @Nullable String evidence) {
        if (receiver.isBlank()) {
            throw new IllegalArgumentException("A duty is handed off to somebody");
        }
        close(Status.HANDED_OFF, outcome, receiver, by, at, evidence);
    }

    void decline(String reason, String by, Instant at) {
        close(Status.DECLINED, reason, null, by, at, null);
    }

    void withdraw(String reason, Instant at) {
        close(Status.WITHDRAWN, reason, null, "facts", at, null);
    }

    void takeUp() {
        takenUp = true;
    }

    private void close(
            Status closed,
            String outcome,
            @Nullable String receiver,
            String by,
            Instant at,
            @Nullable String evidence) {
        if (status != Status.OPEN) {
            throw new IllegalStateException("A duty that is " + status + " cannot become " + closed);
        }
        this.status = closed;
        this.outcome = Fitting.fit(outcome, Fitting.WORDS);
        this.receiver = Fitting.fitNullable(receiver, Fitting.NAME);
        this.closedBy = by;
        this.closedAt = at;
        this.evidence = evidence;
    }

    public UUID id() {
        return id;
    }

    public UUID episodeId() {
        return episodeId;
    }

    public Kind kind() {
        return kind;
    }

    public String orderKey() {
        return orderKey;
    }

    public boolean isPlanned() {
        return planned;
    }

    public Instant orderedAt() {
        return orderedAt;
    }

    public String description() {
        return description;
    }

    public @Nullable LocalDate dueBy() {
        return dueBy;
    }

    public @Nullable String withWhom() {
        return withWhom;
    }

    public Status status() {
        return status;
    }

    public boolean isOpen() {
        return status == Status.OPEN;
    }

    /** Whether the running process already has a step for it. */
    public boolean isTakenUp() {
        return takenUp;
    }

    public @Nullable String outcome() {
        return outcome;
    }

    public @Nullable String receiver() {
        return receiver;
    }

    public @Nullable Instant closedAt() {
        return closedAt;
    }

    public @Nullable String closedBy() {
        return closedBy;
    }

    /** JSON of what proves it. */
    public @Nullable String evidence() {
        return evidence;
    }
}

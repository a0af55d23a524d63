package org.homeward.episode;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;
import java.util.UUID;
import org.homeward.episode.Standing.Outcome;
import org.homeward.episode.Standing.Stage;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.relational.core.mapping.Embedded;

/**
 * Keep one episode of care (FHIR EpisodeOfCare): whose it is, who works it, where it stands and why. Where it stands
 * comes from the facts; people change it by telling facts. What has ended never comes back: a fact taken back after the
 * end starts a linked successor.
 */
public final class Episode {

    public enum Kind {
        TRANSITION,
        FACILITY_WATCH,
        CARE_MANAGEMENT
    }

    /** What the risk of a running episode is computed from has been told anew. */
    public record RiskFactsTold(UUID episodeId) {}

    /** An episode began. */
    public record Opened(
            UUID episodeId, UUID patientId, @Nullable UUID predecessorId, Stage stage) {}

    /** The facts moved the episode to another stage. */
    public record StageChanged(
            UUID episodeId, Stage from, Stage to, @Nullable Outcome outcome, String reason) {}

    /** Another team works the episode from now on; its process starts again behind that team's wall. */
    public record OwnerChanged(UUID episodeId, String fromTeamId, String toTeamId, String toOrganizationId) {}

    /** A visit or test was ordered, or ordered again after it had been taken back; told in the same transaction. */
    public record FollowUpOrdered(
            UUID dutyId,
            UUID episodeId,
            UUID patientId,
            boolean test,
            String description,
            @Nullable LocalDate dueBy,
            @Nullable String with) {}

    /** The medicines are to be reconciled, or again; told in the same transaction. */
    public record ReconciliationOrdered(UUID dutyId, UUID episodeId, UUID patientId) {}

    /**
     * A referral is to be made, or again; told in the same transaction.
     *
     * @param orderKey {@code carried:} with the duty's id where it goes on after a readmission
     */
    public record ReferralOrdered(UUID dutyId, UUID episodeId, UUID patientId, String orderKey) {}

    /** Diagnoses, allergies or medicines of a running episode have been told anew. */
    public record ClinicalPartsTold(UUID episodeId) {}

    /** The patient is to be reached; told in the same transaction. */
    public record OutreachOrdered(UUID dutyId, UUID episodeId, UUID patientId) {}

    @Id
    private final UUID id;

    @Embedded.Empty
    private final VisitKey visit;

    private final int sequence;
    private final Instant receivedAt;
    private final Instant openedAt;
    private final @Nullable UUID predecessorId;
    private Kind kind;
    private UUID patientId;
    private String organizationId;
    private String teamId;
    /** Of what the team was assigned on: as long as it is the same, an edited table moves no running episode. */
    private String ownerBasis;

    private @Nullable String careManager;
    private Stage stage;
    private @Nullable Outcome outcome;
    private String reason;

    @Embedded.Empty(prefix = "verdict_")
    private Verdict verdict;

    private Instant dischargedAt;
    private String zone;
    private @Nullable String tier;
    private boolean tierIncomplete;
    private @Nullable String processInstanceId;
    private @Nullable Stage assessedStage;
    private @Nullable UUID successorId;
    private @Nullable Instant carriedOutFrom;
    private @Nullable Instant endedAt;

    @Version
    private @Nullable Integer version;

    Episode(
            UUID id,
            VisitKey visit,
            int sequence,
            Instant receivedAt,
            Instant openedAt,
            @Nullable UUID predecessorId,
            Kind kind,
            UUID patientId,
            String organizationId,
            String teamId,
            String ownerBasis,
            @Nullable String careManager,
            Stage stage,
            @Nullable Outcome outcome,
            String reason,
            Verdict verdict,
            Instant dischargedAt,
            String zone,
            @Nullable String tier,
            boolean tierIncomplete,
            @Nullable String processInstanceId,
            @Nullable Stage assessedStage,
            @Nullable UUID successorId,
            @Nullable Instant carriedOutFrom,
            @Nullable Instant endedAt,
            @Nullable Integer version) {
        this.id = id;
        this.visit = visit;
        this.sequence = sequence;
        this.organizationId = organizationId;
        this.receivedAt = receivedAt;
        this.openedAt = openedAt;
        this.predecessorId = predecessorId;
        this.kind = kind;
        this.patientId = patientId;
        this.teamId = teamId;
        this.ownerBasis = ownerBasis;
        this.careManager = careManager;
        this.stage = stage;
        this.outcome = outcome;
        this.reason = reason;
        this.verdict = verdict;
        this.dischargedAt = dischargedAt;
        this.zone = zone;
        this.tier = tier;
        this.tierIncomplete = tierIncomplete;
        this.processInstanceId = processInstanceId;
        this.assessedStage = assessedStage;
        this.successorId = successorId;
        this.carriedOutFrom = carriedOutFrom;
        this.endedAt = endedAt;
        this.version = version;
    }

    static Episode open(
            EpisodeState state,
            Verdict verdict,
            Standing standing,
            TeamAssignment.Owner owner,
            ZoneId zone,
            @Nullable Episode predecessor,
            Instant receivedAt,
            Instant now) {
        return new Episode(
                UuidCreator.getTimeOrderedEpoch(),
                state.visit(),
                predecessor == null ? 1 : predecessor.sequence + 1,
                receivedAt,
                now,
                predecessor == null ? null : predecessor.id,
                kindFor(verdict),
                Objects.requireNonNull(state.patientId()),
                owner.organizationId(),
                owner.teamId(),
                owner.basis(),
                null,
                standing.stage(),
                standing.outcome(),
                standing.reason(),
                verdict,
                state.dischargedAt(),
                zone.getId(),
                null,
                false,
                null,
                null,
                null,
                standing.stage() == Stage.ACTIVE ? now : null,
                standing.isEnded() ? now : null,
                null);
    }

    private static Kind kindFor(Verdict verdict) {
        return verdict.decision() == Verdict.Decision.WATCH ? Kind.FACILITY_WATCH : Kind.TRANSITION;
    }

    /**
     * Take over what the facts now say of the discharge.
     *
     * @return why the clocks that run from the discharge must move; null when they need not
     */
    @Nullable
    String follow(EpisodeState state, Verdict verdict, ZoneId dayZone) {
        refuseWhenEnded("follow");
        this.patientId = Objects.requireNonNull(state.patientId());
        this.verdict = verdict;
        this.kind = kindFor(verdict);
        var newZone = dayZone.getId();
        var why = !state.dischargedAt().equals(dischargedAt)
                ? "The discharge time was corrected"
                : newZone.equals(zone) ? null : "The patient's time zone was corrected";
        this.dischargedAt = state.dischargedAt();
        this.zone = newZone;
        return why;
    }

    /** @return whether the stage is another one than before */
    boolean stand(Standing standing, Instant now) {
        refuseWhenEnded("become " + standing.stage());
        var moved = stage != standing.stage();
        stage = standing.stage();
        outcome = outcomeOf(standing);
        reason = standing.reason();
        if (stage == Stage.ACTIVE && carriedOutFrom == null) {
            carriedOutFrom = now;
        }
        if (stage == Stage.ENDED) {
            endedAt = now;
        }
        return moved;
    }

    /**
     * What arrives after the end may say that it ended otherwise: the outcome must not depend on which came first.
     *
     * @return whether the outcome is another one than before
     */
    boolean endsAs(Standing standing) {
        if (!isEnded() || !standing.isEnded()) {
            return false;
        }
        var known = outcome;
        outcome = outcomeOf(standing);
        if (outcome == known) {
            return false;
        }
        reason = standing.reason();
        return true;
    }

    /** Begun work that turns out not to have been due was cancelled, not "not started". */
    private @Nullable Outcome outcomeOf(Standing standing) {
        return standing.outcome() == Outcome.NOT_STARTED && carriedOutFrom != null
                ? Outcome.CANCELLED
                : standing.outcome();
    }

    /** @return whether the team is another one than before */
    boolean ownedBy(TeamAssignment.Owner owner) {
        refuseWhenEnded("change its team");
        ownerBasis = owner.basis();
        if (teamId.equals(owner.teamId()) && organizationId.equals(owner.organizationId())) {
            return false;
        }
        organizationId = owner.organizationId();
        teamId = owner.teamId();
        careManager = null;
        return true;
    }

    void nameCareManager(String personId) {
        refuseWhenEnded("get a care manager");
        careManager = personId;
    }

    void setTier(String newTier, boolean incomplete) {
        tier = newTier;
        tierIncomplete = incomplete;
    }

    void changeTier(String newTier) {
        tier = newTier;
    }

    void runAs(String instanceId) {
        if (processInstanceId != null) {
            throw new IllegalStateException("Episode " + id + " already has its process instance");
        }
        processInstanceId = instanceId;
    }

    /** Its instance was withdrawn, to be started again behind the wall of another team. */
    void stopRunning() {
        processInstanceId = null;
        assessedStage = null;
    }

    void assessed() {
        assessedStage = stage;
    }

    void succeededBy(UUID successor) {
        successorId = successor;
    }

    private void refuseWhenEnded(String what) {
        if (isEnded()) {
            throw new IllegalStateException("Episode " + id + " has ended and cannot " + what);
        }
    }

    public UUID id() {
        return id;
    }

    public VisitKey visit() {
        return visit;
    }

    public int sequence() {
        return sequence;
    }

    public Kind kind() {
        return kind;
    }

    public UUID patientId() {
        return patientId;
    }

    public String organizationId() {
        return organizationId;
    }

    public String teamId() {
        return teamId;
    }

    String ownerBasis() {
        return ownerBasis;
    }

    public @Nullable String careManager() {
        return careManager;
    }

    public Stage stage() {
        return stage;
    }

    public @Nullable Outcome outcome() {
        return outcome;
    }

    public String reason() {
        return reason;
    }

    public Verdict verdict() {
        return verdict;
    }

    public Instant dischargedAt() {
        return dischargedAt;
    }

    /** When the first message of the discharge arrived. */
    public Instant receivedAt() {
        return receivedAt;
    }

    public ZoneId zone() {
        return ZoneId.of(zone);
    }

    public @Nullable String tier() {
        return tier;
    }

    public boolean isTierIncomplete() {
        return tierIncomplete;
    }

    public @Nullable String processInstanceId() {
        return processInstanceId;
    }

    public @Nullable Stage assessedStage() {
        return assessedStage;
    }

    public @Nullable UUID predecessorId() {
        return predecessorId;
    }

    public @Nullable UUID successorId() {
        return successorId;
    }

    public Instant openedAt() {
        return openedAt;
    }

    public @Nullable Instant carriedOutFrom() {
        return carriedOutFrom;
    }

    public @Nullable Instant endedAt() {
        return endedAt;
    }

    public boolean isEnded() {
        return stage == Stage.ENDED;
    }
}

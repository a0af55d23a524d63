package org.homeward.risk;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/**
 * Hold one computation of an episode's risk and what a person made of it.
 *
 * @param tier what the scores say
 * @param raisedTo what a person says instead, up or down; null when nobody did
 * @param inputs the facts, as JSON
 * @param explanation the scores with their lines, as JSON
 */
public record RiskAssessment(
        @Id UUID id,
        @Version @Nullable Integer version,
        UUID episodeId,
        Instant computedAt,
        int laceMin,
        int laceMax,
        int hospitalMin,
        int hospitalMax,
        RiskTier tier,
        boolean complete,
        @Nullable RiskTier raisedTo,
        @Nullable String raisedBy,
        @Nullable Instant raisedAt,
        @Nullable String raiseReason,
        String inputs,
        String explanation) {

    private static final Set<String> CLINICIANS = Set.of("prescriber", "on-call-clinician");
    private static final int LONGEST_REASON = 500;

    /** The tier that the episode is to be worked by has become another one. */
    public record TierChanged(UUID episodeId, UUID assessmentId, RiskTier from, RiskTier to) {}

    static RiskAssessment of(UUID episodeId, RiskScore score, String inputs, String explanation, Instant at) {
        return new RiskAssessment(
                UuidCreator.getTimeOrderedEpoch(),
                null,
                episodeId,
                at,
                score.lace().min(),
                score.lace().max(),
                score.hospital().min(),
                score.hospital().max(),
                score.tier(),
                score.complete(),
                null,
                null,
                null,
                null,
                inputs,
                explanation);
    }

    /** The tier to work by: what a person set, else what the scores say. */
    public RiskTier effectiveTier() {
        return raisedTo == null ? tier : raisedTo;
    }

    /**
     * Set another tier, with a reason. A nurse, a care manager or a clinician may raise it; lowering it takes a care
     * manager or a clinician, because it takes care away from the patient.
     *
     * @param roles what the person is in the owning team, for example {@code nurse}
     */
    public TierChange changeTier(RiskTier to, String reason, String personId, Set<String> roles, Instant at) {
        if (to == effectiveTier()) {
            return new TierChange.Refused(TierChange.Reason.NOT_A_CHANGE);
        }
        boolean mayLower = roles.contains("care-manager") || !Collections.disjoint(roles, CLINICIANS);
        boolean mayRaise = mayLower || roles.contains("nurse");
        if (to.isAbove(effectiveTier()) && !mayRaise) {
            return new TierChange.Refused(TierChange.Reason.MAY_NOT_RAISE);
        }
        if (effectiveTier().isAbove(to) && !mayLower) {
            return new TierChange.Refused(TierChange.Reason.MAY_NOT_LOWER);
        }
        if (reason.isBlank()) {
            return new TierChange.Refused(TierChange.Reason.NO_REASON);
        }
        if (reason.strip().length() > LONGEST_REASON) {
            return new TierChange.Refused(TierChange.Reason.REASON_TOO_LONG);
        }
        return new TierChange.Changed(withTierOf(to, personId, at, reason.strip()));
    }

    /**
     * Carry a person's raise over to this newer computation. A lowering is not carried: it was an opinion on the facts
     * of then.
     */
    RiskAssessment keepingRaiseOf(RiskAssessment earlier) {
        RiskTier raised = earlier.raisedTo;
        return raised != null && raised.isAbove(earlier.tier) && raised.isAbove(tier)
                ? withTierOf(raised, earlier.raisedBy, earlier.raisedAt, earlier.raiseReason)
                : this;
    }

    boolean saysTheSameAs(RiskAssessment other) {
        return inputs.equals(other.inputs) && explanation.equals(other.explanation) && tier == other.tier;
    }

    private RiskAssessment withTierOf(RiskTier to, @Nullable String by, @Nullable Instant at, @Nullable String reason) {
        return new RiskAssessment(
                id,
                version,
                episodeId,
                computedAt,
                laceMin,
                laceMax,
                hospitalMin,
                hospitalMax,
                tier,
                complete,
                to,
                by,
                at,
                reason,
                inputs,
                explanation);
    }
}

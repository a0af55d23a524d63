package org.homeward.referral;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/**
 * Let one recipient without an account see one referral for one purpose, for a while. Only hashes of what was mailed are
 * kept; the one before the newest stays good, because a letter may arrive twice.
 */
public final class ReferralLink {

    /** What it may be used for. */
    public enum Purpose {
        /** Accept, decline, or propose a time. */
        ANSWER,
        /** Everything after the acceptance. */
        REPORT
    }

    /** What whoever opens it must know before any word about a patient. */
    public enum Factor {
        /** Six digits that the team tells them by telephone. */
        CODE(5),
        /** Where the recipient has the order on paper and knows the patient. */
        BIRTH_YEAR(3);

        private final int tries;

        Factor(int tries) {
            this.tries = tries;
        }

        int tries() {
            return tries;
        }
    }

    @Id
    private final UUID id;

    private final UUID referralId;
    private final Purpose purpose;
    private final Factor factor;
    private final @Nullable String code;
    private final String createdBy;
    private final Instant createdAt;
    private Instant expiresAt;
    private @Nullable String tokenHash;
    private @Nullable String previousHash;
    private int wrong;
    private @Nullable Instant mailedAt;
    private @Nullable Instant openedAt;
    private @Nullable Instant revokedAt;
    private @Nullable String revokedBy;
    private @Nullable String revokedWhy;

    @Version
    private @Nullable Integer version;

    ReferralLink(
            UUID id,
            UUID referralId,
            Purpose purpose,
            Factor factor,
            @Nullable String code,
            String createdBy,
            Instant createdAt,
            Instant expiresAt,
            @Nullable String tokenHash,
            @Nullable String previousHash,
            int wrong,
            @Nullable Instant mailedAt,
            @Nullable Instant openedAt,
            @Nullable Instant revokedAt,
            @Nullable String revokedBy,
            @Nullable String revokedWhy,
            @Nullable Integer version) {
        this.id = id;
        this.referralId = referralId;
        this.purpose = purpose;
        this.factor = factor;
        this.code = code;
        this.createdBy = createdBy;
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
        this.tokenHash = tokenHash;
        this.previousHash = previousHash;
        this.wrong = wrong;
        this.mailedAt = mailedAt;
        this.openedAt = openedAt;
        this.revokedAt = revokedAt;
        this.revokedBy = revokedBy;
        this.revokedWhy = revokedWhy;
        this.version = version;
    }

    static ReferralLink issue(
            UUID referralId,
            Purpose purpose,
            Factor factor,
            @Nullable String code,
            String by,
            Instant now,
            Instant until) {
        return new ReferralLink(
                UuidCreator.getTimeOrderedEpoch(),
                referralId,
                purpose,
                factor,
                code,
                by,
                now,
                until,
                null,
                null,
                0,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** Another letter with it goes out. */
    void mailed(String hash, Instant now) {
        previousHash = tokenHash;
        tokenHash = hash;
        mailedAt = now;
    }

    void extend(Instant until) {
        expiresAt = until;
    }

    void opened(Instant now) {
        if (openedAt == null) {
            openedAt = now;
        }
    }

    /** @return whether it is closed by that: nobody may guess on */
    boolean guessedWrong(Instant now) {
        wrong++;
        if (wrong >= factor.tries() && revokedAt == null) {
            revoke("link:" + id, "LOCKED", now);
            return true;
        }
        return false;
    }

    void known() {
        wrong = 0;
    }

    void revoke(String by, String why, Instant now) {
        if (revokedAt == null) {
            revokedAt = now;
            revokedBy = by;
            revokedWhy = why;
        }
    }

    boolean isRevoked() {
        return revokedAt != null;
    }

    boolean isExpired(Instant now) {
        return !expiresAt.isAfter(now);
    }

    public boolean isLive(Instant now) {
        return !isRevoked() && !isExpired(now);
    }

    public UUID id() {
        return id;
    }

    public UUID referralId() {
        return referralId;
    }

    public Purpose purpose() {
        return purpose;
    }

    public Factor factor() {
        return factor;
    }

    /** Told by telephone; null where the year of birth is asked. */
    public @Nullable String code() {
        return code;
    }

    public String createdBy() {
        return createdBy;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    public @Nullable Instant mailedAt() {
        return mailedAt;
    }

    public @Nullable Instant openedAt() {
        return openedAt;
    }

    public @Nullable Instant revokedAt() {
        return revokedAt;
    }

    public @Nullable String revokedWhy() {
        return revokedWhy;
    }

    public String actor() {
        return "link:" + id;
    }
}

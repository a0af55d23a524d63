package org.homeward.assessment;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/** Keep one need that a screening found until the patient has accepted or declined a referral for it. */
public final class SocialNeed {

    public enum Status {
        IDENTIFIED,
        OFFERED,
        ACCEPTED,
        DECLINED
    }

    /** Why the patient does not want a referral; a refusal is an answer and not a failure. */
    public enum Reason {
        HAS_HELP("Has help already"),
        NOT_NOW("Does not want help now"),
        PRIVACY("Is worried who would know"),
        NO_NEED("Says it is no problem"),
        OTHER("Another reason");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    @Id
    private final UUID id;

    private final UUID screeningId;
    private final UUID episodeId;
    private final String need;
    private final String label;
    private final String services;
    private final boolean discreet;
    private final String rule;
    private final String source;
    private final boolean verified;
    private final Instant foundAt;
    private Status status;
    private @Nullable Instant offeredAt;
    private @Nullable String offeredBy;
    private @Nullable Instant decidedAt;
    private @Nullable String decidedBy;
    private @Nullable String service;
    private @Nullable Reason reason;
    private @Nullable String reasonWords;
    private @Nullable UUID referralDuty;

    @Version
    private @Nullable Integer version;

    SocialNeed(
            UUID id,
            UUID screeningId,
            UUID episodeId,
            String need,
            String label,
            String services,
            boolean discreet,
            String rule,
            String source,
            boolean verified,
            Instant foundAt,
            Status status,
            @Nullable Instant offeredAt,
            @Nullable String offeredBy,
            @Nullable Instant decidedAt,
            @Nullable String decidedBy,
            @Nullable String service,
            @Nullable Reason reason,
            @Nullable String reasonWords,
            @Nullable UUID referralDuty,
            @Nullable Integer version) {
        this.id = id;
        this.screeningId = screeningId;
        this.episodeId = episodeId;
        this.need = need;
        this.label = label;
        this.services = services;
        this.discreet = discreet;
        this.rule = rule;
        this.source = source;
        this.verified = verified;
        this.foundAt = foundAt;
        this.status = status;
        this.offeredAt = offeredAt;
        this.offeredBy = offeredBy;
        this.decidedAt = decidedAt;
        this.decidedBy = decidedBy;
        this.service = service;
        this.reason = reason;
        this.reasonWords = reasonWords;
        this.referralDuty = referralDuty;
        this.version = version;
    }

    static SocialNeed found(UUID screeningId, UUID episodeId, SocialFindings.Found found, Instant at) {
        return new SocialNeed(
                UuidCreator.getTimeOrderedEpoch(),
                screeningId,
                episodeId,
                found.need(),
                found.label(),
                String.join("|", found.services()),
                found.discreet(),
                found.rule(),
                found.source(),
                found.verified(),
                at,
                Status.IDENTIFIED,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** A referral was offered; the patient has not decided. */
    void offer(String by, Instant at) {
        require(status == Status.IDENTIFIED, Status.OFFERED);
        status = Status.OFFERED;
        offeredAt = at;
        offeredBy = by;
    }

    void accept(String service, UUID referralDuty, String by, Instant at) {
        require(status == Status.OFFERED && services().contains(service), Status.ACCEPTED);
        status = Status.ACCEPTED;
        this.service = service;
        this.referralDuty = referralDuty;
        decidedAt = at;
        decidedBy = by;
    }

    void decline(Reason reason, @Nullable String words, String by, Instant at) {
        require(status == Status.OFFERED, Status.DECLINED);
        status = Status.DECLINED;
        this.reason = reason;
        this.reasonWords = words;
        decidedAt = at;
        decidedBy = by;
    }

    private void require(boolean allowed, Status next) {
        if (!allowed) {
            throw new IllegalStateException("A need that is " + status + " cannot become " + next);
        }
    }

    /** Whether the patient has yet to say yes or no. */
    public boolean isUndecided() {
        return status == Status.IDENTIFIED || status == Status.OFFERED;
    }

    public UUID id() {
        return id;
    }

    public UUID screeningId() {
        return screeningId;
    }

    public UUID episodeId() {
        return episodeId;
    }

    public String need() {
        return need;
    }

    public String label() {
        return label;
    }

    /** Codes of the directory. */
    public List<String> services() {
        return List.of(services.split("\\|"));
    }

    /** Whether it is kept out of lists and mail. */
    public boolean isDiscreet() {
        return discreet;
    }

    public String rule() {
        return rule;
    }

    public String source() {
        return source;
    }

    public boolean isVerified() {
        return verified;
    }

    public Instant foundAt() {
        return foundAt;
    }

    public Status status() {
        return status;
    }

    public @Nullable Instant offeredAt() {
        return offeredAt;
    }

    public @Nullable String offeredBy() {
        return offeredBy;
    }

    public @Nullable Instant decidedAt() {
        return decidedAt;
    }

    public @Nullable String decidedBy() {
        return decidedBy;
    }

    public @Nullable String service() {
        return service;
    }

    public @Nullable Reason reason() {
        return reason;
    }

    public @Nullable String reasonWords() {
        return reasonWords;
    }

    /** The duty whose process makes the referral. */
    public @Nullable UUID referralDuty() {
        return referralDuty;
    }

    public int version() {
        return version == null ? 0 : version;
    }
}

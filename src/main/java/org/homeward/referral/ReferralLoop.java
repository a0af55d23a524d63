package org.homeward.referral;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.homeward.security.Fields;
import org.homeward.security.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/**
 * Keep one ordered referral until its loop is closed: what was asked for, what the patient agreed to, the review of the
 * outcome, and with which reason it ended. Its id is the duty's, so that a step of an older model finds it too.
 */
public final class ReferralLoop {

    public enum Kind {
        CLINICAL,
        COMMUNITY
    }

    /** Who agreed that it is sent. */
    public enum Say {
        AGREES("the patient agrees"),
        PROXY_AGREES("who decides for the patient agrees"),
        ORDERED("ordered in hospital, told at discharge");

        private final String words;

        Say(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** What waits now. */
    public enum Stage {
        SEND,
        FOLLOW,
        REROUTE,
        REVIEW,
        TELL,
        CLOSED
    }

    /**
     * What may leave the house about the patient.
     *
     * @param purpose why: {@code treatment} or {@code social-help}
     * @param contact the other side may contact the patient
     * @param part2 the referral tells of substance use treatment (42 CFR Part 2)
     * @param part2Consent the patient agreed in writing that this is told
     */
    public record Consent(
            String purpose, Say say, boolean contact, boolean part2, boolean part2Consent, String by, Instant at) {}

    @Id
    private final UUID id;

    private final UUID episodeId;
    private final UUID patientId;
    private String teamId;
    private String what;
    private final Instant openedAt;
    private @Nullable Kind kind;
    private @Nullable String need;
    private @Nullable String reason;
    private @Nullable String consentPurpose;
    private @Nullable Say patientSay;
    private boolean mayContact;
    private boolean part2;
    private boolean part2Consent;
    private @Nullable String consentBy;
    private @Nullable Instant consentAt;
    private @Nullable Instant reviewedAt;
    private @Nullable String reviewedBy;
    private @Nullable String review;
    private @Nullable Instant toldAt;
    private @Nullable String toldHow;
    private @Nullable String closing;
    private @Nullable String closingWords;
    private @Nullable Instant closedAt;
    private @Nullable String closedBy;
    private @Nullable String processInstanceId;

    @Version
    private @Nullable Integer version;

    ReferralLoop(
            UUID id,
            UUID episodeId,
            UUID patientId,
            String teamId,
            String what,
            Instant openedAt,
            @Nullable Kind kind,
            @Nullable String need,
            @Nullable String reason,
            @Nullable String consentPurpose,
            @Nullable Say patientSay,
            boolean mayContact,
            boolean part2,
            boolean part2Consent,
            @Nullable String consentBy,
            @Nullable Instant consentAt,
            @Nullable Instant reviewedAt,
            @Nullable String reviewedBy,
            @Nullable String review,
            @Nullable Instant toldAt,
            @Nullable String toldHow,
            @Nullable String closing,
            @Nullable String closingWords,
            @Nullable Instant closedAt,
            @Nullable String closedBy,
            @Nullable String processInstanceId,
            @Nullable Integer version) {
        this.id = id;
        this.episodeId = episodeId;
        this.patientId = patientId;
        this.teamId = teamId;
        this.what = what;
        this.openedAt = openedAt;
        this.kind = kind;
        this.need = need;
        this.reason = reason;
        this.consentPurpose = consentPurpose;
        this.patientSay = patientSay;
        this.mayContact = mayContact;
        this.part2 = part2;
        this.part2Consent = part2Consent;
        this.consentBy = consentBy;
        this.consentAt = consentAt;
        this.reviewedAt = reviewedAt;
        this.reviewedBy = reviewedBy;
        this.review = review;
        this.toldAt = toldAt;
        this.toldHow = toldHow;
        this.closing = closing;
        this.closingWords = closingWords;
        this.closedAt = closedAt;
        this.closedBy = closedBy;
        this.processInstanceId = processInstanceId;
        this.version = version;
    }

    static ReferralLoop open(UUID dutyId, UUID episodeId, UUID patientId, String teamId, String what, Instant now) {
        return new ReferralLoop(
                dutyId, episodeId, patientId, teamId, what, now, null, null, null, null, null, false, false, false,
                null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    /** What is asked for, and what may be told of it. */
    void asks(Kind asked, @Nullable String forNeed, @Nullable String why, Consent consent) {
        refuseIfClosed("ask for something else");
        kind = asked;
        need = forNeed;
        reason = why;
        consentPurpose = consent.purpose();
        patientSay = consent.say();
        mayContact = consent.contact();
        part2 = consent.part2();
        part2Consent = consent.part2() && consent.part2Consent();
        consentBy = consent.by();
        consentAt = consent.at();
        reviewedAt = null;
        reviewedBy = null;
        review = null;
    }

    /** The same is asked of the next recipient: what was agreed goes on with it. */
    void goesOnFrom(ReferralLoop before) {
        kind = before.kind;
        need = before.need;
        reason = before.reason;
        consentPurpose = before.consentPurpose;
        patientSay = before.patientSay;
        mayContact = before.mayContact;
        part2 = before.part2;
        part2Consent = before.part2Consent;
        consentBy = before.consentBy;
        consentAt = before.consentAt;
        reviewedAt = before.reviewedAt;
        reviewedBy = before.reviewedBy;
        review = before.review;
    }

    void reviewed(String by, String words, Instant now) {
        refuseIfClosed("be reviewed");
        reviewedAt = now;
        reviewedBy = by;
        review = words;
    }

    void told(String how, @Nullable LocalDate on, Instant now) {
        refuseIfClosed("be told");
        toldAt = now;
        toldHow = on == null ? how : how + " on " + on;
    }

    void close(Reasons.Closing why, @Nullable String words, String by, Instant now) {
        refuseIfClosed("be closed");
        closing = why.name();
        closingWords = words == null || words.length() <= 1000 ? words : words.substring(0, 999) + "…";
        closedAt = now;
        closedBy = by;
    }

    /** Ordered again after it was taken back. */
    void reopen() {
        closing = null;
        closingWords = null;
        closedAt = null;
        closedBy = null;
        toldAt = null;
        toldHow = null;
    }

    /** The sender words the order anew. */
    void reword(String words) {
        what = words;
    }

    void ownedBy(String team) {
        teamId = team;
    }

    void workedBy(String instanceId) {
        processInstanceId = instanceId;
    }

    private void refuseIfClosed(String what) {
        if (isClosed()) {
            throw new IllegalStateException("The referral " + id + " is closed and cannot " + what);
        }
    }

    /** @param current the newest conversation, if there is one */
    Stage stage(@Nullable Referral current) {
        if (isClosed()) {
            return Stage.CLOSED;
        }
        if (current == null) {
            return Stage.SEND;
        }
        if (current.isUnderWay()) {
            return Stage.FOLLOW;
        }
        if (current.state() != ReferralState.COMPLETED || current.givenUpAt() != null) {
            return Stage.REROUTE;
        }
        return reviewedAt == null ? Stage.REVIEW : Stage.TELL;
    }

    public boolean isClosed() {
        return closedAt != null;
    }

    public UUID id() {
        return id;
    }

    public UUID episodeId() {
        return episodeId;
    }

    public UUID patientId() {
        return patientId;
    }

    public String teamId() {
        return teamId;
    }

    /** What was ordered, in the sender's words: patient data. */
    public String what() {
        return what;
    }

    public Instant openedAt() {
        return openedAt;
    }

    /** Null before it was sent. */
    public @Nullable Kind kind() {
        return kind;
    }

    /** A category of need as the directory knows it, such as {@code food-insecurity}. */
    public @Nullable String need() {
        return need;
    }

    /** What the other side reads: patient data. */
    public @Nullable String reason() {
        return reason;
    }

    public @Nullable String consentPurpose() {
        return consentPurpose;
    }

    public @Nullable Say patientSay() {
        return patientSay;
    }

    public boolean mayContact() {
        return mayContact;
    }

    /** Falls under 42 CFR Part 2. */
    public boolean isPart2() {
        return part2;
    }

    /** Whether this person may know of it: that there is such a referral tells of the treatment already. */
    public boolean isShownTo(Person person) {
        return !part2 || Fields.SUBSTANCE_USE.visibleTo(person, teamId);
    }

    /** Whether what it is for may be told outside. */
    public boolean mayTellReason() {
        return !part2 || part2Consent;
    }

    public @Nullable String consentBy() {
        return consentBy;
    }

    public @Nullable Instant consentAt() {
        return consentAt;
    }

    public @Nullable Instant reviewedAt() {
        return reviewedAt;
    }

    public @Nullable String reviewedBy() {
        return reviewedBy;
    }

    public @Nullable String review() {
        return review;
    }

    public @Nullable Instant toldAt() {
        return toldAt;
    }

    public @Nullable String toldHow() {
        return toldHow;
    }

    public Reasons.@Nullable Closing closing() {
        return closing == null ? null : Reasons.Closing.valueOf(closing);
    }

    public @Nullable String closingWords() {
        return closingWords;
    }

    public @Nullable Instant closedAt() {
        return closedAt;
    }

    public @Nullable String closedBy() {
        return closedBy;
    }

    public @Nullable String processInstanceId() {
        return processInstanceId;
    }
}

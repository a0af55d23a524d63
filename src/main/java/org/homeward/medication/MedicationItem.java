package org.homeward.medication;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/** Keep one thing that somebody must decide about the medicines, from its finding to its decision with the reason. */
public final class MedicationItem {

    public enum Status {
        OPEN,
        /** A prescriber was asked and has not answered. */
        ASKED,
        DECIDED,
        /** The lists say it no longer. */
        WITHDRAWN
    }

    /** Which comparison found it; the model begins a step for each in another place. */
    public enum FoundIn {
        DISCHARGE,
        TAKEN
    }

    public enum Decision {
        AS_DISCHARGED("as on the discharge list"),
        AS_BEFORE("as before the hospital stay"),
        AS_TAKEN("as the patient takes it now"),
        OTHERWISE("otherwise"),
        STOP("not to be taken"),
        /** Words that could not be read mean the medicine or the substance that is named with the decision. */
        READ_AS("it is"),
        NOTHING_TO_CHANGE("nothing to change"),
        NOT_A_DIFFERENCE("no real difference");

        private final String words;

        Decision(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** Who is to answer a question. */
    public enum Answerer {
        /** A prescriber of the team, who answers in Homeward. */
        TEAM,
        /** Somebody else's prescriber, whose answer the owner obtains and writes down. */
        OUTSIDE
    }

    /** The row of decision {@code medication-discrepancy} that says who decides and by when. */
    public record Ruling(
            String severity,
            String owner,
            String dueRule,
            boolean reasonRequired,
            String action,
            String rule,
            String source,
            boolean verified) {}

    @Id
    private final UUID id;

    private final UUID reconciliationId;
    private final UUID episodeId;
    private final String itemKey;
    private final String basis;
    private final FoundIn foundIn;
    private final Category category;
    private final Discrepancy.Step step;
    private final Discrepancy.@Nullable Detail detail;
    private final boolean highAlert;
    private final String lineKeys;
    private final String words;
    private final String severity;
    private final String owner;
    private final String dueRule;
    private final boolean reasonRequired;
    private final String action;
    private final String rule;
    private final String source;
    private final boolean verified;
    private Status status;
    private final Instant openedAt;
    private @Nullable Answerer askedOf;
    private @Nullable String askedWhom;
    private @Nullable String question;
    private @Nullable String askedBy;
    private @Nullable Instant askedAt;
    private @Nullable Instant remindedAt;
    private @Nullable Decision decision;
    private @Nullable String how;
    private @Nullable String reason;
    private @Nullable String answeredBy;
    private @Nullable String decidedBy;
    private @Nullable Instant decidedAt;
    private boolean takenUp;
    private @Nullable String processInstanceId;

    @Version
    private @Nullable Integer version;

    MedicationItem(
            UUID id,
            UUID reconciliationId,
            UUID episodeId,
            String itemKey,
            String basis,
            FoundIn foundIn,
            Category category,
            Discrepancy.Step step,
            Discrepancy.@Nullable Detail detail,
            boolean highAlert,
            String lineKeys,
            String words,
            String severity,
            String owner,
            String dueRule,
            boolean reasonRequired,
            String action,
            String rule,
            String source,
            boolean verified,
            Status status,
            Instant openedAt,
            @Nullable Answerer askedOf,
            @Nullable String askedWhom,
            @Nullable String question,
            @Nullable String askedBy,
            @Nullable Instant askedAt,
            @Nullable Instant remindedAt,
            @Nullable Decision decision,
            @Nullable String how,
            @Nullable String reason,
            @Nullable String answeredBy,
            @Nullable String decidedBy,
            @Nullable Instant decidedAt,
            boolean takenUp,
            @Nullable String processInstanceId,
            @Nullable Integer version) {
        this.id = id;
        this.reconciliationId = reconciliationId;
        this.episodeId = episodeId;
        this.itemKey = itemKey;
        this.basis = basis;
        this.foundIn = foundIn;
        this.category = category;
        this.step = step;
        this.detail = detail;
        this.highAlert = highAlert;
        this.lineKeys = lineKeys;
        this.words = words;
        this.severity = severity;
        this.owner = owner;
        this.dueRule = dueRule;
        this.reasonRequired = reasonRequired;
        this.action = action;
        this.rule = rule;
        this.source = source;
        this.verified = verified;
        this.status = status;
        this.openedAt = openedAt;
        this.askedOf = askedOf;
        this.askedWhom = askedWhom;
        this.question = question;
        this.askedBy = askedBy;
        this.askedAt = askedAt;
        this.remindedAt = remindedAt;
        this.decision = decision;
        this.how = how;
        this.reason = reason;
        this.answeredBy = answeredBy;
        this.decidedBy = decidedBy;
        this.decidedAt = decidedAt;
        this.takenUp = takenUp;
        this.processInstanceId = processInstanceId;
        this.version = version;
    }

    static MedicationItem open(
            Reconciliation of,
            Discrepancy found,
            FoundIn foundIn,
            String basis,
            String lineKeys,
            String words,
            Ruling ruling,
            Instant now) {
        return new MedicationItem(
                UuidCreator.getTimeOrderedEpoch(),
                of.id(),
                of.episodeId(),
                ItemWords.key(found),
                basis,
                foundIn,
                found.category(),
                found.step(),
                found.detail(),
                found.highAlert(),
                lineKeys,
                words,
                ruling.severity(),
                ruling.owner(),
                ruling.dueRule(),
                ruling.reasonRequired(),
                ruling.action(),
                ruling.rule(),
                ruling.source(),
                ruling.verified(),
                Status.OPEN,
                now,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                foundIn == FoundIn.TAKEN,
                null,
                null);
    }

    void workedBy(String instanceId) {
        processInstanceId = instanceId;
    }

    void takeUp() {
        takenUp = true;
    }

    void ask(Answerer of, String whom, String what, String by, Instant now) {
        refuseUnlessOpen("be asked about");
        status = Status.ASKED;
        askedOf = of;
        askedWhom = whom;
        question = what;
        askedBy = by;
        askedAt = now;
    }

    void remind(Instant now) {
        remindedAt = now;
    }

    void decide(Decision what, @Nullable String otherwise, @Nullable String why, String by, Instant now) {
        refuseUnlessOpen("be decided");
        status = Status.DECIDED;
        decision = what;
        how = otherwise;
        reason = why;
        decidedBy = by;
        decidedAt = now;
    }

    void answeredBy(String whom) {
        answeredBy = whom;
    }

    void withdraw() {
        refuseUnlessOpen("be withdrawn");
        status = Status.WITHDRAWN;
    }

    /** Whoever decided, or somebody who may, takes it back; what is still to be decided then gets an item of its own. */
    void takeBack() {
        if (status != Status.DECIDED) {
            throw new IllegalStateException("Item " + id + " is " + status + ": no decision to take back");
        }
        status = Status.WITHDRAWN;
    }

    /** What was asked about the same thing while the lists said otherwise: whoever decides now may still wait for it. */
    void carryQuestion(MedicationItem earlier) {
        askedOf = earlier.askedOf;
        askedWhom = earlier.askedWhom;
        question = earlier.question;
        askedBy = earlier.askedBy;
        askedAt = earlier.askedAt;
    }

    private void refuseUnlessOpen(String what) {
        if (!isOpen()) {
            throw new IllegalStateException("Item " + id + " is " + status + " and cannot " + what);
        }
    }

    /** Who has to act next, as a role of the team. */
    String nextRole() {
        return status == Status.ASKED && askedOf == Answerer.TEAM ? "prescriber" : owner;
    }

    public boolean isOpen() {
        return status == Status.OPEN || status == Status.ASKED;
    }

    /** Same thing, and the lists say the same of it. */
    boolean isAbout(String key, String onBasis) {
        return itemKey.equals(key) && basis.equals(onBasis);
    }

    public UUID id() {
        return id;
    }

    public UUID reconciliationId() {
        return reconciliationId;
    }

    public UUID episodeId() {
        return episodeId;
    }

    public String itemKey() {
        return itemKey;
    }

    String basis() {
        return basis;
    }

    public FoundIn foundIn() {
        return foundIn;
    }

    public Category category() {
        return category;
    }

    public Discrepancy.Step step() {
        return step;
    }

    public Discrepancy.@Nullable Detail detail() {
        return detail;
    }

    public boolean isHighAlert() {
        return highAlert;
    }

    String lineKeys() {
        return lineKeys;
    }

    /** What differs, for a person. */
    public String words() {
        return words;
    }

    public String severity() {
        return severity;
    }

    public String owner() {
        return owner;
    }

    public String dueRule() {
        return dueRule;
    }

    public boolean isReasonRequired() {
        return reasonRequired;
    }

    public String action() {
        return action;
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

    public Status status() {
        return status;
    }

    public Instant openedAt() {
        return openedAt;
    }

    public @Nullable Answerer askedOf() {
        return askedOf;
    }

    public @Nullable String askedWhom() {
        return askedWhom;
    }

    public @Nullable String question() {
        return question;
    }

    public @Nullable String askedBy() {
        return askedBy;
    }

    public @Nullable Instant askedAt() {
        return askedAt;
    }

    public @Nullable Instant remindedAt() {
        return remindedAt;
    }

    public @Nullable Decision decision() {
        return decision;
    }

    public @Nullable String how() {
        return how;
    }

    public @Nullable String reason() {
        return reason;
    }

    public @Nullable String answeredBy() {
        return answeredBy;
    }

    public @Nullable String decidedBy() {
        return decidedBy;
    }

    public @Nullable Instant decidedAt() {
        return decidedAt;
    }

    boolean isTakenUp() {
        return takenUp;
    }

    public @Nullable String processInstanceId() {
        return processInstanceId;
    }

    /** In words: "as on the discharge list: kidney function, after asking Dr. Lee". */
    public String decisionWords() {
        if (decision == null) {
            return "";
        }
        return decision.words()
                + (how == null ? "" : (decision == Decision.READ_AS ? " " : ", ") + how)
                + (reason == null ? "" : ": " + reason)
                + (answeredBy == null ? "" : " (answered by " + Objects.requireNonNull(answeredBy) + ")");
    }
}

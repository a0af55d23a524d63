package org.homeward.medication;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.relational.core.mapping.Table;

/**
 * Keep the reconciliation of one episode's medicines, from the lists that were told to the one that was signed and told.
 * The lists and what was decided about them stand beside it, and are only ever added to.
 */
@Table("medication_reconciliation")
public final class Reconciliation {

    public enum Status {
        OPEN,
        /** The final list is signed; it has yet to reach the patient, primary care and the pharmacy. */
        SIGNED,
        TOLD,
        /** Declined, no longer asked for, or handed to somebody outside. */
        WITHDRAWN
    }

    /** As what somebody signs. HEDIS MRP: prescriber, clinical pharmacist, physician assistant or registered nurse. */
    public enum Signature {
        PRESCRIBER,
        CLINICAL_PHARMACIST,
        PHYSICIAN_ASSISTANT,
        REGISTERED_NURSE;

        String words() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        }
    }

    /** What the record shows of the reconciliation: the kinds that HEDIS MRP accepts. */
    public enum Evidence {
        DISCHARGE_MEDICINES_RECONCILED,
        NO_CHANGES,
        BOTH_LISTS_REVIEWED,
        SUMMARY_SHOWS_RECONCILIATION,
        NO_MEDICINES
    }

    /**
     * The lists were compared; told in the same transaction, so that the engine follows before it commits.
     *
     * @param fromOutside whether no step of the process asked for it
     */
    public record Compared(UUID reconciliationId, boolean fromOutside) {}

    /** Told when somebody signed; measures count the day. */
    public record Signed(
            UUID reconciliationId, UUID episodeId, LocalDate on, String by, Signature as, Evidence evidence) {}

    @Id
    private final UUID id;

    private final UUID dutyId;
    private final UUID episodeId;
    private final UUID patientId;
    private final Instant orderedAt;
    private Status status;
    private @Nullable Instant comparedAt;
    private @Nullable LocalDate reconciledOn;
    private @Nullable String signedBy;
    private @Nullable Signature signedAs;
    private @Nullable Instant signedAt;
    private @Nullable Evidence evidenceKind;
    private @Nullable String finalList;
    private @Nullable Instant toldAt;
    private @Nullable Instant concludedAt;
    private @Nullable String processInstanceId;

    @Version
    private @Nullable Integer version;

    Reconciliation(
            UUID id,
            UUID dutyId,
            UUID episodeId,
            UUID patientId,
            Instant orderedAt,
            Status status,
            @Nullable Instant comparedAt,
            @Nullable LocalDate reconciledOn,
            @Nullable String signedBy,
            @Nullable Signature signedAs,
            @Nullable Instant signedAt,
            @Nullable Evidence evidenceKind,
            @Nullable String finalList,
            @Nullable Instant toldAt,
            @Nullable Instant concludedAt,
            @Nullable String processInstanceId,
            @Nullable Integer version) {
        this.id = id;
        this.dutyId = dutyId;
        this.episodeId = episodeId;
        this.patientId = patientId;
        this.orderedAt = orderedAt;
        this.status = status;
        this.comparedAt = comparedAt;
        this.reconciledOn = reconciledOn;
        this.signedBy = signedBy;
        this.signedAs = signedAs;
        this.signedAt = signedAt;
        this.evidenceKind = evidenceKind;
        this.finalList = finalList;
        this.toldAt = toldAt;
        this.concludedAt = concludedAt;
        this.processInstanceId = processInstanceId;
        this.version = version;
    }

    static Reconciliation ordered(UUID dutyId, UUID episodeId, UUID patientId, Instant now) {
        return new Reconciliation(
                UuidCreator.getTimeOrderedEpoch(),
                dutyId,
                episodeId,
                patientId,
                now,
                Status.OPEN,
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
                null);
    }

    /** The newest instance that works on it: after an interruption another one does. */
    void workedBy(String instanceId) {
        processInstanceId = instanceId;
    }

    void compared(Instant now) {
        comparedAt = now;
    }

    /** The lists changed after somebody signed: the signature was for other lists. */
    boolean takeBackSignature() {
        if (status != Status.SIGNED) {
            return false;
        }
        status = Status.OPEN;
        reconciledOn = null;
        signedBy = null;
        signedAs = null;
        signedAt = null;
        evidenceKind = null;
        finalList = null;
        return true;
    }

    void sign(LocalDate on, String by, Signature as, Evidence evidence, String list, Instant now) {
        if (status != Status.OPEN) {
            throw new IllegalStateException("Reconciliation " + id + " is " + status + " and cannot be signed");
        }
        status = Status.SIGNED;
        reconciledOn = on;
        signedBy = by;
        signedAs = as;
        signedAt = now;
        evidenceKind = evidence;
        finalList = list;
    }

    void told(Instant now) {
        if (status != Status.SIGNED) {
            throw new IllegalStateException("Reconciliation " + id + " is " + status + ": no list to tell");
        }
        status = Status.TOLD;
        toldAt = now;
        concludedAt = now;
    }

    void withdraw(Instant now) {
        status = Status.WITHDRAWN;
        concludedAt = now;
    }

    void reopen() {
        if (status == Status.WITHDRAWN) {
            status = signedAt == null ? Status.OPEN : Status.SIGNED;
            concludedAt = null;
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

    public Instant orderedAt() {
        return orderedAt;
    }

    public Status status() {
        return status;
    }

    public boolean isConcluded() {
        return concludedAt != null;
    }

    public @Nullable Instant comparedAt() {
        return comparedAt;
    }

    /** The day of the reconciliation, which the measure counts; known once it is signed. */
    public @Nullable LocalDate reconciledOn() {
        return reconciledOn;
    }

    public @Nullable String signedBy() {
        return signedBy;
    }

    public @Nullable Signature signedAs() {
        return signedAs;
    }

    public @Nullable Instant signedAt() {
        return signedAt;
    }

    public @Nullable Evidence evidenceKind() {
        return evidenceKind;
    }

    @Nullable
    String finalList() {
        return finalList;
    }

    public @Nullable Instant toldAt() {
        return toldAt;
    }

    public @Nullable String processInstanceId() {
        return processInstanceId;
    }
}

package org.homeward.intake;

import java.time.OffsetDateTime;
import org.homeward.episode.VisitKey;
import org.jspecify.annotations.Nullable;

/**
 * Holds one fact about a discharge that was sent before.
 *
 * @param occurredAt when it happened or was entered at its source: facts count in this order, however they arrive
 * @param source who says so, such as the sending department; the client is recorded besides
 */
public record FactRequest(
        Type type,
        OffsetDateTime occurredAt,
        @Nullable String source,
        @Nullable String reason,
        @Nullable VisitKey into,
        Admission admission,
        @Nullable DischargeRequest changes,
        @Nullable String service,
        @Nullable String to) {

    public enum Type {
        /** The discharge was taken back (A13). */
        DISCHARGE_CANCELLED,
        /** What was said of the discharge changed (A08); {@code changes} holds only what did. */
        DISCHARGE_CHANGED,
        /** The patient is back in a hospital; {@code into} names the new visit where it is known. */
        READMITTED,
        /** An admission never was (A11): the readmission reported before, or this stay itself. */
        ADMISSION_CANCELLED,
        DIED,
        /** The patient declines one {@code service}. */
        REFUSED,
        /** Another facility or programme took the patient's care over. */
        TRANSFERRED
    }

    /** Which admission was cancelled. */
    public enum Admission {
        READMISSION,
        THIS_STAY
    }
}

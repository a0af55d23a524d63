package org.homeward.referral;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The status of the referral's FHIR Task as the Gravity guide permits it, derived from the conversation.
 *
 * <p>Source: HL7/fhir-sdoh-clinicalcare, SDOHCC TaskForReferralManagement. {@code entered-in-error} is a statement about the
 * Task itself and no part of the conversation.
 */
public enum TaskStatus {
    DRAFT,
    REQUESTED,
    ACCEPTED,
    REJECTED,
    IN_PROGRESS,
    ON_HOLD,
    CANCELLED,
    COMPLETED,
    FAILED;

    /** As FHIR spells it. */
    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** What the guide lets follow. */
    public Set<TaskStatus> next() {
        return switch (this) {
            case DRAFT -> EnumSet.of(REQUESTED);
            case REQUESTED -> EnumSet.of(ACCEPTED, REJECTED, CANCELLED);
            case ACCEPTED -> EnumSet.of(IN_PROGRESS, ON_HOLD, CANCELLED, COMPLETED, FAILED);
            case IN_PROGRESS -> EnumSet.of(ON_HOLD, CANCELLED, COMPLETED, FAILED);
            case ON_HOLD -> EnumSet.of(IN_PROGRESS, CANCELLED, COMPLETED, FAILED);
            case REJECTED, CANCELLED, COMPLETED, FAILED -> EnumSet.noneOf(TaskStatus.class);
        };
    }

    /** The statuses a move passes through, in order; none where it leaves the Task as it is. */
    List<TaskStatus> passedBy(ReferralMove move) {
        List<TaskStatus> passed = new ArrayList<>();
        TaskStatus target = target(move);
        // an outcome without an acceptance says both: they took it, and it is done
        if (this == REQUESTED && target == COMPLETED) {
            passed.add(ACCEPTED);
        }
        if (target != this) {
            passed.add(target);
        }
        return passed;
    }

    private TaskStatus target(ReferralMove move) {
        return switch (move.to()) {
            case DRAFT -> DRAFT;
            case RECEIVED -> REQUESTED;
            case ACCEPTED -> ACCEPTED;
            // the guide knows a refusal before the acceptance only; after it the work has failed
            case REJECTED -> this == REQUESTED ? REJECTED : FAILED;
            case ACTIVE, SCHEDULED, VISIT_DONE -> IN_PROGRESS;
            case NO_SHOW, APPOINTMENT_CANCELLED -> ON_HOLD;
            // only asked for: the Task stays what it is until the other side confirms
            case CANCEL_REQUESTED -> this;
            case CANCELLED -> CANCELLED;
            case COMPLETED -> COMPLETED;
        };
    }

    /** The status after a conversation, from its moves in order. */
    public static TaskStatus after(Collection<ReferralMove> moves) {
        TaskStatus status = DRAFT;
        for (ReferralMove move : moves) {
            List<TaskStatus> passed = status.passedBy(move);
            status = passed.isEmpty() ? status : passed.get(passed.size() - 1);
        }
        return status;
    }
}

package org.homeward.worklist;

import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells the worklist whose work a subject is. Implemented where subjects live. */
public interface WorkContexts {

    /**
     * Finds who owns a task about a subject.
     *
     * @param role the role that the model names
     * @param processInstanceId the instance that has the task
     * @throws IllegalStateException when nobody knows the subject: a task nobody owns would be lost work
     */
    WorkContext of(UUID subjectId, String role, String processInstanceId);

    /** The zone that the patient of a subject lives by; null when nobody knows. */
    default @Nullable ZoneId patientZone(UUID subjectId) {
        return null;
    }

    /**
     * Whose work it is.
     *
     * @param role who may take it, within the team; the model's, unless a rule says otherwise (a rung of a ladder)
     * @param proposedAssignee who gets it at once, the care manager when on duty; null: the team's list
     */
    record WorkContext(
            @Nullable UUID episodeId,
            @Nullable UUID patientId,
            String organizationId,
            String teamId,
            String role,
            @Nullable String riskTier,
            @Nullable String proposedAssignee) {}
}

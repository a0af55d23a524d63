package org.homeward.escalation;

import java.time.Instant;
import java.util.UUID;
import org.homeward.calendar.RuleTerms;
import org.jspecify.annotations.Nullable;

/**
 * What was missed, as it was when it was found.
 *
 * @param title the label of the step, or its rule in words where no task stood there; never patient data
 * @param processInstanceId where the step stands, with {@code executionId}; both null where no model waits on it
 */
public record MissedStep(
        UUID deadlineId,
        UUID subjectId,
        UUID episodeId,
        @Nullable UUID patientId,
        String organizationId,
        String teamId,
        String rule,
        String title,
        RuleTerms.StepClass stepClass,
        @Nullable String riskTier,
        Instant workBy,
        Instant due,
        @Nullable String processInstanceId,
        @Nullable String executionId) {}

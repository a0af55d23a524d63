package org.homeward.calendar;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ask for the deadline of a subject under a rule, on behalf of the engine scope that will wait on it, if any. */
public record DeadlineRequest(
        UUID subjectId,
        String rule,
        @Nullable String processInstanceId,
        @Nullable String executionId) {}

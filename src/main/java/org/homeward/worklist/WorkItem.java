package org.homeward.worklist;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One open human task as a row.
 *
 * @param subjectId the aggregate the task is about
 * @param role who may take it, within the owning team
 * @param workBy last staffed time that leaves room to act; lists and ladders run on it
 * @param due what the rule demands
 * @param title the model element's label
 * @param why the derivation of its deadline in plain words; no patient data
 */
public record WorkItem(
        String taskId,
        String processInstanceId,
        String executionId,
        String processKey,
        String elementId,
        @Nullable String form,
        String title,
        String why,
        UUID subjectId,
        @Nullable UUID episodeId,
        @Nullable UUID patientId,
        String organizationId,
        String teamId,
        String role,
        @Nullable String assignee,
        Instant workBy,
        Instant due,
        @Nullable String riskTier,
        boolean suspended,
        Instant createdAt) {}

package org.homeward.calendar;

import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hold one clock of one subject: the truth whose alarm the engine's timer is.
 *
 * @param subjectId what the rule is about: the episode, the outreach, the appointment, the item
 * @param executionId the engine scope that waits on it
 * @param terms the rule as it was when the clock was set; a newer decision table does not change it
 * @param patientZone the zone its days were counted in
 * @param due what the rule demands; measures run on it
 * @param workBy the last moment the team is there with room to act; worklist and ladder run on it
 * @param reason the derivation in plain words
 * @param missedAt when {@code workBy} was found passed with the step open; a missed deadline stays open until met
 */
public record Deadline(
        UUID id,
        UUID subjectId,
        UUID episodeId,
        String teamId,
        @Nullable String processInstanceId,
        @Nullable String executionId,
        RuleTerms terms,
        ZoneId patientZone,
        Instant anchorAt,
        Instant due,
        Instant workBy,
        String reason,
        State state,
        Instant openedAt,
        @Nullable Instant missedAt,
        @Nullable Instant stoppedAt,
        @Nullable String stoppedReason,
        @Nullable Instant metAt,
        @Nullable Instant closedAt,
        @Nullable String closedReason,
        int version) {

    public enum State {
        OPEN,
        /** The episode is parked; the clock resumes where it was. */
        STOPPED,
        MET,
        /** No longer owed, with a reason. */
        VOID
    }

    /** The step was still open when {@code workBy} passed. Published once, whoever found it first. */
    public record Missed(Deadline deadline) {}

    public record Met(Deadline deadline) {}

    /**
     * The deadline has another {@code workBy} or {@code due}.
     *
     * @param timerMoved whether an engine timer waits for the new time; where none does, the sweep finds it when missed
     */
    public record Moved(Deadline before, Deadline after, String why, boolean timerMoved) {

        /** It counted as missed, and is not any more. */
        public boolean noLongerMissed() {
            return before.missedAt() != null && after.missedAt() == null;
        }
    }

    public record Voided(Deadline deadline) {}

    public record Stopped(Deadline deadline) {}

    public record Resumed(Deadline deadline) {}

    /** One move, for the history that people read. */
    public record Move(
            UUID deadlineId,
            Instant movedAt,
            Instant fromAnchorAt,
            Instant toAnchorAt,
            Instant fromDue,
            Instant toDue,
            Instant fromWorkBy,
            Instant toWorkBy,
            boolean timerMoved,
            String why) {}

    public String rule() {
        return terms.rule();
    }

    /** Met, but after what the rule demands. */
    public boolean metLate() {
        return metAt != null && metAt.isAfter(due);
    }

    Deadline moved(ComputedDeadline to, Instant anchorAt, RuleTerms terms, ZoneId patientZone, Instant now) {
        Instant missed = to.workBy().isAfter(now) ? null : missedAt;
        return new Deadline(
                id,
                subjectId,
                episodeId,
                teamId,
                processInstanceId,
                executionId,
                terms,
                patientZone,
                anchorAt,
                to.due(),
                to.workBy(),
                to.reason(),
                state,
                openedAt,
                missed,
                stoppedAt,
                stoppedReason,
                metAt,
                closedAt,
                closedReason,
                version + 1);
    }

    Deadline met(Instant at, Instant now) {
        return with(State.MET, executionId, processInstanceId, missedAt, stoppedAt, stoppedReason, at, now, null);
    }

    Deadline voided(Instant now, String why) {
        return with(State.VOID, executionId, processInstanceId, missedAt, stoppedAt, stoppedReason, null, now, why);
    }

    Deadline stopped(Instant now, String why) {
        return with(State.STOPPED, executionId, processInstanceId, missedAt, now, why, null, null, null);
    }

    /** Runs again for the step that now waits on it, in the team that now owns the episode. */
    Deadline resumedBy(String team, @Nullable String processInstanceId, @Nullable String executionId) {
        return new Deadline(
                id,
                subjectId,
                episodeId,
                team,
                processInstanceId,
                executionId,
                terms,
                patientZone,
                anchorAt,
                due,
                workBy,
                reason,
                State.OPEN,
                openedAt,
                missedAt,
                null,
                null,
                null,
                null,
                null,
                version + 1);
    }

    Deadline waitedOnBy(@Nullable String processInstanceId, @Nullable String executionId) {
        return with(
                state,
                executionId,
                processInstanceId,
                missedAt,
                stoppedAt,
                stoppedReason,
                metAt,
                closedAt,
                closedReason);
    }

    private Deadline with(
            State state,
            @Nullable String executionId,
            @Nullable String processInstanceId,
            @Nullable Instant missedAt,
            @Nullable Instant stoppedAt,
            @Nullable String stoppedReason,
            @Nullable Instant metAt,
            @Nullable Instant closedAt,
            @Nullable String closedReason) {
        return new Deadline(
                id,
                subjectId,
                episodeId,
                teamId,
                processInstanceId,
                executionId,
                terms,
                patientZone,
                anchorAt,
                due,
                workBy,
                reason,
                state,
                openedAt,
                missedAt,
                stoppedAt,
                stoppedReason,
                metAt,
                closedAt,
                closedReason,
                version + 1);
    }
}

package org.homeward.escalation;

import java.time.Instant;
import java.util.UUID;
import org.homeward.engine.Refused;
import org.jspecify.annotations.Nullable;

/**
 * One missed deadline on its way up the ladder. A deadline that is missed anew, after it was moved or stopped, gets
 * another one: {@code round} counts them, and at most one is open.
 *
 * @param level the current rung; 0 before the first
 * @param nextRungAt when it climbs unless somebody answers
 * @param closedReason a code: of the resolution, or why nothing is owed any more
 */
public record Escalation(
        UUID id,
        MissedStep missed,
        int round,
        Instant raisedAt,
        @Nullable String processInstanceId,
        State state,
        int level,
        @Nullable Instant nextRungAt,
        @Nullable String acknowledgedBy,
        @Nullable Instant acknowledgedAt,
        @Nullable Instant closedAt,
        @Nullable String closedBy,
        @Nullable String closedReason,
        int version) {

    public enum State {
        RAISED,
        /** Somebody sees to it; their time runs. */
        ACKNOWLEDGED,
        /** Somebody does the step themselves. */
        TAKEN_OVER,
        /** A person said how it ended. */
        RESOLVED,
        /** The deadline was met, or is not owed any more. */
        STOOD_DOWN
    }

    /** One rung of its ladder as it was reached. */
    public record Rung(
            int level,
            String role,
            String ladderRole,
            @Nullable String personId,
            String ladderRule,
            int answerMinutes,
            boolean last,
            Instant reachedAt,
            Instant tellAt,
            @Nullable Instant notifiedAt,
            @Nullable String acknowledgedBy,
            @Nullable Instant acknowledgedAt) {}

    static Escalation raised(UUID id, MissedStep missed, int round, Instant now) {
        return new Escalation(id, missed, round, now, null, State.RAISED, 0, null, null, null, null, null, null, 0);
    }

    public boolean open() {
        return closedAt == null;
    }

    public boolean answered() {
        return state == State.ACKNOWLEDGED || state == State.TAKEN_OVER;
    }

    /** The next rung: an answer that came to nothing counts no more. */
    Escalation climbed(String processInstanceId) {
        stillOpen();
        return with(processInstanceId, State.RAISED, level + 1, null, null, null, null, null, null);
    }

    Escalation answered(State how, String personId, Instant now) {
        stillOpen();
        return with(processInstanceId, how, level, null, personId, now, null, null, null);
    }

    Escalation climbingAt(Instant nextRungAt) {
        return with(processInstanceId, state, level, nextRungAt, acknowledgedBy, acknowledgedAt, null, null, null);
    }

    Escalation closed(State how, String by, String reason, Instant now) {
        stillOpen();
        return with(processInstanceId, how, level, null, acknowledgedBy, acknowledgedAt, now, by, reason);
    }

    private void stillOpen() {
        if (!open()) {
            throw new Refused(Refused.Kind.CONFLICT, "This escalation is closed already. Reload and look.");
        }
    }

    private Escalation with(
            @Nullable String processInstanceId,
            State state,
            int level,
            @Nullable Instant nextRungAt,
            @Nullable String acknowledgedBy,
            @Nullable Instant acknowledgedAt,
            @Nullable Instant closedAt,
            @Nullable String closedBy,
            @Nullable String closedReason) {
        return new Escalation(
                id,
                missed,
                round,
                raisedAt,
                processInstanceId,
                state,
                level,
                nextRungAt,
                acknowledgedBy,
                acknowledgedAt,
                closedAt,
                closedBy,
                closedReason,
                version + 1);
    }
}

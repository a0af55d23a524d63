package org.homeward.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check of the whole trail found.
 *
 * @param sealed so many seals were checked, each with its event
 * @param retired of these, so many stand for events that were dropped with their month
 * @param unsealed so many events wait for their seal: what is done to them now is found only by their own mac
 * @param found how many findings there are; {@code findings} holds the first of them
 */
public record Verification(
        Instant at,
        Duration took,
        long sealed,
        long retired,
        long unsealed,
        @Nullable Instant oldestUnsealed,
        long checkpoints,
        long found,
        List<Finding> findings) {

    /** What is wrong with which row. */
    public record Finding(Kind kind, String row) {}

    /** Each says what somebody did, as far as a row can tell. */
    public enum Kind {
        /** a field of an event is not what its mac says */
        EVENT_CHANGED,
        /** a seal's event is not there, or its time was changed */
        EVENT_GONE,
        /** an event that neither waits nor has a seal */
        EVENT_NOT_SEALED,
        /** what waits for a seal has no event */
        WAITING_EVENT_GONE,
        /** a seal is not what its mac and the seal before say */
        SEAL_CHANGED,
        /** seals are missing between two */
        SEALS_GONE,
        /** the head says that the chain goes on, and it does not, or the other way round */
        TAIL_CHANGED,
        /** the head itself is not what its mac says */
        HEAD_CHANGED,
        /** the chain was broken before this event, and went on */
        BROKEN_BEFORE,
        CHECKPOINT_CHANGED,
        CHECKPOINT_GONE,
        RETIREMENT_CHANGED,
        /** a line kept outside does not agree with the chain */
        ANCHOR_DIFFERS
    }

    public boolean isIntact() {
        return found == 0;
    }
}

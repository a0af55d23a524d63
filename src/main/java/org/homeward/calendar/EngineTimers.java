package org.homeward.calendar;

import java.time.Instant;

/** Move the alarms that the engine holds for a deadline. */
public interface EngineTimers {

    /**
     * Moves the task and the waiting timer of one engine scope that were set to {@code from}, in the caller's
     * transaction; a timer that has fired is set again when {@code to} lies ahead.
     *
     * @return whether a timer waits now
     */
    boolean move(String executionId, Instant from, Instant to);
}

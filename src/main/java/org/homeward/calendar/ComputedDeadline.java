package org.homeward.calendar;

import java.time.Instant;

/**
 * Hold a computed deadline.
 *
 * @param due what the rule demands; the end of a day is its last second, which people read as 23:59
 * @param workBy the last moment the owning team is there with room to act, never after {@code due} nor before the
 *     anchor; an opening opens then
 * @param reason the derivation in plain words
 */
public record ComputedDeadline(Instant due, Instant workBy, String reason) {}

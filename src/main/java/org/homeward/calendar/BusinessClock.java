package org.homeward.calendar;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Tell the time that deadlines and the engine run on.
 *
 * <p>In demo and test it can be shifted, on one node, so that thirty days pass in seconds; it keeps ticking. Elsewhere
 * it is the system's time and refuses to be shifted. Sessions, drafts, outbox and audit use the bean {@code
 * systemClock}.
 */
public class BusinessClock extends Clock {

    private final Clock system;
    private final boolean shiftable;
    private final Consumer<Duration> keep;
    private final List<Consumer<Instant>> listeners = new CopyOnWriteArrayList<>();
    private volatile Duration offset;

    /**
     * @param offset what an earlier run left
     * @param keep stores a new offset before it takes effect
     */
    BusinessClock(Clock system, boolean shiftable, Duration offset, Consumer<Duration> keep) {
        if (!shiftable && !offset.isZero()) {
            throw new IllegalStateException("The clock of this database is shifted by " + offset
                    + ": it served a demo or a test. Only homeward.clock.shiftable=true may run on it.");
        }
        this.system = system;
        this.shiftable = shiftable;
        this.offset = offset;
        this.keep = keep;
    }

    @Override
    public Instant instant() {
        return system.instant().plus(offset);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        BusinessClock clock = this;
        return new Clock() {
            @Override
            public Instant instant() {
                return clock.instant();
            }

            @Override
            public ZoneId getZone() {
                return zone;
            }

            @Override
            public Clock withZone(ZoneId other) {
                return clock.withZone(other);
            }
        };
    }

    public boolean shiftable() {
        return shiftable;
    }

    public Duration offset() {
        return offset;
    }

    /** Moves time on to the given moment; a moment that has passed changes nothing. Answers the time it is then. */
    public synchronized Instant advanceTo(Instant moment) {
        Duration ahead = Duration.between(instant(), moment);
        return ahead.isNegative() || ahead.isZero() ? refuseUnlessShiftable() : shift(ahead);
    }

    /** Shifts time by so much, back too, on top of earlier shifts. Answers the time it is then. */
    public synchronized Instant shift(Duration by) {
        refuseUnlessShiftable();
        Duration target = offset.plus(by).truncatedTo(ChronoUnit.MILLIS);
        // rounded up, so that a job due at the moment asked for is due
        Duration wanted = target.equals(offset.plus(by)) ? target : target.plusMillis(1);
        keep.accept(wanted);
        offset = wanted;
        Instant now = instant();
        listeners.forEach(listener -> listener.accept(now));
        return now;
    }

    /** Calls the listener with the new time after each shift, on the thread that shifts. */
    public void onShift(Consumer<Instant> listener) {
        listeners.add(listener);
    }

    private Instant refuseUnlessShiftable() {
        if (!shiftable) {
            throw new IllegalStateException("The business clock can be shifted in demo and test only");
        }
        return instant();
    }
}

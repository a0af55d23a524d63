package org.homeward.worklist;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Service;

/** Why a task is on the list now, in words, and how long until it is late. */
@Service
public class WhyNow {

    private final java.time.Clock clock;
    private final org.springframework.beans.factory.ObjectProvider<ClockWords> clocks;

    WhyNow(java.time.Clock clock, org.springframework.beans.factory.ObjectProvider<ClockWords> clocks) {
        this.clock = clock;
        this.clocks = clocks;
    }

    /** One clock of a task, explained. */
    public record Clock(String label, Instant due, Instant workBy, String reason) {}

    /** The derivation of a task's deadline in plain words; bound to the calendar. */
    public interface ClockWords {
        List<Clock> of(WorkItem item);
    }

    public List<Clock> clocks(WorkItem item) {
        ClockWords words = clocks.getIfAvailable();
        return words == null ? List.of() : words.of(item);
    }

    public String words(WorkItem item) {
        return clocks(item).stream().findFirst().map(Clock::reason).orElse(item.title());
    }

    public boolean overdue(WorkItem item) {
        return item.workBy().isBefore(clock.instant());
    }

    /** "3 h 20 min left" or "2 days late". */
    public String timeToBreach(WorkItem item) {
        Duration left = Duration.between(clock.instant(), item.workBy());
        return left.isNegative() ? span(left.negated()) + " late" : span(left) + " left";
    }

    private static String span(Duration span) {
        if (span.toHours() >= 48) {
            return span.toDays() + " days";
        }
        if (span.toHours() >= 1) {
            return span.toHours() + " h " + span.toMinutesPart() + " min";
        }
        return Math.max(1, span.toMinutes()) + " min";
    }
}

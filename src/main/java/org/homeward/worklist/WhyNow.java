package org.homeward.worklist;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.homeward.calendar.Deadlines;
import org.springframework.stereotype.Service;

/** How long until a task is late, and the clock behind it, explained. */
@Service
public class WhyNow {

    private final Clock clock;
    private final Deadlines deadlines;

    WhyNow(Clock clock, Deadlines deadlines) {
        this.clock = clock;
        this.deadlines = deadlines;
    }

    /** One clock of a task: what the rule demands, the last staffed time before, and why, in words. */
    public record Explained(String label, Instant due, Instant workBy, String reason) {}

    public List<Explained> clocks(WorkItem item) {
        return deadlines.ofExecution(item.executionId()).stream()
                .map(deadline -> new Explained(item.title(), deadline.due(), deadline.workBy(), deadline.reason()))
                .toList();
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

package org.homeward.calendar;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Hold a stretch of time, both ends included. */
record Span(Instant from, Instant to) {

    Duration length() {
        return Duration.between(from, to);
    }

    boolean contains(Instant instant) {
        return !instant.isBefore(from) && !instant.isAfter(to);
    }

    /** Sorted, without overlaps, cut to the given bounds; empty stretches are gone. */
    static List<Span> tidy(List<Span> spans, Instant from, Instant to) {
        List<Span> tidy = new ArrayList<>();
        for (Span span : spans.stream().sorted(Comparator.comparing(Span::from)).toList()) {
            Span cut = new Span(later(span.from, from), earlier(span.to, to));
            if (!cut.from.isBefore(cut.to)) {
                continue;
            }
            Span last = tidy.isEmpty() ? null : tidy.get(tidy.size() - 1);
            if (last != null && !cut.from.isAfter(last.to)) {
                tidy.set(tidy.size() - 1, new Span(last.from, later(last.to, cut.to)));
            } else {
                tidy.add(cut);
            }
        }
        return tidy;
    }

    /** The stretches that lie in both lists, each list tidy. */
    static List<Span> both(List<Span> some, List<Span> others) {
        List<Span> both = new ArrayList<>();
        for (Span one : some) {
            for (Span other : others) {
                Span common = new Span(later(one.from, other.from), earlier(one.to, other.to));
                if (common.from.isBefore(common.to)) {
                    both.add(common);
                }
            }
        }
        return both;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}

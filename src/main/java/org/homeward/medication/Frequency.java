package org.homeward.medication;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hold how often a medicine is taken.
 *
 * @param rate how many times in how many hours; null when only "as needed" or "once" is said
 * @param timing parts of the day that are named: morning, noon, evening, bedtime, meals
 * @param once a single dose
 * @param days for how many days, where it ends
 */
public record Frequency(
        @Nullable Rate rate,
        boolean asNeeded,
        Set<String> timing,
        boolean once,
        @Nullable Integer days) {

    /** Says at least and at most how many times a day: every 6 to 8 hours is 3 to 4. */
    public record Rate(BigDecimal lowPerDay, BigDecimal highPerDay) {

        static Rate of(BigDecimal timesLow, BigDecimal timesHigh, BigDecimal hoursLow, BigDecimal hoursHigh) {
            BigDecimal day = BigDecimal.valueOf(24);
            return new Rate(
                    timesLow.multiply(day).divide(hoursHigh, MathContext.DECIMAL64),
                    timesHigh.multiply(day).divide(hoursLow, MathContext.DECIMAL64));
        }

        boolean sameAs(Rate other) {
            return lowPerDay.compareTo(other.lowPerDay) == 0 && highPerDay.compareTo(other.highPerDay) == 0;
        }
    }

    public Frequency {
        timing = Set.copyOf(timing);
    }

    boolean sameAs(Frequency other) {
        boolean sameRate = rate == null ? other.rate == null : other.rate != null && rate.sameAs(other.rate);
        return sameRate
                && asNeeded == other.asNeeded
                && once == other.once
                && agrees(timing, other.timing)
                && (days == null || other.days == null || days.equals(other.days));
    }

    // a list that names no part of the day does not contradict one that does
    private static boolean agrees(Set<String> one, Set<String> another) {
        return one.isEmpty() || another.isEmpty() || one.equals(another);
    }
}

package org.homeward.risk;

/** Hold the lowest and the highest value a score can have, given what is known; equal when nothing is missing. */
public record ScoreRange(int min, int max) {

    public ScoreRange {
        if (min > max) {
            throw new IllegalArgumentException("A range from " + min + " down to " + max);
        }
    }

    public boolean exact() {
        return min == max;
    }

    public boolean contains(ScoreRange other) {
        return min <= other.min && other.max <= max;
    }

    @Override
    public String toString() {
        return exact() ? Integer.toString(min) : min + " to " + max;
    }
}

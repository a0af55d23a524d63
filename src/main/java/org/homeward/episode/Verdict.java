package org.homeward.episode;

/**
 * Say what is to become of an accepted discharge, and why.
 *
 * @param reason in plain words, without patient data
 * @param rule the row of the decision table, or who decided
 * @param source where the rule comes from
 * @param flags what the rule wants people to see, separated by commas: {@code planned}, {@code no-call}; may be empty
 */
public record Verdict(Decision decision, String reason, String rule, String source, String flags) {

    public enum Decision {
        START,
        WATCH,
        TRIAGE,
        NONE
    }
}

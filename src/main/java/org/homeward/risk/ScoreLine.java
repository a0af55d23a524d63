package org.homeward.risk;

/**
 * Explain one part of a score.
 *
 * @param score LACE or HOSPITAL
 * @param part its code in the decision table, for example {@code L}
 * @param text for people, for example "L 5 days → 4"
 * @param rule the row of the decision table; of the highest value when the input is missing
 * @param source where that row comes from
 * @param verified whether a clinician has checked the row against its source
 */
public record ScoreLine(
        String score, String part, String text, ScoreRange points, String rule, String source, boolean verified) {}

package org.homeward.risk;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Hold both scores, the tier they lead to, and how.
 *
 * @param tier read from the upper end of each score, so that a missing input never lowers it
 * @param tierReason the row that decided, in words
 * @param tierSource where that row comes from
 * @param tierVerified whether a clinician has checked that row against its source
 * @param missing what would make the ranges single values, in the order of the score sheets
 */
public record RiskScore(
        ScoreRange lace,
        ScoreRange hospital,
        RiskTier tier,
        String tierReason,
        String tierSource,
        boolean tierVerified,
        List<RiskInput> missing,
        List<ScoreLine> lines) {

    public RiskScore {
        missing = List.copyOf(missing);
        lines = List.copyOf(lines);
    }

    public boolean complete() {
        return missing.isEmpty();
    }

    /** The sources that no clinician has checked; screens say so. */
    public Set<String> unverifiedSources() {
        Set<String> sources = lines.stream()
                .filter(line -> !line.verified())
                .map(ScoreLine::source)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!tierVerified) {
            sources.add(tierSource);
        }
        return sources;
    }
}

package org.homeward.calendar;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Supply the terms of a rule; implemented over the decision table {@code transition-deadlines}. */
public interface DeadlineTerms {

    /** The terms in force at {@code asOf} for this tier, all of them; fails for a rule nobody has written down. */
    RuleTerms termsFor(String rule, @Nullable String riskTier, Instant asOf);
}

package org.homeward.risk;

/** Say how closely a transition is followed. The order counts: a later one is a higher risk. */
public enum RiskTier {
    LOW,
    MODERATE,
    HIGH;

    public boolean isAbove(RiskTier other) {
        return compareTo(other) > 0;
    }
}

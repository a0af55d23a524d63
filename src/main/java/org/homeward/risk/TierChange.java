package org.homeward.risk;

/** Answer whether a person may set another tier. */
public sealed interface TierChange {

    record Changed(RiskAssessment assessment) implements TierChange {}

    record Refused(Reason reason) implements TierChange {}

    enum Reason {
        NOTHING_ASSESSED("There is no assessment to change."),
        NO_REASON("Say why."),
        REASON_TOO_LONG("The reason is limited to 500 characters."),
        NOT_A_CHANGE("This is the tier already."),
        MAY_NOT_RAISE("A tier is raised by a nurse, a care manager or a clinician."),
        MAY_NOT_LOWER("A tier is lowered by a care manager or a clinician.");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }
}

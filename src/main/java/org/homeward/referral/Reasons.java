package org.homeward.referral;

/** Why a conversation or a whole loop came to an end, in the words that people who seek help know. */
public final class Reasons {

    private Reasons() {}

    /** Why the other side says no. */
    public enum Decline {
        NO_CAPACITY("no capacity"),
        WAITLIST("waiting list only"),
        NOT_ELIGIBLE("the patient is not eligible"),
        COULD_NOT_CONTACT("could not contact the patient"),
        NO_LONGER_INTERESTED("the patient is no longer interested"),
        GOT_HELP("the patient got help elsewhere"),
        WRONG_SERVICE("not what they offer"),
        OTHER("another reason");

        private final String words;

        Decline(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** Why nobody follows the referral any more. */
    public enum Closing {
        LOOP_CLOSED("outcome received, reviewed and told"),
        GOT_HELP("the patient got help elsewhere"),
        COULD_NOT_CONTACT("could not contact the patient"),
        NO_LONGER_INTERESTED("the patient is no longer interested"),
        CONSENT_REFUSED("the patient does not consent"),
        NOT_ELIGIBLE("the patient is not eligible anywhere"),
        NO_PROVIDER("nobody has capacity"),
        NOT_NEEDED("no longer needed"),
        HANDED_OFF("somebody else follows it"),
        SETTLED_OTHERWISE("settled elsewhere"),
        NO_LONGER_ORDERED("no longer ordered");

        private final String words;

        Closing(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }

        /** What the patient decided, as against what came of it. */
        boolean isPatientsNo() {
            return this == NO_LONGER_INTERESTED || this == CONSENT_REFUSED;
        }
    }
}

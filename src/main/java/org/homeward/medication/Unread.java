package org.homeward.medication;

/**
 * Say what of an entry was not understood, and why a person must look at it.
 *
 * @param words what stands there, as received
 */
public record Unread(Reason reason, String words) {

    public enum Reason {
        EMPTY("nothing is written"),
        TOO_LONG("the text is too long to be a medicine"),
        NAME_UNKNOWN("no medicine of the vocabulary is named"),
        NAME_NOT_FULLY_READ("there are words besides the medicine that may mean something"),
        SEVERAL_MEDICINES("more than one medicine is named"),
        CODE_AND_NAME_DISAGREE("code and name are different medicines"),
        UNCLEAR_WORDING("the wording may turn the meaning: stopped, held, changed on a condition"),
        STRENGTH_NOT_READ("the strength is not understood"),
        FORM_NOT_READ("the form is not understood"),
        ROUTE_NOT_READ("the route is not understood"),
        DOSE_NOT_READ("the dose is not understood"),
        DOSE_NOT_POSITIVE("the dose is zero, negative or turned round"),
        FREQUENCY_NOT_READ("the frequency is not understood"),
        STRENGTH_NOT_STATED("tablets are counted, but not how strong they are"),
        DOSE_NOT_STATED("no dose is stated"),
        FREQUENCY_NOT_STATED("no frequency is stated");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** In words, for a person. */
        public String words() {
            return words;
        }

        /** Whether it is not even known which medicine is meant. */
        boolean aboutTheName() {
            return compareTo(UNCLEAR_WORDING) <= 0;
        }
    }
}

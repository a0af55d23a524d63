package org.homeward.console;

/** There is no such thing for this person: never was, or it stands behind another team's wall. */
final class NotThere extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotThere() {
        super("not there", null, false, false);
    }
}

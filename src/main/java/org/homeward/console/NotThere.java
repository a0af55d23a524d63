package org.homeward.console;

/** There is no such thing for this person: never was, or it stands behind another team's wall. */
final class NotThere extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Whether this person had opened it for a while, and so learns nothing from being told that it is over. */
    private final boolean wasOpen;

    NotThere() {
        this(false);
    }

    private NotThere(boolean wasOpen) {
        super("not there", null, false, false);
        this.wasOpen = wasOpen;
    }

    static NotThere anyMore() {
        return new NotThere(true);
    }

    boolean wasOpen() {
        return wasOpen;
    }
}

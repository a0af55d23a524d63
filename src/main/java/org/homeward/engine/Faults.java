package org.homeward.engine;

/** A fault in words that cannot hold patient data: exception classes and code places, no messages. */
public final class Faults {

    private static final int PLACES = 12;

    private Faults() {}

    public static String describe(Throwable fault) {
        StringBuilder words = new StringBuilder();
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            words.append(cause.getClass().getName());
            StackTraceElement[] trace = cause.getStackTrace();
            for (int i = 0; i < Math.min(PLACES, trace.length); i++) {
                words.append("\n    at ").append(trace[i]);
            }
            words.append('\n');
        }
        return words.toString();
    }
}

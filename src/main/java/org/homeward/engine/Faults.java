package org.homeward.engine;

import java.sql.SQLTransactionRollbackException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.springframework.dao.ConcurrencyFailureException;

/** What a fault is, in words that cannot hold patient data: exception classes and code places, no messages. */
public final class Faults {

    private static final int PLACES = 12;

    private Faults() {}

    /** What somebody is told who was second: all was rolled back, and what the first one did stands. */
    public static final String FASTER = "Somebody else changed this at the same moment. Reload and look.";

    /** Whether somebody was second: they lost a version, a lock or a deadlock, which all mean the same to a person. */
    public static boolean raced(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof OptimisticLockingException
                    || cause instanceof ConcurrencyFailureException
                    || cause instanceof SQLTransactionRollbackException) {
                return true;
            }
        }
        return false;
    }

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

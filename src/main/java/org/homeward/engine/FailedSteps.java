package org.homeward.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.impl.cmd.DefaultJobRetryCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.jobexecutor.FailedJobCommandFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What fails in a job the engine keeps with the job, and logs, message and all: a message may quote a patient. It keeps
 * and logs the kinds of the exceptions and where they arose instead, as the inbox does.
 */
final class FailedSteps implements FailedJobCommandFactory {

    private static final Logger log = LoggerFactory.getLogger(FailedSteps.class);
    private static final int MOST = 8;

    /** Without the words of what happened. */
    static final class StepFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StepFailed(Throwable failure, String correlation) {
            super(kinds(failure) + " [" + correlation + "]");
            setStackTrace(failure.getStackTrace());
        }

        private static String kinds(Throwable failure) {
            List<String> kinds = new ArrayList<>();
            for (Throwable cause = failure; cause != null && kinds.size() < MOST; cause = cause.getCause()) {
                kinds.add(cause.getClass().getSimpleName());
            }
            return String.join(" < ", kinds);
        }
    }

    @Override
    public Command<Object> getCommand(String jobId, Throwable exception) {
        String correlation = UUID.randomUUID().toString().substring(0, 8);
        StepFailed failed = new StepFailed(exception, correlation);
        log.warn("A step failed and is tried again, job {} [{}]: {}", jobId, correlation, Faults.describe(exception));
        return new DefaultJobRetryCmd(jobId, failed);
    }
}

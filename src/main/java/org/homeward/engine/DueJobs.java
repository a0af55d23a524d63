package org.homeward.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.runtime.Job;
import org.springframework.stereotype.Component;

/**
 * Runs the engine's jobs in the order of their due dates while time is moved on, each at its own time, with the job
 * executor paused: thirty days in seconds, for demo and test.
 */
@Component
public class DueJobs {

    private static final int BATCH = 100;
    private static final int MOST_RACES = 20;

    private final ManagementService management;
    private final JobExecutor executor;

    DueJobs(ProcessEngine engine) {
        this.management = engine.getManagementService();
        this.executor =
                ((ProcessEngineImpl) engine).getProcessEngineConfiguration().getJobExecutor();
    }

    /** When the next job that is not due yet falls due. */
    public Optional<Instant> nextDue() {
        return management
                .createJobQuery()
                .active()
                .withRetriesLeft()
                .timers()
                .orderByJobDuedate()
                .asc()
                .listPage(0, 1)
                .stream()
                .findFirst()
                .map(job -> job.getDuedate().toInstant());
    }

    /**
     * Runs everything that falls due until the given moment, and leaves time there.
     *
     * @param advance moves the business clock on to a moment
     * @return how many jobs ran
     */
    public synchronized int runUntil(Instant until, Consumer<Instant> advance) {
        boolean paused = executor.isActive();
        if (paused) {
            executor.shutdown();
        }
        try {
            int ran = runDue();
            for (Optional<Instant> next = nextDue();
                    next.isPresent() && !next.get().isAfter(until);
                    next = nextDue()) {
                advance.accept(next.get());
                int now = runDue();
                if (now == 0) {
                    break;
                }
                ran += now;
            }
            advance.accept(until);
            return ran + runDue();
        } finally {
            if (paused) {
                executor.start();
            }
        }
    }

    /** Runs what is due now, until nothing is. */
    public int runDue() {
        int ran = 0;
        int races = 0;
        List<Job> due;
        do {
            due = management
                    .createJobQuery()
                    .active()
                    .withRetriesLeft()
                    .executable()
                    .orderByJobDuedate()
                    .asc()
                    .listPage(0, BATCH);
            for (Job job : due) {
                try {
                    management.executeJob(job.getId());
                    ran++;
                } catch (OptimisticLockingException raced) {
                    // the executor had just taken it: the next round finds it, if it is still there
                    if (++races > MOST_RACES) {
                        throw raced;
                    }
                } catch (ProcessEngineException failed) {
                    if (stillThere(job)) {
                        throw failed;
                    }
                    // an earlier job of this round took its reason away
                    ran++;
                }
            }
        } while (!due.isEmpty());
        return ran;
    }

    private boolean stillThere(Job job) {
        return management.createJobQuery().jobId(job.getId()).count() > 0;
    }
}

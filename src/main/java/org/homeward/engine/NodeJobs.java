package org.homeward.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.cmd.AcquireJobsCmd;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.impl.jobexecutor.AcquiredJobs;
import org.camunda.bpm.engine.impl.jobexecutor.ExecuteJobsRunnable;
import org.camunda.bpm.engine.impl.jobexecutor.JobFailureCollector;
import org.camunda.bpm.engine.impl.persistence.entity.AcquirableJobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.spring.components.jobexecutor.SpringJobExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * This node's share of the engine's jobs. A stock executor counts a failed attempt after it, so that a job that ends its
 * JVM is never counted and comes back for ever; and a node that is told to stop leaves what it holds to its locks.
 *
 * <p>A job that still carries the lock of another taking may have ended its node. Only such a job is counted before
 * each further attempt, one at a time on each node, and given up as an incident once it has taken {@value #DEATHS} nodes
 * along; all others cost one look for each batch. The first thing that ends in a node that stops is this: nothing more is
 * taken, every lock on what has not begun is released, and what is under way gets {@link #PATIENCE}.
 */
final class NodeJobs extends SpringJobExecutor implements SmartLifecycle {

    /** The first one nobody could count: the job looked like any other. */
    static final int DEATHS = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Logger log = LoggerFactory.getLogger(NodeJobs.class);

    private final JobAttempts attempts;
    private final Set<String> cameBack = ConcurrentHashMap.newKeySet();
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    /** Of two at once, the harmless one would be counted with the other. */
    private final ReentrantLock suspects = new ReentrantLock();

    NodeJobs(JobAttempts attempts) {
        this.attempts = attempts;
    }

    @Override
    protected void ensureInitialization() {
        super.ensureInitialization();
        setAcquireJobsCmdFactory(most -> new AcquireJobsCmd(this, most) {
            private final List<String> stillAt = new ArrayList<>();

            @Override
            protected void lockJob(AcquirableJobEntity job) {
                // one that outlives its lock here is not taken anew: what it does could then not be saved
                if (underWay.contains(job.getId())) {
                    stillAt.add(job.getId());
                } else {
                    super.lockJob(job);
                }
            }

            @Override
            public AcquiredJobs execute(CommandContext context) {
                AcquiredJobs taken = super.execute(context);
                stillAt.forEach(taken::removeJobId);
                // the new locks are written when this command ends: the old ones are still there
                cameBack.addAll(attempts.held(
                        taken.getJobIdBatches().stream().flatMap(List::stream).toList()));
                return taken;
            }
        });
    }

    @Override
    public Runnable getExecuteJobsRunnable(List<String> jobs, ProcessEngineImpl engine) {
        return new ExecuteJobsRunnable(jobs, engine) {
            @Override
            protected void executeJob(String job, CommandExecutor commands, JobFailureCollector failures) {
                if (!underWay.add(job)) {
                    return;
                }
                try {
                    if (!isActive()) {
                        // the executor was stopped since this thread looked, and may not have seen the job under way
                        unlockJob(job, commands);
                    } else if (cameBack.remove(job)) {
                        executeSuspect(job, commands, failures);
                    } else {
                        super.executeJob(job, commands, failures);
                    }
                } finally {
                    underWay.remove(job);
                }
            }

            private void executeSuspect(String job, CommandExecutor commands, JobFailureCollector failures) {
                suspects.lock();
                try {
                    if (attempts.begin(job) >= DEATHS - 1) {
                        // the count stays: tried again by hand, it may end one node more and not three
                        log.error("Job {} ended {} nodes and is given up", job, DEATHS);
                        commands.execute(context -> giveUp(context, job));
                        return;
                    }
                    try {
                        super.executeJob(job, commands, failures);
                    } finally {
                        attempts.end(job);
                    }
                } finally {
                    suspects.unlock();
                }
            }
        };
    }

    private static Object giveUp(CommandContext context, String job) {
        JobEntity found = context.getJobManager().findJobById(job);
        if (found != null) {
            found.setRetries(0);
            found.unlock();
        }
        return job;
    }

    @Override
    public synchronized void shutdown() {
        boolean active = isActive();
        super.shutdown();
        if (active) {
            cameBack.clear();
            attempts.release(getLockOwner(), Set.copyOf(underWay));
            awaitWhatIsUnderWay();
            // what that began and left to the same thread
            attempts.release(getLockOwner(), Set.copyOf(underWay));
        }
    }

    private void awaitWhatIsUnderWay() {
        long until = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!underWay.isEmpty() && System.nanoTime() < until) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The starter begins it when the application has started. */
    @Override
    public boolean isAutoStartup() {
        return false;
    }

    @Override
    public boolean isRunning() {
        return isActive();
    }

    @Override
    public void stop() {
        shutdown();
    }
}

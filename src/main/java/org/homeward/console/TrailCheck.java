package org.homeward.console;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.homeward.audit.Trail;
import org.homeward.audit.Verification;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** One check of the audit trail at a time on this node, beside the request that asked for it. */
@Component
class TrailCheck implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(TrailCheck.class);

    /** How far a check is, or how it ended. */
    record State(
            boolean running,
            long reached,
            long of,
            @Nullable Verification last,
            boolean failed) {}

    private final Trail trail;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "trail-check");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile State state = new State(false, 0, 0, null, false);

    TrailCheck(Trail trail) {
        this.trail = trail;
    }

    /** Begins one; false while another goes on. */
    boolean begin(String by) {
        if (!running.compareAndSet(false, true)) {
            return false;
        }
        state = new State(true, 0, 0, null, false);
        worker.execute(() -> {
            try {
                Verification found =
                        trail.verify(by, (reached, of) -> state = new State(true, reached, of, null, false));
                state = new State(false, found.sealed(), found.sealed(), found, false);
            } catch (RuntimeException e) {
                log.error("The check of the audit trail did not end", e);
                state = new State(false, 0, 0, null, true);
            } finally {
                running.set(false);
            }
        });
        return true;
    }

    State state() {
        return state;
    }

    @Override
    public void destroy() {
        worker.shutdownNow();
    }
}

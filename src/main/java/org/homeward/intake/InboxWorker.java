package org.homeward.intake;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.homeward.intake.InboxStore.MessageId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Applies what the inbox holds: in order of arrival, one patient's messages one after the other, on any number of nodes
 * at once.
 *
 * <p>Two transactions for each attempt. The first counts it and leases the message; it commits, so that a message that
 * kills its worker uses up its attempts all the same. The second locks the message, applies it and marks it applied:
 * both or neither. The lock says that a worker lives; the lease only bridges the moment between the two.
 */
@Component
public class InboxWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(InboxWorker.class);

    /**
     * MySQL: deadlock and lock wait; MariaDB: record has changed since last read; both: a unique key that somebody took at
     * the same moment, whose row the next try finds.
     */
    private static final Set<Integer> PASSING = Set.of(1213, 1205, 1020, 1062);

    private static final String GUARD_OF_WRITES = "org.homeward.operation.TransactionalJdbcTemplate";

    private static final int TRIES_AT_PASSING = 5;
    private static final List<Duration> WAITS = List.of(Duration.ofSeconds(1), Duration.ofSeconds(4));

    private final InboxStore store;
    private final Inbox inbox;
    private final IntakeProperties properties;
    private final TransactionOperations transactions;
    private final Clock clock;
    private final Semaphore wake = new Semaphore(0);
    private volatile @Nullable Thread thread;
    private volatile boolean running;

    InboxWorker(
            InboxStore store,
            Inbox inbox,
            IntakeProperties properties,
            TransactionOperations transactions,
            Clock clock) {
        this.store = store;
        this.inbox = inbox;
        this.properties = properties;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Thrown to undo what a handler wrote before it saw that a person must decide. */
    private static final class PutAside extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String reason;

        PutAside(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }

    /** Applies everything that is due now, and returns how many attempts that took. */
    public int drain() {
        return drain(() -> true);
    }

    private int drain(BooleanSupplier goesOn) {
        int attempts = 0;
        while (goesOn.getAsBoolean()) {
            List<MessageId> batch = take();
            if (batch.isEmpty()) {
                break;
            }
            attempts += batch.size();
            apply(batch.stream()
                    .filter(message -> message.attempts() <= IntakeProperties.ATTEMPTS)
                    .toList());
        }
        return attempts;
    }

    /** Counts an attempt at each of the next messages; one that never came back three times is put aside instead. */
    private List<MessageId> take() {
        return Objects.requireNonNull(transactions.execute(status -> {
            Instant lease = clock.instant().plus(properties.lease());
            List<MessageId> taken = new ArrayList<>();
            for (MessageId next : aloneIfTriedBefore(store.lockNext(properties.batch()))) {
                if (next.attempts() >= IntakeProperties.ATTEMPTS) {
                    String correlation = correlationId();
                    log.error("Inbox message {} never came back from its attempts [{}]", next.id(), correlation);
                    store.quarantine(next, "attempts-exhausted", null, correlation);
                    taken.add(new MessageId(next.id(), next.attempts() + 1));
                } else {
                    store.beginAttempt(next.id(), lease);
                    taken.add(new MessageId(next.id(), next.attempts() + 1));
                }
            }
            return taken;
        }));
    }

    /** What may have ended the JVM takes no other message along with it. */
    private static List<MessageId> aloneIfTriedBefore(List<MessageId> next) {
        for (int i = 0; i < next.size(); i++) {
            if (next.get(i).attempts() > 0) {
                return i == 0 ? next.subList(0, 1) : next.subList(0, i);
            }
        }
        return next;
    }

    /**
     * Applies several messages in one transaction. Where one of them fails, nothing of the transaction can be saved, and
     * a failure at commit does not say whose it was: the halves are tried apart, in the end each message alone.
     */
    private void apply(List<MessageId> batch) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            retryingWhatPasses(() -> transactions.executeWithoutResult(status -> batch.forEach(this::applyOne)));
        } catch (PutAside decided) {
            if (batch.size() > 1) {
                bisect(batch);
            } else {
                putAside(batch.get(0), decided.reason, null, null);
            }
        } catch (Throwable failure) {
            // also errors: a message that overflows the stack must not end the worker
            if (batch.size() > 1) {
                bisect(batch);
            } else {
                failed(batch.get(0), failure);
            }
        }
    }

    private void bisect(List<MessageId> batch) {
        int middle = batch.size() / 2;
        apply(batch.subList(0, middle));
        apply(batch.subList(middle, batch.size()));
    }

    private void applyOne(MessageId taken) {
        Optional<InboxMessage> found = store.lockForApplying(taken);
        if (found.isEmpty()) {
            return;
        }
        InboxMessage message = found.get();
        HandlingResult result = inbox.handler(message.kind()).apply(message);
        if (result instanceof HandlingResult.PutAside aside) {
            throw new PutAside(aside.reason());
        } else if (result instanceof HandlingResult.DuplicateOf duplicate) {
            store.duplicate(message.id(), duplicate.messageId());
        } else if (result instanceof HandlingResult.Applied applied) {
            store.applied(message.id(), applied);
            if (message.replayed()) {
                store.releaseWaitingFor(message.id());
            }
        }
    }

    private void failed(MessageId message, Throwable failure) {
        String correlation = correlationId();
        String kinds = kinds(failure);
        // the kinds of exceptions and where they arose, never their words: those may quote the patient
        log.error(
                "Inbox message {}, attempt {} failed [{}]: {} at {}",
                message.id(),
                message.attempts(),
                correlation,
                kinds,
                where(failure));
        if (message.attempts() >= IntakeProperties.ATTEMPTS) {
            putAside(message, "could-not-be-applied", kinds, correlation);
        } else {
            Instant next = clock.instant().plus(WAITS.get(message.attempts() - 1));
            transactions.executeWithoutResult(status -> store.failed(message, next, kinds, correlation));
        }
    }

    private void putAside(MessageId message, String reason, @Nullable String error, @Nullable String correlation) {
        log.warn("Inbox message {} is in quarantine: {}", message.id(), reason);
        transactions.executeWithoutResult(status -> store.quarantine(message, reason, error, correlation));
    }

    private static void retryingWhatPasses(Runnable work) {
        for (int tries = 1; ; tries++) {
            try {
                work.run();
                return;
            } catch (RuntimeException e) {
                if (tries == TRIES_AT_PASSING || !passes(e)) {
                    throw e;
                }
                pause(ThreadLocalRandom.current().nextLong(5, 20L * tries + 10));
            }
        }
    }

    private static boolean passes(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && PASSING.contains(sql.getErrorCode())) {
                return true;
            }
        }
        return false;
    }

    private static String kinds(Throwable failure) {
        List<String> names = new ArrayList<>();
        for (Throwable cause = failure; cause != null && names.size() < 5; cause = cause.getCause()) {
            String name = cause.getClass().getSimpleName();
            names.add(cause instanceof SQLException sql ? name + " " + sql.getErrorCode() : name);
        }
        String kinds = String.join(" < ", names);
        return kinds.substring(0, Math.min(kinds.length(), 200));
    }

    /** The first of our own lines that says which store or handler it was; every write passes the guard. */
    static String where(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
            root = root.getCause();
        }
        for (StackTraceElement frame : root.getStackTrace()) {
            if (frame.getClassName().startsWith("org.homeward.")
                    && !frame.getClassName().startsWith(GUARD_OF_WRITES)) {
                return frame.toString();
            }
        }
        return root.getStackTrace().length == 0 ? "unknown" : root.getStackTrace()[0].toString();
    }

    private static String correlationId() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(InboxMessage.Received received) {
        wake.release();
    }

    private void run() {
        while (running) {
            try {
                wake.drainPermits();
                int unused = drain(() -> running);
            } catch (Throwable e) {
                // the database is away, most likely; messages wait in it, and senders are told so. Whatever it is, a
                // thread that ended here would leave the node taking in what it never applies
                log.error("The inbox cannot be read: {}", kinds(e));
                pause(1_000);
            }
            try {
                boolean unused = wake.tryAcquire(properties.poll().toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a worker that should run does. */
    boolean alive() {
        Thread current = thread;
        return !running || current != null && current.isAlive();
    }

    @Override
    public boolean isAutoStartup() {
        return properties.worker();
    }

    @Override
    public synchronized void start() {
        if (running) {
            return;
        }
        running = true;
        Thread worker = new Thread(this::run, "inbox");
        worker.setDaemon(true);
        worker.start();
        thread = worker;
    }

    /** Finishes the message under way; nothing is taken after it. */
    @Override
    public synchronized void stop() {
        running = false;
        wake.release();
        Thread worker = thread;
        if (worker != null) {
            try {
                worker.join(Duration.ofSeconds(30).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}

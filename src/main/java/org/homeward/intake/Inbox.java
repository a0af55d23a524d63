package org.homeward.intake;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.homeward.episode.VisitKey;
import org.homeward.intake.InboxHandler.Check.Acceptable;
import org.homeward.intake.InboxHandler.Check.Unacceptable;
import org.homeward.intake.InboxMessage.State;
import org.homeward.intake.InboxStore.Routing;
import org.homeward.intake.InboxStore.Stored;
import org.homeward.intake.Receipt.Answer;
import org.homeward.intake.Receipt.Answers;
import org.homeward.intake.Receipt.Outcome;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/** Takes messages in: stored and committed before anybody is answered, each once. */
@Service
public class Inbox {

    static final String CONTROL_ID_CONFLICT = "control-id-conflict";

    /** The inbox is full; the sender should come back later. Nothing was stored. */
    public static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Full() {
            super("the inbox is full", null, false, false);
        }
    }

    private final InboxStore store;
    private final Map<String, InboxHandler> handlers;
    private final IntakeProperties properties;
    private final TransactionOperations transactions;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private volatile Backlog backlog = new Backlog(false, Long.MIN_VALUE);

    private record Backlog(boolean full, long lookedAtNanos) {}

    Inbox(
            InboxStore store,
            List<InboxHandler> handlers,
            IntakeProperties properties,
            TransactionOperations transactions,
            ApplicationEventPublisher events,
            Clock clock) {
        this.store = store;
        this.handlers = handlers.stream().collect(Collectors.toMap(InboxHandler::kind, Function.identity()));
        this.properties = properties;
        this.transactions = transactions;
        this.events = events;
        this.clock = clock;
    }

    /** Stores a delivery and returns once that is committed. */
    public Receipt receive(Delivery delivery, Answers answers) {
        if (full()) {
            throw new Full();
        }
        InboxHandler.Check check = handler(delivery.kind()).check(delivery.raw());
        DuplicateKeyException raced = null;
        for (int round = 0; round < 3; round++) {
            try {
                return Objects.requireNonNull(transactions.execute(status -> take(delivery, check, answers)));
            } catch (DuplicateKeyException e) {
                // the same key arrived twice at once: the other one is stored now and will be found
                raced = e;
            }
        }
        throw Objects.requireNonNull(raced);
    }

    @Transactional(readOnly = true)
    public Optional<MessageStatus> status(UUID id) {
        return store.status(id);
    }

    /** The visit that a message is about; empty for one that cannot be read. */
    @Transactional(readOnly = true)
    public Optional<VisitKey> visitOf(UUID id) {
        return Optional.ofNullable(store.discharged(id).visit());
    }

    /**
     * Lists messages of one state without what they hold: those that wait for something the oldest first, those that are
     * settled the newest first.
     *
     * @param after the last one of the page before
     */
    @Transactional(readOnly = true)
    public List<MessageStatus> list(State state, @Nullable UUID after, int limit) {
        int most = Math.min(limit, 200);
        return state == State.RECEIVED || state == State.QUARANTINED
                ? store.inState(state, after, most)
                : store.newest(state, after, most);
    }

    /** Replaces the answer that a repeated delivery gets, after a better one was given. */
    @Transactional
    public void answered(UUID id, Answer answer) {
        store.answered(id, answer);
    }

    InboxHandler handler(String kind) {
        InboxHandler handler = handlers.get(kind);
        if (handler == null) {
            throw new IllegalStateException("nothing handles messages of kind " + kind);
        }
        return handler;
    }

    private Receipt take(Delivery delivery, InboxHandler.Check check, Answers answers) {
        String sha256 = InboxStore.sha256(delivery.raw());
        String content = delivery.kind() + "\n" + delivery.about() + "\n" + sha256;
        String key = delivery.key() == null ? "content:" + hash(content) : "key:" + delivery.key();
        Optional<Stored> before = store.byKey(delivery.client(), key);
        if (before.isEmpty()) {
            return insert(delivery, key, sha256, check, false, answers);
        }
        if (sameContent(before.get(), delivery, sha256)) {
            return replayed(before.get());
        }
        String conflictKey = "conflict:" + hash(key + "\n" + content);
        return store.byKey(delivery.client(), conflictKey)
                .map(Inbox::replayed)
                .orElseGet(() -> insert(delivery, conflictKey, sha256, check, true, answers));
    }

    private Receipt insert(
            Delivery delivery, String key, String sha256, InboxHandler.Check check, boolean conflict, Answers answers) {
        UUID id = UuidCreator.getTimeOrderedEpoch();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (check instanceof Unacceptable bad) {
            Answer answer = answers.refused(id, bad.problems(), bad.malformed());
            store.insert(id, delivery, key, sha256, new Routing(null, null), State.REFUSED, null, now, answer);
            return new Receipt(id, Outcome.REFUSED, answer);
        }
        Routing routing =
                delivery.about() == null ? store.routing((Acceptable) check) : store.routingOf(delivery.about());
        if (conflict) {
            Answer answer = answers.conflict(id);
            store.insert(id, delivery, key, sha256, routing, State.QUARANTINED, CONTROL_ID_CONFLICT, now, answer);
            return new Receipt(id, Outcome.CONFLICT, answer);
        }
        Answer answer = answers.accepted(id, now);
        store.insert(id, delivery, key, sha256, routing, State.RECEIVED, null, now, answer);
        events.publishEvent(new InboxMessage.Received(id));
        return new Receipt(id, Outcome.ACCEPTED, answer);
    }

    private boolean full() {
        Backlog seen = backlog;
        long now = System.nanoTime();
        if (seen.lookedAtNanos() == Long.MIN_VALUE || now - seen.lookedAtNanos() > 1_000_000_000L) {
            // once a second is enough for a bound, and keeps the count off each request
            int waiting =
                    Objects.requireNonNull(transactions.execute(status -> store.waiting(properties.backlog() + 1)));
            seen = new Backlog(waiting > properties.backlog(), now);
            backlog = seen;
        }
        return seen.full();
    }

    private static boolean sameContent(Stored stored, Delivery delivery, String sha256) {
        return stored.sha256().equals(sha256)
                && stored.kind().equals(delivery.kind())
                && Objects.equals(stored.about(), delivery.about());
    }

    private static Receipt replayed(Stored stored) {
        return new Receipt(stored.id(), Outcome.REPLAYED, stored.answer());
    }

    private static String hash(String text) {
        return InboxStore.sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}

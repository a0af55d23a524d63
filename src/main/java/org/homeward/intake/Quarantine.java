package org.homeward.intake;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.homeward.audit.Audit;
import org.homeward.intake.InboxHandler.Check.Acceptable;
import org.homeward.intake.InboxHandler.Check.Unacceptable;
import org.homeward.intake.InboxMessage.State;
import org.homeward.intake.InboxStore.Routing;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lets people see what could not be applied, mend a copy of it, and send it through again. Who may see what a message
 * holds is decided by the caller.
 */
@Service
public class Quarantine {

    private final InboxStore store;
    private final Inbox inbox;
    private final ApplicationEventPublisher events;
    private final Audit audit;

    Quarantine(InboxStore store, Inbox inbox, ApplicationEventPublisher events, Audit audit) {
        this.store = store;
        this.inbox = inbox;
        this.events = events;
        this.audit = audit;
    }

    /** Keeps who changed what was sent, and why; what was sent stays as it was. */
    public record Correction(String by, Instant at, String reason, String text) {}

    /**
     * Shows a message with what it holds.
     *
     * @param raw as it was sent
     */
    public record Contents(MessageStatus status, String raw, List<Correction> corrections) {

        /** What a replay would apply. */
        public String current() {
            return corrections.isEmpty()
                    ? raw
                    : corrections.get(corrections.size() - 1).text();
        }
    }

    /** Lists what waits for a person, oldest first, without what it holds. */
    @Transactional(readOnly = true)
    public List<MessageStatus> list(@Nullable UUID after, int limit) {
        return store.inState(State.QUARANTINED, after, Math.min(limit, 200));
    }

    /** Shows one message, patient data included. */
    @Transactional(readOnly = true)
    public Optional<Contents> contents(UUID id) {
        return store.status(id)
                .map(status ->
                        new Contents(status, new String(store.raw(id), StandardCharsets.UTF_8), store.corrections(id)));
    }

    /**
     * Keeps a corrected copy that a replay will apply.
     *
     * @return what is wrong with the copy; empty when it was kept
     */
    @Transactional
    public List<FieldProblem> correct(UUID id, String corrected, String by, String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a correction says why");
        }
        if (store.lockState(id) != State.QUARANTINED) {
            throw new IllegalStateException("message " + id + " is not in quarantine");
        }
        InboxMessage message = store.message(id).orElseThrow();
        byte[] raw = corrected.getBytes(StandardCharsets.UTF_8);
        InboxHandler.Check check = inbox.handler(message.kind()).check(raw);
        if (check instanceof Unacceptable bad) {
            return bad.problems();
        }
        Routing routing =
                message.about() == null ? store.routing((Acceptable) check) : store.routingOf(message.about());
        store.correct(id, raw, routing, by, reason);
        audit.record(by, "message.corrected", "message", id.toString(), null, Map.of());
        return List.of();
    }

    /**
     * Sends a message through again.
     *
     * @return whether it was in quarantine; otherwise nothing happened, so that pressing twice is pressing once
     */
    @Transactional
    public boolean replay(UUID id, String by) {
        if (store.lockState(id) != State.QUARANTINED) {
            return false;
        }
        store.replay(id, by);
        audit.record(by, "message.replayed", "message", id.toString(), null, Map.of());
        events.publishEvent(new InboxMessage.Received(id));
        return true;
    }

    /** Decides that a message is never to be applied. */
    @Transactional
    public boolean dismiss(UUID id, String by, String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a dismissal says why");
        }
        if (store.lockState(id) != State.QUARANTINED) {
            return false;
        }
        store.dismiss(id, by, reason);
        audit.record(by, "message.dismissed", "message", id.toString(), null, Map.of());
        return true;
    }
}

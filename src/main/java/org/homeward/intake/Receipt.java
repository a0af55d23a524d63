package org.homeward.intake;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Says how a delivery was answered, after that was stored and committed.
 *
 * @param id of the stored message; of the first one when it was delivered before
 */
public record Receipt(UUID id, Outcome outcome, Answer answer) {

    public enum Outcome {
        ACCEPTED,
        REFUSED,
        /** The key was used for something else before; the message is in quarantine. */
        CONFLICT,
        /** Delivered before: the stored answer is given again. */
        REPLAYED
    }

    /** What the sender is told, kept to be told again. */
    public record Answer(int status, String body) {}

    /** Words the answers in the sender's own protocol; called before the message is stored. */
    public interface Answers {

        Answer accepted(UUID id, Instant receivedAt);

        Answer refused(UUID id, List<FieldProblem> problems, boolean malformed);

        Answer conflict(UUID id);
    }
}

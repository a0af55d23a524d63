package org.homeward.audit;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One act, as the trail keeps it.
 *
 * @param at by the system's clock, also where the business clock is shifted
 * @param actor a person's id, or {@link Audit#ITSELF}
 * @param action {@code <what>.<pastEvent>}, for example {@code task.completed}
 * @param details codes by name
 */
public record AuditEvent(
        UUID id,
        Instant at,
        String actor,
        String action,
        String objectType,
        String objectId,
        @Nullable String teamId,
        Outcome outcome,
        Map<String, String> details) {

    public enum Outcome {
        DONE,
        DENIED
    }
}

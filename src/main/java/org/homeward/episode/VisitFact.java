package org.homeward.episode;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * State one thing that happened, from whichever sender or person it came.
 *
 * @param visit the stay it concerns; null for what concerns the patient and no stay (a merge, a report of death)
 * @param patientId the patient as the sender knew them; merges are followed when facts are folded
 * @param occurredAt when it happened or was entered at its source (EVN-6, EVN-2, MSH-7): what facts are ordered by
 * @param recordedAt when it arrived here: decides between facts of the same moment, nothing else
 * @param source whom or which message it came from, for people who ask; not part of what the fact says
 */
public record VisitFact(
        UUID id,
        @Nullable VisitKey visit,
        UUID patientId,
        Instant occurredAt,
        Instant recordedAt,
        String source,
        FactPayload payload) {

    private static final Comparator<VisitFact> ORDER = Comparator.comparing(VisitFact::occurredAt)
            .thenComparing(VisitFact::recordedAt)
            .thenComparing(VisitFact::id);

    public VisitFact {
        if (visit == null && payload.type() != FactType.PATIENT_MERGED && !isAboutDeath(payload.type())) {
            throw new IllegalArgumentException("Only merges and deaths concern no visit: " + payload.type());
        }
        // the database keeps microseconds; a fact must equal its stored self
        occurredAt = occurredAt.truncatedTo(ChronoUnit.MICROS);
        recordedAt = recordedAt.truncatedTo(ChronoUnit.MICROS);
    }

    public static VisitFact of(
            @Nullable VisitKey visit,
            UUID patientId,
            FactPayload payload,
            Instant occurredAt,
            Instant recordedAt,
            String source) {
        return new VisitFact(
                UuidCreator.getTimeOrderedEpoch(), visit, patientId, occurredAt, recordedAt, source, payload);
    }

    public FactType type() {
        return payload.type();
    }

    /** What was said, however often and by whichever way it arrived: equal contents are one fact. */
    Content content() {
        return new Content(visit, patientId, occurredAt, payload);
    }

    /** The facts in the order in which they happened, each once. */
    static List<VisitFact> history(Collection<VisitFact> facts) {
        var once = new LinkedHashMap<Content, VisitFact>();
        for (var fact : facts) {
            once.merge(fact.content(), fact, (one, other) -> ORDER.compare(one, other) <= 0 ? one : other);
        }
        return once.values().stream().sorted(ORDER).toList();
    }

    private static boolean isAboutDeath(FactType type) {
        return type == FactType.DIED || type == FactType.DEATH_CONFIRMED || type == FactType.DEATH_REFUTED;
    }

    record Content(@Nullable VisitKey visit, UUID patientId, Instant occurredAt, FactPayload payload) {}
}

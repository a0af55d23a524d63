package org.homeward.medication;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/**
 * Keep what a person says that words mean which the vocabulary does not know. Holds for one reconciliation, wherever the
 * same words stand in its lists, until it is taken back.
 *
 * @param nameKey which words, see {@link MedicationEntry#nameKey()}
 * @param words as they were received
 * @param readAs the medicine or the substance, in words that the vocabulary knows
 */
public record MedicationReading(
        @Id UUID id,
        @Version @Nullable Integer version,
        UUID reconciliationId,
        About about,
        String nameKey,
        String words,
        String readAs,
        String readBy,
        Instant readAt,
        @Nullable String takenBackBy,
        @Nullable Instant takenBackAt) {

    public enum About {
        MEDICINE,
        ALLERGY
    }

    static MedicationReading of(
            UUID reconciliationId, About about, String nameKey, String words, String readAs, String by, Instant now) {
        return new MedicationReading(
                UuidCreator.getTimeOrderedEpoch(),
                null,
                reconciliationId,
                about,
                nameKey,
                ItemWords.shortened(words, 500),
                readAs,
                by,
                now,
                null,
                null);
    }

    boolean holds() {
        return takenBackAt == null;
    }

    MedicationReading takenBack(String by, Instant now) {
        return new MedicationReading(
                id, version, reconciliationId, about, nameKey, words, readAs, readBy, readAt, by, now);
    }
}

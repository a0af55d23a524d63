package org.homeward.medication;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.relational.core.mapping.Table;

/**
 * Keep one list as it was told. The newest of a kind counts; those before it stay.
 *
 * @param source a person's id, or where the discharge came from
 * @param entries JSON, each entry as received
 */
@Table("medication_list")
record ToldList(
        @Id UUID id,
        @Version @Nullable Integer version,
        UUID reconciliationId,
        ListKind kind,
        Instant toldAt,
        String source,
        String entries) {

    static ToldList of(UUID reconciliationId, ListKind kind, Instant at, String source, String entries) {
        return new ToldList(UuidCreator.getTimeOrderedEpoch(), null, reconciliationId, kind, at, source, entries);
    }
}

package org.homeward.escalation;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/**
 * Ids of escalations: ordered by time like all others, but of version 8. The clocks ask about subjects of every kind;
 * this lets the others be passed on without a query, which every deadline of every episode would pay for.
 */
final class EscalationIds {

    private static final long VERSION_MASK = 0xF000L;
    private static final long VERSION_8 = 0x8000L;

    private EscalationIds() {}

    static UUID next() {
        UUID ordered = UuidCreator.getTimeOrderedEpoch();
        return new UUID(
                (ordered.getMostSignificantBits() & ~VERSION_MASK) | VERSION_8, ordered.getLeastSignificantBits());
    }

    /** Says whether it may be one; the row decides. */
    static boolean mayBe(UUID id) {
        return id.version() == 8;
    }
}

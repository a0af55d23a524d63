package org.homeward.directory;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One service that a patient can be referred to.
 *
 * @param ownerId the health system whose directory it stands in
 * @param organizationId who runs it; the same for all programmes of one organisation of a directory
 * @param taken places taken by acceptances since the capacity was declared
 * @param accepted how many referrals it has ever accepted here
 * @param declined how many it has ever declined here
 * @param version of what people edit; answers do not change it
 */
public record Programme(
        UUID id,
        String ownerId,
        UUID organizationId,
        Details details,
        int taken,
        int accepted,
        int declined,
        int version) {

    /**
     * What people edit.
     *
     * @param area postal codes or their beginnings; empty: everywhere
     * @param postalCode where it is
     * @param languages ISO 639, such as {@code es}
     * @param capacity free places as declared; null: nobody has said
     * @param acceptsLinks whether a signed link may be sent to it at all, whatever the usual way is
     */
    public record Details(
            String organization,
            String name,
            Set<Need> needs,
            String eligibility,
            Set<String> area,
            @Nullable String postalCode,
            Set<String> languages,
            String hours,
            @Nullable Integer capacity,
            Route route,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String fax,
            boolean acceptsLinks,
            boolean active) {

        public Details {
            needs = Collections.unmodifiableSet(needs.isEmpty() ? EnumSet.noneOf(Need.class) : EnumSet.copyOf(needs));
            area = Collections.unmodifiableSet(new TreeSet<>(area));
            languages = Collections.unmodifiableSet(new TreeSet<>(languages));
        }
    }

    /** Free places now; null when nobody has said how many there are. */
    public @Nullable Integer free() {
        Integer declared = details.capacity();
        return declared == null ? null : Math.max(0, declared - taken);
    }

    /** Whether it is known to be full. */
    public boolean full() {
        Integer free = free();
        return free != null && free == 0;
    }

    Programme with(Details changed, UUID organization) {
        return new Programme(id, ownerId, organization, changed, taken, accepted, declined, version);
    }
}

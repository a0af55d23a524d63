package org.homeward.patient;

import java.util.Set;
import java.util.UUID;

/** Says what came of registering a patient. */
public sealed interface Registration {

    /**
     * The patient is known now.
     *
     * @param identity whether the message may mean somebody else than the patient whose identifier it gave
     * @param possibleDuplicate another patient has the same name, birth date and phone; a person decides
     */
    record Registered(UUID patientId, boolean created, boolean possibleDuplicate, Identity identity)
            implements Registration {}

    enum Identity {
        CERTAIN,
        /** Registered apart from the patient whose identifier was given, and without it; a person decides. */
        IN_DOUBT,
        /** Was in doubt, and is named by identifiers of nobody else now. */
        CLEARED
    }

    /** Trusted identifiers of one message belong to different patients; nothing was changed, a person decides. */
    record IdentifiersOfSeveral(Set<UUID> patientIds) implements Registration {}
}

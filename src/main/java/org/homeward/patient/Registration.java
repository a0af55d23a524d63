package org.homeward.patient;

import java.util.Set;
import java.util.UUID;

/** Says what came of registering a patient. */
public sealed interface Registration {

    /**
     * The patient is known now.
     *
     * @param possibleDuplicate another patient has the same name, birth date and phone; a person decides
     */
    record Registered(UUID patientId, boolean created, boolean possibleDuplicate) implements Registration {}

    /** Trusted identifiers of one message belong to different patients; nothing was changed, a person decides. */
    record IdentifiersOfSeveral(Set<UUID> patientIds) implements Registration {}
}

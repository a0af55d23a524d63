package org.homeward.patient;

import java.time.Instant;
import java.util.UUID;

/** Points out two patients who may be one person; only a person decides, nothing merges by itself. */
public record PossibleDuplicate(UUID id, UUID patientId, UUID otherPatientId, Instant foundAt, State state) {

    public enum State {
        OPEN,
        SAME_PERSON,
        DIFFERENT_PEOPLE
    }
}

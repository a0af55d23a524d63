package org.homeward.episode;

import java.util.Optional;
import java.util.UUID;

/** Lets a module that works a kind of duty by a process of its own say where that process ends when nothing is left to do. */
public interface StepSource {

    Duty.Kind kind();

    /** @param endEventId the end that says best what happened */
    record Ending(String processInstanceId, String endEventId) {}

    /** Empty when nothing works on the duty, or what is left of it must still be done. */
    Optional<Ending> endingOf(UUID dutyId);
}

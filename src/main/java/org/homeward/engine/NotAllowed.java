package org.homeward.engine;

import org.camunda.bpm.engine.BadUserRequestException;

/** Refuses what a guard of ours does not let into the engine, in words of ours: they name what to change, and no patient. */
final class NotAllowed extends BadUserRequestException {

    private static final long serialVersionUID = 1L;

    NotAllowed(String message) {
        super(message);
    }
}

package org.homeward.episode;

import org.jspecify.annotations.Nullable;

/**
 * Answer "what is true now?" for one episode.
 *
 * @param outcome only of an ended one
 * @param reason in plain words, without patient data
 */
public record Standing(Stage stage, @Nullable Outcome outcome, String reason) {

    public enum Stage {
        TRIAGE,
        ACTIVE,
        PARKED,
        DEATH_REPORTED,
        ENDED
    }

    public enum Outcome {
        COMPLETED,
        CANCELLED,
        READMITTED,
        DIED,
        NOT_STARTED,
        TRANSFERRED
    }

    public Standing {
        if ((stage == Stage.ENDED) != (outcome != null)) {
            throw new IllegalArgumentException("What has ended has an outcome, and nothing else has");
        }
    }

    static Standing at(Stage stage, String reason) {
        return new Standing(stage, null, reason);
    }

    static Standing ended(Outcome outcome, String reason) {
        return new Standing(Stage.ENDED, outcome, reason);
    }

    public boolean isEnded() {
        return stage == Stage.ENDED;
    }

    /** Whether somebody has something to do: what an ended episode's successor would be started for. */
    boolean needsWork() {
        return stage == Stage.TRIAGE || stage == Stage.ACTIVE || stage == Stage.DEATH_REPORTED;
    }
}

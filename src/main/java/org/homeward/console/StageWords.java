package org.homeward.console;

import org.homeward.episode.Episode;
import org.homeward.episode.Standing.Outcome;
import org.homeward.episode.Standing.Stage;
import org.jspecify.annotations.Nullable;

/** Where an episode stands, as people say it. */
final class StageWords {

    private StageWords() {}

    static String of(Episode episode) {
        return of(episode.kind(), episode.stage(), episode.outcome());
    }

    private static String of(Episode.Kind kind, Stage stage, @Nullable Outcome outcome) {
        return switch (stage) {
            case TRIAGE -> "Waiting for a decision";
            case ACTIVE -> kind == Episode.Kind.FACILITY_WATCH ? "In a facility, watched" : "On the way home";
            case PARKED -> "Paused: back in hospital";
            case DEATH_REPORTED -> "Death reported, not confirmed";
            case ENDED ->
                outcome == null
                        ? "Ended"
                        : switch (outcome) {
                            case COMPLETED -> "Completed";
                            case CANCELLED -> "Ended: discharge taken back";
                            case READMITTED -> "Ended: readmitted";
                            case DIED -> "Ended: the patient died";
                            case NOT_STARTED -> "Not started";
                            case TRANSFERRED -> "Ended: care taken over elsewhere";
                        };
        };
    }

    /** The tag beside the words: its colour is never all that tells. */
    static String tag(Episode episode) {
        return switch (episode.stage()) {
            case DEATH_REPORTED -> "tag--high";
            case TRIAGE, PARKED -> "tag--moderate";
            case ACTIVE -> "tag--accent";
            case ENDED -> episode.outcome() == Outcome.COMPLETED ? "tag--done" : "tag--unknown";
        };
    }
}

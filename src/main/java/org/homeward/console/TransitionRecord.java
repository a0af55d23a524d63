package org.homeward.console;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The proof of one transition, as it stood when it was written: what was asked, what was done, by whom and when, each
 * line with its evidence.
 */
record TransitionRecord(
        UUID episodeId,
        UUID patientId,
        String patient,
        String born,
        String identifiers,
        String discharged,
        String state,
        String team,
        String careManager,
        String zone,
        String written,
        String writtenBy,
        List<Section> sections,
        List<Evidence> evidence) {

    /** @param note what to know of the section as a whole */
    record Section(String title, @Nullable String note, List<Line> lines) {}

    /** @param refs numbers of the evidence below */
    record Line(String label, String value, List<Integer> refs) {}

    /**
     * @param id of what is kept: a message's fact, a completed form, an attempt, a step of an appointment
     * @param link where it can be read; null when this line is all there is
     */
    record Evidence(
            int number,
            String kind,
            String what,
            String at,
            String who,
            String id,
            @Nullable String link) {}
}

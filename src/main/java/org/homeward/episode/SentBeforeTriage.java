package org.homeward.episode;

import java.util.ArrayList;
import java.util.List;
import org.homeward.worklist.TaskBackground;
import org.homeward.worklist.WorkItem;
import org.springframework.stereotype.Component;

/** Shows whoever decides about a discharge what the hospital sent, in its own words. */
@Component
class SentBeforeTriage implements TaskBackground {

    private final Episodes episodes;
    private final VisitFacts facts;

    SentBeforeTriage(Episodes episodes, VisitFacts facts) {
        this.episodes = episodes;
        this.facts = facts;
    }

    @Override
    public List<Note> of(WorkItem item) {
        if (!"discharge-triage".equals(item.processKey())) {
            return List.of();
        }
        return episodes.findById(item.subjectId())
                .map(episode -> List.of(new Note(
                        episode.receivedAt(),
                        words(facts.stateOf(episode.visit()).discharge()))))
                .orElse(List.of());
    }

    private static String words(DischargeDetails details) {
        var disposition = details.disposition();
        List<String> sent = new ArrayList<>();
        sent.add(
                disposition == null || disposition.received() == null
                        ? "The hospital sent no disposition"
                        : "The hospital sent as disposition: \u201c" + disposition.received() + "\u201d");
        if (details.patientClass() != null) {
            sent.add("class "
                    + details.patientClass()
                            .name()
                            .toLowerCase(java.util.Locale.ROOT)
                            .replace('_', ' '));
        }
        if (details.service() != null) {
            sent.add("service " + details.service());
        }
        return String.join(", ", sent);
    }
}

package org.homeward.outreach;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.homeward.engine.Decisions;
import org.springframework.stereotype.Component;

/** Ask decision {@code red-flag-triage} how urgent what was ticked is; a browser never says. */
@Component
class RedFlags {

    /**
     * @param urgency the highest of all findings
     * @param labels what was found, in the table's words
     */
    record Triage(Urgency urgency, List<String> labels) {}

    private final Decisions decisions;
    private final Clock clock;

    RedFlags(Decisions decisions, Clock clock) {
        this.decisions = decisions;
        this.clock = clock;
    }

    Triage of(Collection<String> findings) {
        Urgency highest = Urgency.GREEN;
        List<String> labels = new ArrayList<>();
        for (String finding : findings) {
            Map<String, Object> inputs = new HashMap<>();
            inputs.put("symptom", finding);
            inputs.put(
                    "asOf",
                    clock.instant()
                            .atOffset(java.time.ZoneOffset.UTC)
                            .toLocalDate()
                            .toString());
            Map<String, Object> row = decisions.evaluate("red-flag-triage", inputs).stream()
                    .findFirst()
                    .orElse(Map.of());
            // a table that says nothing of a finding must not make it harmless
            Urgency urgency = row.get("urgency") instanceof String word ? Urgency.valueOf(word) : Urgency.AMBER;
            highest = urgency.compareTo(highest) > 0 ? urgency : highest;
            if (urgency != Urgency.GREEN) {
                labels.add(String.valueOf(row.getOrDefault("label", finding)));
            }
        }
        return new Triage(highest, labels);
    }
}

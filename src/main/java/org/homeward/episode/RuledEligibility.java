package org.homeward.episode;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.homeward.engine.Decisions;
import org.homeward.episode.Verdict.Decision;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks the table {@code discharge-eligibility}. */
@Component
class RuledEligibility implements DischargeEligibility {

    private final Decisions decisions;

    RuledEligibility(Decisions decisions) {
        this.decisions = decisions;
    }

    @Override
    public Verdict decide(EpisodeState state) {
        var details = state.discharge();
        var disposition = details.disposition();
        var patientClass = details.patientClass();
        var inputs = new HashMap<String, @Nullable Object>();
        inputs.put("deathReported", state.deathKnownAtDischarge());
        inputs.put("disposition", disposition == null ? null : disposition.code());
        inputs.put("encounterClass", (patientClass == null ? PatientClass.UNKNOWN : patientClass).name());
        inputs.put("service", details.service());
        inputs.put("age", details.ageInYears());
        inputs.put("asOf", state.dischargedAt().atZone(details.dayZone()).toLocalDate());
        return decisions.evaluate("discharge-eligibility", inputs).stream()
                .findFirst()
                .map(RuledEligibility::verdict)
                .orElse(new Verdict(
                        Decision.TRIAGE, "No rule fits this discharge: a person decides", "no-rule", "default", ""));
    }

    private static Verdict verdict(Map<String, Object> row) {
        return new Verdict(
                decision(text(row, "decision")),
                Fitting.fit(text(row, "reason"), Fitting.REASON),
                Fitting.fit(text(row, "rule"), 200),
                Fitting.fit(text(row, "source"), 500),
                Fitting.fit(text(row, "flags"), 200));
    }

    private static Decision decision(String word) {
        return switch (word) {
            case "START" -> Decision.START;
            case "WATCH" -> Decision.WATCH;
            // not final yet, or died: accounted for, and nothing starts
            case "NONE", "IGNORE", "NEVER" -> Decision.NONE;
            // also a word that somebody misspelt in the table: a person sees it
            default -> Decision.TRIAGE;
        };
    }

    private static String text(Map<String, Object> row, String output) {
        return Objects.requireNonNullElse(row.get(output), "").toString();
    }
}

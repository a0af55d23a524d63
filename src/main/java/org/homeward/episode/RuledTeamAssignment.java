package org.homeward.episode;

import java.util.Map;
import java.util.Objects;
import org.homeward.engine.Decisions;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks the table {@code team-assignment}, unless a person has given the episode to a team. */
@Component
class RuledTeamAssignment implements TeamAssignment {

    private final Decisions decisions;

    RuledTeamAssignment(Decisions decisions) {
        this.decisions = decisions;
    }

    @Override
    public Owner ownerOf(EpisodeState state) {
        var given = state.owner();
        if (given != null) {
            return new Owner(given.organizationId(), given.teamId(), "given by " + given.by(), basisOf(state));
        }
        var inputs = inputs(state);
        inputs.put(
                "asOf", state.dischargedAt().atZone(state.discharge().dayZone()).toLocalDate());
        var row = decisions.evaluate("team-assignment", inputs).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The table team-assignment has no last row for the rest"));
        return new Owner(text(row, "organization"), text(row, "team"), text(row, "rule"), basisOf(state));
    }

    @Override
    public String basisOf(EpisodeState state) {
        var given = state.owner();
        return FactJson.digest(
                given != null
                        ? given.organizationId() + "|" + given.teamId()
                        : inputs(state).toString());
    }

    private static Map<String, Object> inputs(EpisodeState state) {
        var details = state.discharge();
        // a tree, so that the same inputs always read the same
        Map<String, Object> inputs = new java.util.TreeMap<>();
        inputs.put("sourceFacility", state.visit().sourceFacility());
        put(inputs, "pcp", details.primaryCare());
        put(inputs, "payer", details.payer());
        put(inputs, "service", details.service());
        put(inputs, "area", details.area());
        put(inputs, "language", details.language());
        return inputs;
    }

    private static void put(Map<String, Object> inputs, String name, @Nullable String value) {
        if (value != null) {
            inputs.put(name, value);
        }
    }

    private static String text(Map<String, Object> row, String output) {
        return Objects.requireNonNull(row.get(output), () -> "team-assignment gave no " + output)
                .toString();
    }
}

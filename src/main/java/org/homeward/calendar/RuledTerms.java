package org.homeward.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.homeward.engine.Decisions;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Read the terms of a rule from the decision table {@code transition-deadlines}.
 *
 * <p>Evaluating the table costs milliseconds and every human task asks; an answer is kept for as long as the newest
 * version of the table stays the newest.
 */
@Component
class RuledTerms implements DeadlineTerms {

    private static final String TABLE = "transition-deadlines";

    private record Question(String rule, @Nullable String riskTier, LocalDate asOf, int version) {}

    private final Decisions decisions;
    private final Map<Question, RuleTerms> answered = new ConcurrentHashMap<>();

    RuledTerms(Decisions decisions) {
        this.decisions = decisions;
    }

    @Override
    public RuleTerms termsFor(String rule, @Nullable String riskTier, Instant asOf) {
        LocalDate day = LocalDate.ofInstant(asOf, ZoneOffset.UTC);
        return answered.computeIfAbsent(new Question(rule, riskTier, day, decisions.version(TABLE)), this::ask);
    }

    private RuleTerms ask(Question question) {
        Map<String, Object> inputs = new HashMap<>();
        inputs.put("rule", question.rule());
        inputs.put("riskTier", question.riskTier());
        inputs.put("asOf", question.asOf().toString());
        List<Map<String, Object>> rows = decisions.evaluate(TABLE, inputs);
        if (rows.isEmpty()) {
            throw new IllegalStateException("The table " + TABLE + " has no row for the rule " + question.rule());
        }
        Map<String, Object> row = rows.get(0);
        return new RuleTerms(
                question.rule(),
                text(row, "anchor"),
                ((Number) Objects.requireNonNull(row.get("amount"))).intValue(),
                RuleTerms.Unit.valueOf(text(row, "unit")),
                Boolean.TRUE.equals(row.get("endOfDay")),
                row.get("anchorDay") instanceof Number day ? day.intValue() : 0,
                Boolean.TRUE.equals(row.get("callingWindow")),
                row.get("room") instanceof String room ? Duration.parse(room) : RuleTerms.DEFAULT_ROOM,
                RuleTerms.StepClass.valueOf(text(row, "stepClass")),
                RuleTerms.Kind.valueOf(text(row, "kind")),
                text(row, "source"),
                Boolean.TRUE.equals(row.get("verified")),
                TABLE + ":" + question.version());
    }

    private static String text(Map<String, Object> row, String output) {
        return Objects.requireNonNull(row.get(output), output).toString();
    }
}

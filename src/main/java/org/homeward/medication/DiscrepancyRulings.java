package org.homeward.medication;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.homeward.engine.Decisions;
import org.homeward.medication.MedicationItem.Ruling;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks decision {@code medication-discrepancy} who decides about a difference and by when. */
@Component
class DiscrepancyRulings {

    private static final String TABLE = "medication-discrepancy";

    private record Question(
            Category category,
            Discrepancy.Step step,
            Discrepancy.@Nullable Detail detail,
            boolean highAlert,
            LocalDate asOf,
            int version) {}

    private final Decisions decisions;
    private final Map<Question, Ruling> answered = new ConcurrentHashMap<>();

    DiscrepancyRulings(Decisions decisions) {
        this.decisions = decisions;
    }

    Ruling of(Discrepancy found, LocalDate asOf) {
        Question question = new Question(
                found.category(), found.step(), found.detail(), found.highAlert(), asOf, decisions.version(TABLE));
        return answered.computeIfAbsent(question, asked -> ask(found, asOf));
    }

    private Ruling ask(Discrepancy found, LocalDate asOf) {
        List<Map<String, Object>> rows = decisions.evaluate(TABLE, found.inputs(asOf));
        if (rows.isEmpty()) {
            throw new IllegalStateException("The table " + TABLE + " has no row for " + found.category());
        }
        Map<String, Object> row = rows.get(0);
        return new Ruling(
                text(row, "severity"),
                text(row, "owner"),
                text(row, "dueRule"),
                Boolean.TRUE.equals(row.get("reasonRequired")),
                text(row, "action"),
                text(row, "rule"),
                text(row, "source"),
                Boolean.TRUE.equals(row.get("verified")));
    }

    private static String text(Map<String, Object> row, String output) {
        return Objects.requireNonNull(row.get(output), output).toString();
    }
}

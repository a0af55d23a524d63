package org.homeward.risk;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Compute LACE, HOSPITAL and the tier with the decision tables {@code lace-index}, {@code lace-comorbidity},
 * {@code hospital-score} and {@code risk-tier}. No clock, no database: the same facts on the same date give the same
 * answer.
 *
 * <p>A missing input makes its part a range between the points of the lowest and of the highest value it could have.
 * That is right as long as points only rise, or only fall, with the input; the tests hold the tables to it.
 */
@Component
public class RiskScores {

    private static final int MORE_THAN_ANY = 1_000;

    private final DecisionTable decisions;
    private final int hospitalVersion;

    RiskScores(DecisionTable decisions, RiskSettings settings) {
        this.decisions = decisions;
        this.hospitalVersion = settings.hospitalVersion();
    }

    /** Score the facts by the rules in force on that date. */
    public RiskScore score(RiskFacts facts, LocalDate asOf) {
        List<RiskInput> missing = new ArrayList<>();
        List<ScoreLine> lines = new ArrayList<>();
        ScoreRange lace = score("LACE", "lace-index", Map.of(), lace(facts, asOf), asOf, missing, lines);
        ScoreRange hospital = score(
                "HOSPITAL",
                "hospital-score",
                Map.of("version", hospitalVersion),
                hospital(facts),
                asOf,
                missing,
                lines);
        Map<String, Object> tier = only(
                "risk-tier",
                Map.of(
                        "laceMax",
                        lace.max(),
                        "hospitalMax",
                        hospital.max(),
                        "incomplete",
                        !missing.isEmpty(),
                        "asOf",
                        asOf));
        return new RiskScore(
                lace,
                hospital,
                RiskTier.valueOf(text(tier, "tier")),
                text(tier, "reason"),
                text(tier, "source"),
                verified(tier),
                missing.stream().distinct().toList(),
                lines);
    }

    private List<Part> lace(RiskFacts facts, LocalDate asOf) {
        return List.of(
                count("L", "lengthOfStayDays", RiskInput.LENGTH_OF_STAY, facts.lengthOfStayDays(), "day", "days"),
                yesOrNo(
                        "A",
                        "acuteAdmission",
                        RiskInput.ACUTE_ADMISSION,
                        facts.acuteAdmission(),
                        "acute admission",
                        "planned admission"),
                comorbidities(facts.comorbidities(), asOf),
                count(
                        "E",
                        "emergencyVisits",
                        RiskInput.EMERGENCY_VISITS,
                        facts.emergencyVisits6Months(),
                        "emergency visit",
                        "emergency visits"));
    }

    private static List<Part> hospital(RiskFacts facts) {
        return List.of(
                amount("HEMOGLOBIN", "hemoglobin", RiskInput.HEMOGLOBIN, facts.hemoglobin(), "hemoglobin", "g/dL"),
                yesOrNo(
                        "ONCOLOGY",
                        "oncologyService",
                        RiskInput.ONCOLOGY_SERVICE,
                        facts.oncologyService(),
                        "from oncology",
                        "not from oncology"),
                amount("SODIUM", "sodium", RiskInput.SODIUM, facts.sodium(), "sodium", "mmol/L"),
                yesOrNo("PROCEDURE", "procedure", RiskInput.PROCEDURE, facts.procedure(), "procedure", "no procedure"),
                yesOrNo(
                        "INDEX_TYPE",
                        "urgentAdmission",
                        RiskInput.URGENT_ADMISSION,
                        facts.urgentAdmission(),
                        "urgent admission",
                        "planned admission"),
                count(
                        "ADMISSIONS",
                        "admissions12Months",
                        RiskInput.ADMISSIONS_12_MONTHS,
                        facts.admissions12Months(),
                        "earlier admission",
                        "earlier admissions"),
                count(
                        "LENGTH_OF_STAY",
                        "lengthOfStayDays",
                        RiskInput.LENGTH_OF_STAY,
                        facts.lengthOfStayDays(),
                        "day",
                        "days"));
    }

    private Part comorbidities(Comorbidities known, LocalDate asOf) {
        int sum = 0;
        List<String> words = new ArrayList<>();
        List<String> doubts = new ArrayList<>();
        for (CharlsonCondition condition : known.counted()) {
            Map<String, Object> row = only("lace-comorbidity", Map.of("condition", condition.name(), "asOf", asOf));
            sum += number(row, "weight");
            words.add(text(row, "label") + " (" + number(row, "weight") + ")");
            if (!verified(row)) {
                doubts.add(text(row, "source"));
            }
        }
        String doubt = doubts.isEmpty() ? null : String.join("; ", doubts);
        String present = words.isEmpty() ? "no comorbidity" : String.join(", ", words);
        if (known.complete()) {
            return new Part("C", "charlsonSum", RiskInput.COMORBIDITIES, sum, sum, present, doubt);
        }
        String openEnded = words.isEmpty() ? null : "at least " + present;
        return new Part("C", "charlsonSum", RiskInput.COMORBIDITIES, sum, MORE_THAN_ANY, openEnded, doubt);
    }

    private ScoreRange score(
            String score,
            String table,
            Map<String, ?> given,
            List<Part> parts,
            LocalDate asOf,
            List<RiskInput> missing,
            List<ScoreLine> lines) {
        Map<String, Map<String, Object>> lowest = points(table, given, parts, Part::lowest, asOf);
        boolean open = parts.stream().anyMatch(Part::isOpen);
        Map<String, Map<String, Object>> highest = open ? points(table, given, parts, Part::highest, asOf) : lowest;
        int min = 0;
        int max = 0;
        for (Part part : parts) {
            Map<String, Object> low = row(lowest, table, part, asOf);
            Map<String, Object> high = row(highest, table, part, asOf);
            int a = number(low, "points");
            int b = number(high, "points");
            ScoreRange range = new ScoreRange(Math.min(a, b), Math.max(a, b));
            min += range.min();
            max += range.max();
            // an input that could no longer change the score is nobody's work
            if (!range.exact()) {
                missing.add(part.input());
            }
            Map<String, Object> shown = a > b ? low : high;
            lines.add(new ScoreLine(
                    score,
                    part.code(),
                    part.says(score) + " → " + range,
                    range,
                    text(shown, "rule"),
                    part.doubt() == null ? text(shown, "source") : part.doubt(),
                    part.doubt() == null && verified(shown)));
        }
        return new ScoreRange(min, max);
    }

    private Map<String, Map<String, Object>> points(
            String table, Map<String, ?> given, List<Part> parts, End end, LocalDate asOf) {
        Map<String, Object> inputs = new HashMap<>(given);
        inputs.put("asOf", asOf);
        parts.forEach(part -> inputs.put(part.variable(), end.of(part)));
        return decisions.evaluate(table, inputs).stream()
                .collect(Collectors.toMap(row -> text(row, "part"), row -> row));
    }

    private static Map<String, Object> row(
            Map<String, Map<String, Object>> rows, String table, Part part, LocalDate asOf) {
        Map<String, Object> row = rows.get(part.code());
        if (row == null) {
            throw new IllegalStateException(table + " has no row for " + part.code() + " in force on " + asOf);
        }
        return row;
    }

    private Map<String, Object> only(String table, Map<String, ?> inputs) {
        List<Map<String, Object>> rows = decisions.evaluate(table, inputs);
        if (rows.size() != 1) {
            throw new IllegalStateException(table + " answers with " + rows.size() + " rows on " + inputs.get("asOf"));
        }
        return rows.get(0);
    }

    private static boolean verified(Map<String, Object> row) {
        return Boolean.TRUE.equals(row.get("verified"));
    }

    private static String text(Map<String, Object> row, String output) {
        if (row.get(output) instanceof String text) {
            return text;
        }
        throw new IllegalStateException("A row without " + output + ": " + row.get("rule"));
    }

    private static int number(Map<String, Object> row, String output) {
        if (row.get(output) instanceof Number number) {
            return number.intValue();
        }
        throw new IllegalStateException("A row without " + output + ": " + row.get("rule"));
    }

    private static Part count(
            String code, String variable, RiskInput input, @Nullable Integer known, String one, String many) {
        return known == null
                ? new Part(code, variable, input, 0, MORE_THAN_ANY, null)
                : new Part(code, variable, input, known, known, known + " " + (known == 1 ? one : many));
    }

    private static Part amount(
            String code, String variable, RiskInput input, @Nullable Double known, String name, String unit) {
        return known == null
                ? new Part(code, variable, input, 0.0, (double) MORE_THAN_ANY, null)
                : new Part(code, variable, input, known, known, name + " " + known + " " + unit);
    }

    private static Part yesOrNo(
            String code, String variable, RiskInput input, @Nullable Boolean known, String yes, String no) {
        return known == null
                ? new Part(code, variable, input, false, true, null)
                : new Part(code, variable, input, known, known, known ? yes : no);
    }

    private interface End {
        Object of(Part part);
    }

    /**
     * One input of a score: the lowest and highest value it can have, what is known of it in words, and the source of
     * an unverified weight in it.
     */
    private record Part(
            String code,
            String variable,
            RiskInput input,
            Object lowest,
            Object highest,
            @Nullable String words,
            @Nullable String doubt) {

        Part(String code, String variable, RiskInput input, Object lowest, Object highest, @Nullable String words) {
            this(code, variable, input, lowest, highest, words, null);
        }

        boolean isOpen() {
            return !lowest.equals(highest);
        }

        String says(String score) {
            String what = words == null ? input.words() + " not known" : words;
            return score.equals("LACE") ? code + " " + what : what;
        }
    }
}

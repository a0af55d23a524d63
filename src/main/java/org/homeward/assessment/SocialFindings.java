package org.homeward.assessment;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.homeward.engine.Decisions;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Ask decisions {@code social-needs} and {@code hunger-vital-sign} what the answers of a screening show. */
@Component
class SocialFindings {

    /** What the safety questions add up to, as far as they were answered. */
    enum Safety {
        POSITIVE,
        NEGATIVE,
        /** refused or left out, so that the rest may be either */
        NO_RESULT
    }

    /** @param services codes of the directory */
    record Found(
            String need,
            String label,
            List<String> services,
            boolean discreet,
            String rule,
            String source,
            boolean verified) {}

    /** @param verified whether every row that was used has been approved */
    record Findings(List<Found> found, String foodResult, Safety safety, boolean verified) {}

    private final Decisions decisions;
    private final Clock clock;

    SocialFindings(Decisions decisions, Clock clock) {
        this.decisions = decisions;
        this.clock = clock;
    }

    Findings of(SocialAnswers answers) {
        Map<String, Found> found = new LinkedHashMap<>();
        answers.byItem()
                .forEach((item, given) -> given.forEach(answer -> {
                    Found one = ask(item, answer, null);
                    if (one != null) {
                        found.putIfAbsent(one.need(), one);
                    }
                }));
        SocialAnswers.Range sum = answers.safety();
        Found atLeast = sum == null ? null : ask("safety", "", sum.low());
        Found atMost = sum == null ? null : ask("safety", "", sum.high());
        if (atLeast != null) {
            found.putIfAbsent(atLeast.need(), atLeast);
        }
        // a sum that stays below the limit has no row: whether the limit is approved, the highest sum tells
        Found limit = sum == null ? null : ask("safety", "", SocialAnswers.MOST_SAFETY);
        Map<String, Object> food = food(answers);
        boolean verified = Boolean.TRUE.equals(food.get("verified"))
                && found.values().stream().allMatch(Found::verified)
                && (limit == null || limit.verified());
        return new Findings(
                List.copyOf(found.values()),
                String.valueOf(food.getOrDefault("result", "NO_RESULT")),
                sum == null || atLeast == null && atMost != null
                        ? Safety.NO_RESULT
                        : atLeast != null ? Safety.POSITIVE : Safety.NEGATIVE,
                verified);
    }

    private Map<String, Object> food(SocialAnswers answers) {
        Map<String, Object> inputs = today();
        inputs.put("worried", answers.answer(SocialAnswers.FOOD_WORRIED));
        inputs.put("ranOut", answers.answer(SocialAnswers.FOOD_RAN_OUT));
        return decisions.evaluate("hunger-vital-sign", inputs).stream()
                .findFirst()
                .orElse(Map.of());
    }

    private @Nullable Found ask(String item, String answer, @Nullable Integer total) {
        Map<String, Object> inputs = today();
        inputs.put("item", item);
        inputs.put("answer", answer);
        inputs.put("total", total);
        return decisions.evaluate("social-needs", inputs).stream()
                .findFirst()
                .map(row -> new Found(
                        text(row, "need"),
                        text(row, "label"),
                        new ArrayList<>(List.of(text(row, "services").split("\\|"))),
                        Boolean.TRUE.equals(row.get("sensitive")),
                        text(row, "rule"),
                        text(row, "source"),
                        Boolean.TRUE.equals(row.get("verified"))))
                .orElse(null);
    }

    private Map<String, Object> today() {
        Map<String, Object> inputs = new HashMap<>();
        inputs.put(
                "asOf", clock.instant().atOffset(ZoneOffset.UTC).toLocalDate().toString());
        return inputs;
    }

    private static String text(Map<String, Object> row, String name) {
        return Objects.toString(row.get(name), "");
    }
}

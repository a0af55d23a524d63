package org.homeward.assessment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Read what was answered in a screening: which questions, which of them refused, and the sum of the safety questions. */
record SocialAnswers(Instrument instrument, boolean agreed, Map<String, Object> data) {

    static final String REFUSED = "REFUSED";
    static final String FOOD_WORRIED = "foodWorried";
    static final String FOOD_RAN_OUT = "foodRanOut";
    private static final String NONE = "NONE";
    private static final String HOUSING_PROBLEMS = "housingProblems";

    /** HITS: each question counts 1 to 5. */
    private static final List<String> HOW_OFTEN = List.of("NEVER", "RARELY", "SOMETIMES", "FAIRLY_OFTEN", "FREQUENTLY");

    private static final List<String> SAFETY = List.of("hurt", "insulted", "threatened", "screamed");

    static final int MOST_SAFETY = SAFETY.size() * HOW_OFTEN.size();

    /** Each question's key in the form, and what the table calls it. */
    private static final Map<String, String> ITEMS = items();

    /** What is asked. */
    public enum Instrument {
        AHC_HRSN("AHC health-related social needs, core"),
        HUNGER_VITAL_SIGN("Hunger Vital Sign");

        private final String label;

        Instrument(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        private List<String> questions() {
            List<String> questions = new ArrayList<>();
            if (this == HUNGER_VITAL_SIGN) {
                questions.addAll(List.of(FOOD_WORRIED, FOOD_RAN_OUT));
            } else {
                questions.addAll(ITEMS.keySet());
                questions.addAll(SAFETY);
            }
            return questions;
        }
    }

    /** A sum whose missing answers could each be the least or the most. */
    record Range(int low, int high) {}

    private static Map<String, String> items() {
        Map<String, String> items = new LinkedHashMap<>();
        items.put("livingSituation", "living-situation");
        items.put(HOUSING_PROBLEMS, "housing-problems");
        items.put(FOOD_WORRIED, "food-worried");
        items.put(FOOD_RAN_OUT, "food-ran-out");
        items.put("transportation", "transportation");
        items.put("utilities", "utilities");
        return items;
    }

    static SocialAnswers of(Map<String, Object> form) {
        Instrument instrument = Instrument.valueOf(text(form, "instrument"));
        boolean agreed = text(form, "screeningOutcome").equals("ANSWERED");
        boolean alone = text(form, "inPrivate").equals("YES");
        // what a hidden field still holds was not asked
        Map<String, Object> data = new LinkedHashMap<>();
        for (String question : instrument.questions()) {
            Object answer = form.get(question);
            if (agreed && answer != null && !answer.toString().isEmpty() && (alone || !SAFETY.contains(question))) {
                data.put(question, answer);
            }
        }
        return new SocialAnswers(instrument, agreed, Map.copyOf(data));
    }

    /** What cannot be said together; by field. */
    Map<String, String> contradictions() {
        Set<String> problems = Set.copyOf(answers(HOUSING_PROBLEMS));
        return problems.size() > 1 && (problems.contains(NONE) || problems.contains(REFUSED))
                ? Map.of(HOUSING_PROBLEMS, "Tick the problems, or \"None of the above\", or that there was no answer.")
                : Map.of();
    }

    /** Answers by the table's question, several where several were ticked. */
    Map<String, List<String>> byItem() {
        Map<String, List<String>> byItem = new LinkedHashMap<>();
        ITEMS.forEach((key, item) -> {
            List<String> answers = answers(key);
            if (!answers.isEmpty()) {
                byItem.put(item, answers);
            }
        });
        return byItem;
    }

    String answer(String key) {
        return text(data, key);
    }

    int refused() {
        return (int) data.keySet().stream()
                .filter(key -> answers(key).equals(List.of(REFUSED)))
                .count();
    }

    int answered() {
        return (int) data.keySet().stream()
                        .filter(key -> !answers(key).isEmpty())
                        .count()
                - refused();
    }

    int unasked() {
        return instrument.questions().size() - answered() - refused();
    }

    /** The sum of the safety questions; null when none of them was answered. */
    @Nullable
    Range safety() {
        int low = 0;
        int high = 0;
        int known = 0;
        for (String question : SAFETY) {
            int at = HOW_OFTEN.indexOf(answer(question));
            known += at < 0 ? 0 : 1;
            low += at < 0 ? 1 : at + 1;
            high += at < 0 ? HOW_OFTEN.size() : at + 1;
        }
        return known == 0 ? null : new Range(low, high);
    }

    private List<String> answers(String key) {
        return data.get(key) instanceof Collection<?> several
                ? several.stream().map(String::valueOf).toList()
                : answer(key).isEmpty() ? List.of() : List.of(answer(key));
    }

    private static String text(Map<String, Object> data, String key) {
        return data.get(key) instanceof String text ? text : "";
    }
}

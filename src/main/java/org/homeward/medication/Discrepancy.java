package org.homeward.medication;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Name one thing that somebody must look at, whatever number of lines it concerns.
 *
 * @param key stays the same while it is the same thing, so that a decision stays with it when lists are compared again
 * @param basis changes when what the lines say changes, so that a decision on other facts is seen to be one
 * @param detail refines the category: what matched, what differs, what is missing; null when there is nothing to refine
 * @param highAlert whether a line that it concerns is a high-alert medicine
 * @param lines keys of the lines; none for an allergy that could not be read
 */
public record Discrepancy(
        String key,
        String basis,
        Category category,
        Step step,
        @Nullable Detail detail,
        boolean highAlert,
        List<String> lines) {

    /** Says between which lists it was found. */
    public enum Step {
        DISCHARGE,
        HOME
    }

    public enum Detail {
        /** Changed: only strength or form, the same amount in the same way. */
        PRESENTATION,
        /** Changed: what, how much, how or how often is taken. */
        USE,
        /** New, and the list says what for. */
        INDICATED,
        /** New, and the list does not say what for. */
        NOT_INDICATED,
        /** Taken at home although it was stopped. */
        STOPPED,
        /** Taken at home, and the discharge list says nothing of what was taken before. */
        OMITTED,
        /** Taken at home, and on no earlier list. */
        UNLISTED,
        INGREDIENT,
        CLASS,
        /** Not read: which medicine it is. */
        NAME,
        /** Not read or not stated: how it is taken. */
        NOTATION,
        /** Not read: an allergy. */
        ALLERGEN
    }

    public Discrepancy {
        lines = List.copyOf(lines);
    }

    /** The inputs of decision {@code medication-discrepancy}. */
    public Map<String, Object> inputs(LocalDate asOf) {
        Map<String, Object> inputs = new HashMap<>();
        inputs.put("category", category.name());
        inputs.put("step", step.name());
        inputs.put("detail", detail == null ? null : detail.name());
        inputs.put("highAlert", highAlert);
        inputs.put("asOf", asOf);
        return inputs;
    }
}

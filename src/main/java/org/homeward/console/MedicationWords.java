package org.homeward.console;

import java.util.Locale;
import org.homeward.medication.Category;
import org.homeward.medication.Reconciliation;
import org.jspecify.annotations.Nullable;

/** What people call the findings about medicines, each with a shape of its own: colour alone says nothing. */
final class MedicationWords {

    /** @param style a class of the style sheet; the shape and the words stand beside it */
    record Mark(String shape, String words, String style) {}

    private MedicationWords() {}

    static Mark mark(Category category, boolean atHome) {
        return switch (category) {
            case CONTINUE -> new Mark("=", atHome ? "Taken as listed" : "Goes on", "same");
            case CHANGED -> new Mark("△", atHome ? "Taken otherwise" : "Changed", "changed");
            case NEW -> new Mark("+", atHome ? "Taken, not listed" : "New", "new");
            case STOPPED -> new Mark("■", atHome ? "Not taken" : "Stopped", "stopped");
            case OMISSION -> new Mark("?", atHome ? "Not taken" : "Left out", "open");
            case SUBSTITUTION -> new Mark("⇄", "Swapped", "changed");
            case DUPLICATE -> new Mark("××", "Twice", "open");
            case INTERACTION -> new Mark("⚡", "Interaction", "danger");
            case ALLERGY -> new Mark("⛔", "Allergy", "danger");
            case HIGH_ALERT -> new Mark("!", "High-alert", "danger");
            case PIM -> new Mark("65", "Review at 65 and over", "open");
            case UNCODED -> new Mark("…", "Not read", "open");
        };
    }

    static String signature(Reconciliation.@Nullable Signature as) {
        return as == null ? "" : sentence(as.name());
    }

    static String evidence(Reconciliation.@Nullable Evidence kind) {
        if (kind == null) {
            return "Not recorded";
        }
        return switch (kind) {
            case DISCHARGE_MEDICINES_RECONCILED ->
                "Current medicines, and that the discharge medicines were reconciled";
            case NO_CHANGES -> "No changes since the discharge";
            case BOTH_LISTS_REVIEWED -> "Both lists, and that both were reviewed";
            case SUMMARY_SHOWS_RECONCILIATION -> "Discharge summary in the chart that shows the reconciliation";
            case NO_MEDICINES -> "No medicines prescribed at discharge";
        };
    }

    static String sentence(String code) {
        return capital(code.toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    /** What a person wrote keeps its own letters. */
    static String capital(String words) {
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}

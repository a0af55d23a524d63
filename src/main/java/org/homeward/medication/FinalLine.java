package org.homeward.medication;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.homeward.medication.MedicationItem.Decision;
import org.jspecify.annotations.Nullable;

/**
 * Say what becomes of one line: to be taken, changed, new, or stopped and why. There is one for each line of the
 * comparison, so that nothing that was ever told is missing.
 *
 * @param key of the comparison's line
 * @param what null where nobody has decided and no list says it
 * @param how how it is taken; empty where it is not to be taken
 */
public record FinalLine(
        String key, String medicine, @Nullable What what, String how, String why) {

    public enum What {
        CONTINUE("Go on"),
        CHANGED("Changed"),
        NEW("New"),
        STOP("Stop");

        private final String words;

        What(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    static final int HOW = 500;
    static final int WHY = 500;

    /** What the lists and the decisions amount to; whoever signs changes what is wrong in it. */
    static FinalLine proposed(ComparisonLine line, List<MedicationItem> about) {
        List<MedicationItem> decided = new ArrayList<>(about.stream()
                .filter(item -> item.status() == MedicationItem.Status.DECIDED)
                .toList());
        decided.sort(Comparator.comparing(item -> java.util.Objects.requireNonNull(item.decidedAt())));
        String why = decided.stream()
                .map(MedicationItem::reason)
                .filter(reason -> reason != null && !reason.isBlank())
                .map(reason -> java.util.Objects.requireNonNull(reason))
                .distinct()
                .collect(Collectors.joining("; "));
        FinalLine listed = listed(line, ItemWords.shortened(why, WHY));
        FinalLine proposed = listed;
        for (MedicationItem item : decided) {
            proposed = proposed.after(item, line, listed);
        }
        return proposed;
    }

    private static FinalLine listed(ComparisonLine line, String why) {
        String name = ItemWords.name(line);
        List<NormalisedMedication> active =
                line.discharge().stream().filter(one -> !one.stopped()).toList();
        if (!active.isEmpty()) {
            Category change = line.atDischarge() == null
                    ? Category.CONTINUE
                    : line.atDischarge().change();
            What what =
                    switch (change) {
                        case NEW -> What.NEW;
                        case CHANGED, SUBSTITUTION, OMISSION, STOPPED -> What.CHANGED;
                        default -> What.CONTINUE;
                    };
            return new FinalLine(line.key(), name, what, words(active), why);
        }
        if (!line.discharge().isEmpty()) {
            return new FinalLine(line.key(), name, What.STOP, "", why);
        }
        return new FinalLine(line.key(), name, null, "", why);
    }

    private FinalLine after(MedicationItem item, ComparisonLine line, FinalLine listed) {
        Decision decision = item.decision();
        if (decision == null) {
            return this;
        }
        return switch (decision) {
            case AS_DISCHARGED -> listed.what == null ? with(What.STOP, "") : listed.withWhy(why);
            case AS_BEFORE ->
                line.beforeAdmission().isEmpty() ? this : with(What.CONTINUE, words(line.beforeAdmission()));
            case AS_TAKEN ->
                line.taken().isEmpty()
                        ? with(What.STOP, "")
                        : with(
                                line.beforeAdmission().isEmpty()
                                                && line.discharge().isEmpty()
                                        ? What.CONTINUE
                                        : What.CHANGED,
                                words(line.taken()));
            case OTHERWISE -> with(What.CHANGED, ItemWords.shortened(java.util.Objects.toString(item.how(), ""), HOW));
            case STOP -> with(What.STOP, "");
            case NOTHING_TO_CHANGE, NOT_A_DIFFERENCE -> this;
        };
    }

    private FinalLine with(What other, String otherHow) {
        return new FinalLine(key, medicine, other, otherHow, why);
    }

    private FinalLine withWhy(String other) {
        return new FinalLine(key, medicine, what, how, other);
    }

    private static String words(List<NormalisedMedication> entries) {
        return ItemWords.shortened(
                entries.stream()
                        .filter(one -> !one.stopped())
                        .map(one -> ListEntries.line(one.entry()))
                        .collect(Collectors.joining("; ")),
                HOW);
    }
}

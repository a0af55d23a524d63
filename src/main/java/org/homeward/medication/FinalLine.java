package org.homeward.medication;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** @param alone whether the decision is about this line only; of a pair it does not say which of the two it means */
    record Ruling(MedicationItem item, boolean alone) {

        Decision decision() {
            return java.util.Objects.requireNonNull(item.decision());
        }
    }

    /** Decisions that say how the line is to be; a teach-back that was given says nothing of it. */
    private static final Set<Decision> SAY_HOW = EnumSet.of(
            Decision.AS_DISCHARGED, Decision.AS_BEFORE, Decision.AS_TAKEN, Decision.OTHERWISE, Decision.STOP);

    static boolean saysHow(MedicationItem item) {
        return item.decision() != null && SAY_HOW.contains(item.decision());
    }

    private static final List<String> SEVERITIES = List.of("LOW", "MODERATE", "HIGH", "CRITICAL");

    /**
     * What the lists and the decisions amount to; whoever signs changes what is wrong in it. The most severe decision
     * counts, whenever it was made. Where one says "stop" and another does not, or where a decision about two medicines
     * does not say which, nothing is proposed: whoever signs says it.
     */
    static FinalLine proposed(ComparisonLine line, List<Ruling> about) {
        Map<String, Ruling> newest = new LinkedHashMap<>();
        about.stream()
                .filter(ruling -> ruling.item().status() == MedicationItem.Status.DECIDED)
                .sorted(Comparator.comparing(
                        ruling -> java.util.Objects.requireNonNull(ruling.item().decidedAt())))
                .forEach(ruling -> newest.put(ruling.item().itemKey(), ruling));
        List<Ruling> rulings = newest.values().stream()
                .filter(ruling -> SAY_HOW.contains(ruling.decision()))
                .sorted(Comparator.comparingInt((Ruling ruling) ->
                                SEVERITIES.indexOf(ruling.item().severity()))
                        .thenComparing(ruling ->
                                java.util.Objects.requireNonNull(ruling.item().decidedAt())))
                .toList();
        String why = rulings.stream()
                .map(ruling -> ruling.item().reason())
                .filter(reason -> reason != null && !reason.isBlank())
                .map(reason -> java.util.Objects.requireNonNull(reason))
                .distinct()
                .collect(Collectors.joining("; "));
        FinalLine listed = listed(line, ItemWords.shortened(why, WHY));
        List<FinalLine> outcomes =
                rulings.stream().map(ruling -> listed.after(ruling, line)).toList();
        if (outcomes.isEmpty()) {
            return listed;
        }
        boolean agreed = outcomes.stream()
                        .map(outcome -> outcome.what == What.STOP)
                        .distinct()
                        .count()
                == 1;
        return agreed && outcomes.stream().noneMatch(outcome -> outcome.what == null)
                ? outcomes.get(outcomes.size() - 1)
                : listed.with(null, listed.how);
    }

    private static FinalLine listed(ComparisonLine line, String why) {
        String name = ItemWords.name(line);
        List<NormalisedMedication> active = active(line);
        if (!active.isEmpty()) {
            if (active.stream().anyMatch(NormalisedMedication::isUnclear)) {
                return new FinalLine(line.key(), name, null, words(active), why);
            }
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

    private static List<NormalisedMedication> active(ComparisonLine line) {
        return line.discharge().stream().filter(one -> !one.stopped()).toList();
    }

    private FinalLine after(Ruling ruling, ComparisonLine line) {
        Decision decision = ruling.decision();
        if (!ruling.alone() && decision != Decision.AS_DISCHARGED) {
            return with(null, how);
        }
        return switch (decision) {
            case AS_DISCHARGED -> active(line).isEmpty() ? with(What.STOP, "") : this;
            case AS_BEFORE ->
                line.beforeAdmission().isEmpty()
                        ? with(What.STOP, "")
                        : with(What.CONTINUE, words(line.beforeAdmission()));
            case AS_TAKEN ->
                line.taken().isEmpty()
                        ? with(What.STOP, "")
                        : with(
                                line.beforeAdmission().isEmpty()
                                                && line.discharge().isEmpty()
                                        ? What.CONTINUE
                                        : What.CHANGED,
                                words(line.taken()));
            case OTHERWISE ->
                with(
                        What.CHANGED,
                        ItemWords.shortened(
                                java.util.Objects.toString(ruling.item().how(), ""), HOW));
            case STOP -> with(What.STOP, "");
            case READ_AS, NOTHING_TO_CHANGE, NOT_A_DIFFERENCE -> this;
        };
    }

    private FinalLine with(@Nullable What other, String otherHow) {
        return new FinalLine(key, medicine, other, otherHow, why);
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

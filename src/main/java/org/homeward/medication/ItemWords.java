package org.homeward.medication;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says in words what a difference is about, and keeps apart what a decision rests on from what it does not. */
final class ItemWords {

    private static final int MOST = 200;

    private ItemWords() {}

    static String of(Discrepancy item, Comparison in) {
        List<ComparisonLine> lines = lines(item, in);
        String names = lines.size() > 3
                ? lines.size() + " entries"
                : lines.stream().map(ItemWords::name).collect(Collectors.joining(" and "));
        String about =
                names.isEmpty() ? notEmpty(item.key().replaceFirst("^UNCODED allergy (?:[0-9a-f-]{36}$)?", "")) : names;
        return shortened(about, 600) + ": " + what(item, lines);
    }

    private static String notEmpty(String words) {
        return words.isEmpty() ? "(not legible as words)" : words;
    }

    private static String what(Discrepancy item, List<ComparisonLine> lines) {
        boolean home = item.step() == Discrepancy.Step.HOME;
        return switch (item.category()) {
            case CHANGED ->
                (home ? "taken otherwise than listed" : "changed at discharge")
                        + attributes(
                                lines.isEmpty()
                                        ? null
                                        : home
                                                ? lines.get(0).atHome()
                                                : lines.get(0).atDischarge());
            case NEW ->
                home
                        ? switch (item.detail() == null ? Discrepancy.Detail.UNLISTED : item.detail()) {
                            case STOPPED -> "taken although it was stopped";
                            case OMITTED -> "taken, and the discharge list says nothing of it";
                            default -> "taken, and on no list";
                        }
                        : "new at discharge"
                                + (item.detail() == Discrepancy.Detail.NOT_INDICATED ? ", no reason given" : "");
            case STOPPED -> home ? "listed, not taken" : "stopped at discharge";
            case OMISSION -> home ? "listed, not taken" : "left out at discharge without a word";
            case SUBSTITUTION -> "swapped for another of its class, not reverted";
            case DUPLICATE ->
                item.detail() == Discrepancy.Detail.INGREDIENT ? "the same ingredient twice" : "two of one class";
            case INTERACTION -> "a high-priority pair: " + found(item, lines);
            case ALLERGY -> "meets an allergy: " + found(item, lines);
            case HIGH_ALERT -> "high-alert medicine: " + found(item, lines);
            case PIM -> "on the site's list for 65 and over";
            case UNCODED ->
                item.detail() == Discrepancy.Detail.ALLERGEN
                        ? "an allergy that could not be read"
                        : item.detail() == Discrepancy.Detail.NAME
                                ? "it is not clear which medicine is meant"
                                : "it is not clear how it is taken";
            case CONTINUE -> "continues";
        };
    }

    private static String attributes(@Nullable Difference difference) {
        return difference == null || difference.attributes().isEmpty()
                ? ""
                : difference.attributes().stream()
                        .map(attribute -> attribute.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private static String found(Discrepancy item, List<ComparisonLine> lines) {
        return lines.stream()
                .flatMap(line -> line.findings().stream())
                .filter(finding -> finding.category() == item.category())
                .map(finding -> finding instanceof Finding.AllergyHit hit
                        ? hit.allergy()
                        : finding instanceof Finding.Interaction pair
                                ? pair.one() + " with " + pair.other()
                                : finding.about())
                .distinct()
                .map(words -> shortened(words, MOST))
                .limit(3)
                .collect(Collectors.joining("; "));
    }

    /** The medicine's ingredients, or the words where it is not known which it is. */
    static String name(ComparisonLine line) {
        List<NormalisedMedication> discharge =
                line.discharge().stream().filter(one -> !one.stopped()).toList();
        boolean swapped = line.atDischarge() != null && line.atDischarge().change() == Category.SUBSTITUTION;
        return Stream.of(
                        swapped ? ingredients(line.beforeAdmission()) + " or " + ingredients(discharge) : "",
                        ingredients(discharge),
                        ingredients(line.taken()),
                        ingredients(line.entries()))
                .filter(names -> !names.isEmpty())
                .findFirst()
                .map(ItemWords::capital)
                .orElseGet(() -> line.entries().stream()
                        .map(medication -> medication.entry().text().strip())
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .map(text -> shortened(text, MOST))
                        .orElse("(nothing is written)"));
    }

    /**
     * Of what a decision rests on: what the patient takes does not change a decision about the discharge, and how much
     * of it does not change one about an allergy.
     */
    static String basis(Discrepancy item, Comparison in, String patient) {
        StringBuilder basis = new StringBuilder(item.category().name()).append(item.step());
        basis.append(patient);
        for (ComparisonLine line : lines(item, in)) {
            switch (item.category()) {
                case NEW, CHANGED, STOPPED, OMISSION, SUBSTITUTION -> {
                    said(line.beforeAdmission(), basis.append('|'));
                    said(line.discharge(), basis.append('|'));
                    if (item.step() == Discrepancy.Step.HOME) {
                        said(line.taken(), basis.append('|'));
                    }
                }
                // the patient's list repeats the discharge's words where it is taken as listed
                case UNCODED ->
                    basis.append(new TreeSet<>(line.entries().stream()
                            .map(medication -> String.join("~", medication.words()))
                            .toList()));
                case ALLERGY -> basis.append('|').append(line.key());
                default ->
                    said(line.discharge(), basis.append('|').append(line.key()).append('|'));
            }
        }
        if (item.category() == Category.ALLERGY || item.category() == Category.INTERACTION) {
            basis.append('|').append(found(item, lines(item, in)));
        }
        return java.util
                .UUID
                .nameUUIDFromBytes(basis.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
    }

    /** Names the thing within a column: a combination of very many ingredients is told apart by its hash. */
    static String key(Discrepancy item) {
        return item.key().length() <= 900
                ? item.key()
                : item.key().substring(0, 850)
                        + " "
                        + java.util.UUID.nameUUIDFromBytes(
                                item.key().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static void said(List<NormalisedMedication> entries, StringBuilder basis) {
        entries.stream().sorted(NormalisedMedication.ORDER).forEach(medication -> basis.append(
                        medication.entry().status().stopped())
                .append(medication.words())
                .append(medication.entry().indication()));
    }

    private static List<ComparisonLine> lines(Discrepancy item, Comparison in) {
        Set<String> keys = new HashSet<>(item.lines());
        List<ComparisonLine> lines = new ArrayList<>(
                in.lines().stream().filter(line -> keys.contains(line.key())).toList());
        lines.sort(Comparator.comparing(ComparisonLine::key));
        return lines;
    }

    static String shortened(String text, int most) {
        return text.length() > most ? text.substring(0, most - 1) + "…" : text;
    }

    // a combination beside its parts is named by all of them
    private static String ingredients(List<NormalisedMedication> entries) {
        return entries.stream()
                .filter(medication -> medication.coded() && !medication.isUnclear())
                .flatMap(medication -> medication.ingredients().stream())
                .map(Ingredient::name)
                .distinct()
                .sorted()
                .collect(Collectors.joining(" + "));
    }

    private static String capital(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}

package org.homeward.medication;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.homeward.medication.Discrepancy.Detail;
import org.homeward.medication.Discrepancy.Step;
import org.jspecify.annotations.Nullable;

/**
 * Hold what a comparison found. Each entry that went in stands in exactly one line.
 *
 * @param lines in the order of their keys
 * @param missing lists that nobody gave
 * @param unreadAllergies allergies that no medicine could be checked against, as received
 */
public record Comparison(List<ComparisonLine> lines, Set<ListKind> missing, List<String> unreadAllergies) {

    /** Stands wherever interactions are shown. */
    public static final String INTERACTION_STATEMENT = "Checked against 15 high-priority class pairs only. This list is"
            + " short and omits common harmful pairs, for example warfarin with an NSAID. No finding does not mean no"
            + " interaction.";

    private static final int MOST_UNREAD_APART = 10;

    public Comparison {
        lines = List.copyOf(lines);
        Set<ListKind> ordered = EnumSet.noneOf(ListKind.class);
        ordered.addAll(missing);
        missing = Collections.unmodifiableSet(ordered);
        unreadAllergies = List.copyOf(unreadAllergies);
    }

    /** Everything but what simply continues, each once, in the order of the lines. */
    public List<Discrepancy> discrepancies() {
        Map<String, Discrepancy> found = new LinkedHashMap<>();
        Map<String, ComparisonLine> byKey = new HashMap<>();
        lines.forEach(line -> byKey.put(line.key(), line));
        for (ComparisonLine line : lines) {
            difference(line, line.atDischarge(), Step.DISCHARGE, found);
            difference(line, line.atHome(), Step.HOME, found);
            for (Finding finding : line.findings()) {
                // one that concerns several lines stands at each of them, and is worked out once
                boolean shared = finding instanceof Finding.Duplicate || finding instanceof Finding.Interaction;
                if (!shared || !found.containsKey(key(line, finding))) {
                    Discrepancy discrepancy = of(line, finding, byKey);
                    found.merge(discrepancy.key(), discrepancy, Comparison::graver);
                }
            }
        }
        for (String allergy : unreadAllergies) {
            String key = allergyKey(allergy);
            found.putIfAbsent(
                    key,
                    new Discrepancy(
                            key, hash(allergy), Category.UNCODED, Step.DISCHARGE, Detail.ALLERGEN, false, List.of()));
        }
        return manyUnread(found.values());
    }

    static String allergyKey(String allergy) {
        String words = Token.key(allergy.length() > 300 ? "" : allergy);
        return "UNCODED allergy " + (words.isEmpty() ? hash(allergy) : words);
    }

    /**
     * A list that as a whole cannot be read, in a language or notation that the vocabulary does not know, is one thing to
     * look at and not hundreds; what is urgent stays apart.
     */
    private static List<Discrepancy> manyUnread(Collection<Discrepancy> found) {
        Map<Detail, List<Discrepancy>> unread = new EnumMap<>(Detail.class);
        for (Discrepancy one : found) {
            Detail detail = one.detail();
            if (one.category() == Category.UNCODED
                    && (detail == Detail.NAME || detail == Detail.NOTATION)
                    && !one.highAlert()) {
                unread.computeIfAbsent(detail, any -> new ArrayList<>()).add(one);
            }
        }
        List<Discrepancy> result = new ArrayList<>(found);
        unread.forEach((detail, many) -> {
            if (many.size() > MOST_UNREAD_APART) {
                result.removeIf(new HashSet<>(many)::contains);
                result.add(new Discrepancy(
                        "UNCODED together " + detail,
                        hash(many.stream().map(Discrepancy::basis).collect(Collectors.joining())),
                        Category.UNCODED,
                        Step.DISCHARGE,
                        detail,
                        false,
                        many.stream().flatMap(one -> one.lines().stream()).toList()));
            }
        });
        return List.copyOf(result);
    }

    private static void difference(
            ComparisonLine line, @Nullable Difference difference, Step step, Map<String, Discrepancy> found) {
        if (difference == null || difference.change() == Category.CONTINUE) {
            return;
        }
        Detail detail =
                switch (difference.change()) {
                    case CHANGED -> difference.onlyPresentation() ? Detail.PRESENTATION : Detail.USE;
                    case NEW -> step == Step.DISCHARGE ? indication(line) : unexpected(line);
                    default -> null;
                };
        String key = difference.change() + " " + step + " " + line.key();
        found.put(
                key,
                new Discrepancy(
                        key, basis(line), difference.change(), step, detail, line.highAlert(), List.of(line.key())));
    }

    private static Detail indication(ComparisonLine line) {
        return line.discharge().stream()
                        .filter(medication -> !medication.stopped())
                        .allMatch(medication -> medication.entry().indication() != null
                                && !medication.entry().indication().isBlank())
                ? Detail.INDICATED
                : Detail.NOT_INDICATED;
    }

    private static Detail unexpected(ComparisonLine line) {
        if (line.discharge().stream().anyMatch(NormalisedMedication::stopped)
                || line.beforeAdmission().stream().anyMatch(NormalisedMedication::stopped)) {
            return Detail.STOPPED;
        }
        return line.beforeAdmission().isEmpty() ? Detail.UNLISTED : Detail.OMITTED;
    }

    private static String key(ComparisonLine line, Finding finding) {
        boolean shared = finding instanceof Finding.Duplicate || finding instanceof Finding.Interaction;
        return finding.category() + " " + (shared ? finding.about() : line.key());
    }

    private static Discrepancy of(ComparisonLine line, Finding finding, Map<String, ComparisonLine> byKey) {
        List<String> keys = List.of(line.key());
        Detail detail = null;
        if (finding instanceof Finding.Duplicate duplicate) {
            keys = duplicate.lines();
            detail = Detail.valueOf(duplicate.match().name());
        } else if (finding instanceof Finding.Interaction interaction) {
            keys = interaction.lines();
        } else if (finding instanceof Finding.AllergyHit hit) {
            detail = Detail.valueOf(hit.match().name());
        } else if (finding instanceof Finding.Uncoded uncoded) {
            detail = uncoded.aboutTheName() ? Detail.NAME : Detail.NOTATION;
        }
        StringBuilder basis = new StringBuilder();
        boolean highAlert = false;
        for (String key : keys) {
            ComparisonLine concerned = byKey.get(key);
            if (concerned != null) {
                basis.append(basis(concerned));
                highAlert |= concerned.highAlert();
            }
        }
        return new Discrepancy(
                key(line, finding),
                keys.size() == 1 ? basis.toString() : hash(basis.toString()),
                finding.category(),
                Step.DISCHARGE,
                detail,
                highAlert,
                keys);
    }

    // several findings of one kind on one line are one thing to look at; the more serious detail speaks for it
    private static Discrepancy graver(Discrepancy one, Discrepancy other) {
        Detail a = one.detail();
        Detail b = other.detail();
        return a == null || b == null || a.compareTo(b) <= 0 ? one : other;
    }

    private static String basis(ComparisonLine line) {
        StringBuilder words = new StringBuilder();
        for (NormalisedMedication medication : line.entries()) {
            words.append(medication.list())
                    .append(medication.entry().status())
                    .append(medication.words())
                    .append(medication.entry().indication());
        }
        return hash(words.toString());
    }

    private static String hash(String words) {
        return UUID.nameUUIDFromBytes(words.getBytes(StandardCharsets.UTF_8)).toString();
    }
}

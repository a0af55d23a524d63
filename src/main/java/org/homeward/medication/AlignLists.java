package org.homeward.medication;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Put the entries of three lists into lines: what is the same medicine stands in one line, and each entry stands in one.
 *
 * <p>The surest ground first: the same ingredients, then an explicit stop, then a combination beside its parts, then two
 * members of a class that formularies swap. All lists are worked in a fixed order, so the order of arrival cannot matter.
 */
final class AlignLists {

    // beyond this, entries of one ingredient are paired in their order: a list like that is broken anyway
    private static final int MOST_TO_WEIGH = 40;

    static final class Draft {
        final List<NormalisedMedication> before = new ArrayList<>();
        final List<NormalisedMedication> discharge = new ArrayList<>();
        final List<NormalisedMedication> taken = new ArrayList<>();
        boolean swapped;

        List<NormalisedMedication> of(ListKind kind) {
            return switch (kind) {
                case BEFORE_ADMISSION -> before;
                case DISCHARGE -> discharge;
                case TAKEN -> taken;
            };
        }

        @Nullable
        NormalisedMedication first() {
            for (List<NormalisedMedication> list : List.of(before, discharge, taken)) {
                for (NormalisedMedication medication : list) {
                    if (!medication.stopped()) {
                        return medication;
                    }
                }
            }
            for (List<NormalisedMedication> list : List.of(before, discharge, taken)) {
                if (!list.isEmpty()) {
                    return list.get(0);
                }
            }
            return null;
        }

        boolean hasActive(ListKind kind) {
            return of(kind).stream().anyMatch(medication -> !medication.stopped());
        }
    }

    private final Vocabulary vocabulary;
    private final List<Draft> drafts = new ArrayList<>();

    private AlignLists(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    static List<Draft> of(
            Vocabulary vocabulary,
            List<NormalisedMedication> before,
            List<NormalisedMedication> discharge,
            List<NormalisedMedication> taken) {
        AlignLists work = new AlignLists(vocabulary);
        work.align(sorted(before), sorted(discharge), sorted(taken));
        work.drafts.removeIf(draft -> draft.first() == null);
        return work.drafts;
    }

    private void align(
            List<NormalisedMedication> before, List<NormalisedMedication> discharge, List<NormalisedMedication> taken) {
        place(active(before), ListKind.BEFORE_ADMISSION, draft -> null);
        // the same ingredients in both
        List<NormalisedMedication> open =
                joinSame(active(discharge), ListKind.DISCHARGE, draft -> onlyActive(draft, ListKind.BEFORE_ADMISSION));
        List<NormalisedMedication> stops = joinSame(
                stopped(discharge),
                ListKind.DISCHARGE,
                draft -> draft.hasActive(ListKind.DISCHARGE) ? null : onlyActive(draft, ListKind.BEFORE_ADMISSION));
        open = joinParts(open);
        open = joinSwapped(open);
        place(open, ListKind.DISCHARGE, draft -> null);
        // what was already stopped before the admission, and stops beside what replaces them
        place(stopped(before), ListKind.BEFORE_ADMISSION, Draft::first);
        place(stops, ListKind.DISCHARGE, Draft::first);
        alignTaken(taken);
    }

    private void alignTaken(List<NormalisedMedication> taken) {
        List<NormalisedMedication> open =
                joinSame(active(taken), ListKind.TAKEN, draft -> onlyActive(draft, ListKind.DISCHARGE));
        open = joinSame(
                open, ListKind.TAKEN, draft -> draft.hasActive(ListKind.TAKEN) || draft.swapped ? null : draft.first());
        open = joinPartsTaken(open);
        place(open, ListKind.TAKEN, draft -> null);
        List<NormalisedMedication> stops = joinSame(
                stopped(taken), ListKind.TAKEN, draft -> draft.hasActive(ListKind.TAKEN) ? null : draft.first());
        place(stops, ListKind.TAKEN, Draft::first);
    }

    private static @Nullable NormalisedMedication onlyActive(Draft draft, ListKind kind) {
        return draft.of(kind).stream()
                .filter(medication -> !medication.stopped())
                .findFirst()
                .orElse(null);
    }

    /**
     * Join each entry to the line that is most like it, one entry a line.
     *
     * @param anchor the entry of a line to compare with; null when the line is not open to more
     * @return what found no line
     */
    private List<NormalisedMedication> joinSame(
            List<NormalisedMedication> entries, ListKind kind, Function<Draft, @Nullable NormalisedMedication> anchor) {
        Map<String, List<Draft>> free = new HashMap<>();
        for (Draft draft : drafts) {
            NormalisedMedication with = anchor.apply(draft);
            if (with != null) {
                free.computeIfAbsent(with.key(), key -> new ArrayList<>()).add(draft);
            }
        }
        Map<String, List<NormalisedMedication>> waiting = new LinkedHashMap<>();
        entries.forEach(entry ->
                waiting.computeIfAbsent(entry.key(), key -> new ArrayList<>()).add(entry));
        List<NormalisedMedication> left = new ArrayList<>();
        waiting.forEach((key, same) -> {
            List<Draft> lines = free.getOrDefault(key, List.of());
            left.addAll(pair(same, lines, kind, anchor));
        });
        return left;
    }

    private static List<NormalisedMedication> pair(
            List<NormalisedMedication> entries,
            List<Draft> lines,
            ListKind kind,
            Function<Draft, @Nullable NormalisedMedication> anchor) {
        if (lines.isEmpty()) {
            return entries;
        }
        if (entries.size() > MOST_TO_WEIGH || lines.size() > MOST_TO_WEIGH) {
            return pairInOrder(entries, lines, kind, anchor);
        }
        record Pair(int entry, int line, int likeness) {}
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            for (int j = 0; j < lines.size(); j++) {
                NormalisedMedication with = anchor.apply(lines.get(j));
                if (with != null) {
                    pairs.add(new Pair(i, j, CompareEntries.likeness(entries.get(i), with)));
                }
            }
        }
        pairs.sort(Comparator.comparingInt((Pair pair) -> -pair.likeness())
                .thenComparingInt(Pair::entry)
                .thenComparingInt(Pair::line));
        Set<Integer> placed = new HashSet<>();
        Set<Integer> used = new HashSet<>();
        for (Pair pair : pairs) {
            if (!placed.contains(pair.entry()) && !used.contains(pair.line())) {
                placed.add(pair.entry());
                used.add(pair.line());
                lines.get(pair.line()).of(kind).add(entries.get(pair.entry()));
            }
        }
        List<NormalisedMedication> left = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (!placed.contains(i)) {
                left.add(entries.get(i));
            }
        }
        return left;
    }

    // the very same words first, so that a broken list compared with itself still matches
    private static List<NormalisedMedication> pairInOrder(
            List<NormalisedMedication> entries,
            List<Draft> lines,
            ListKind kind,
            Function<Draft, @Nullable NormalisedMedication> anchor) {
        Map<List<String>, List<Draft>> byWords = new HashMap<>();
        for (Draft line : lines) {
            NormalisedMedication with = anchor.apply(line);
            if (with != null) {
                byWords.computeIfAbsent(with.words(), words -> new ArrayList<>())
                        .add(line);
            }
        }
        Set<Draft> used = new HashSet<>();
        List<NormalisedMedication> rest = new ArrayList<>();
        for (NormalisedMedication entry : entries) {
            List<Draft> same = byWords.getOrDefault(entry.words(), List.of());
            if (same.isEmpty()) {
                rest.add(entry);
            } else {
                Draft line = same.remove(same.size() - 1);
                line.of(kind).add(entry);
                used.add(line);
            }
        }
        List<Draft> open = lines.stream().filter(line -> !used.contains(line)).toList();
        int matched = Math.min(rest.size(), open.size());
        for (int i = 0; i < matched; i++) {
            open.get(i).of(kind).add(rest.get(i));
        }
        return rest.subList(matched, rest.size());
    }

    // a line of its own for each entry, or the first line of the same ingredients
    private void place(
            List<NormalisedMedication> entries, ListKind kind, Function<Draft, @Nullable NormalisedMedication> anchor) {
        Map<String, Draft> byKey = new HashMap<>();
        for (Draft draft : drafts) {
            NormalisedMedication with = anchor.apply(draft);
            if (with != null) {
                byKey.putIfAbsent(with.key(), draft);
            }
        }
        for (NormalisedMedication entry : entries) {
            Draft line = byKey.get(entry.key());
            if (line == null) {
                line = new Draft();
                drafts.add(line);
            }
            line.of(kind).add(entry);
        }
    }

    // lisinopril/hydrochlorothiazide before, the two of them apart at discharge, or the other way round
    private List<NormalisedMedication> joinParts(List<NormalisedMedication> entries) {
        List<Draft> lines = drafts.stream()
                .filter(draft -> draft.hasActive(ListKind.BEFORE_ADMISSION) && draft.discharge.isEmpty())
                .toList();
        return joinByIngredient(entries, lines, ListKind.DISCHARGE, ListKind.BEFORE_ADMISSION);
    }

    private List<NormalisedMedication> joinPartsTaken(List<NormalisedMedication> entries) {
        List<Draft> lines = drafts.stream()
                .filter(draft -> draft.taken.isEmpty()
                        && (draft.hasActive(ListKind.DISCHARGE) || draft.hasActive(ListKind.BEFORE_ADMISSION)))
                .toList();
        return joinByIngredient(entries, lines, ListKind.TAKEN, ListKind.DISCHARGE);
    }

    private List<NormalisedMedication> joinByIngredient(
            List<NormalisedMedication> entries, List<Draft> lines, ListKind kind, ListKind with) {
        // by region and ingredient, so that a cream is no part of a tablet; only where one side is a combination
        Map<String, Draft> byIngredient = new HashMap<>();
        Map<Draft, Draft> mergedInto = new HashMap<>();
        for (Draft line : lines) {
            ListKind side = line.hasActive(with) ? with : ListKind.BEFORE_ADMISSION;
            for (NormalisedMedication medication : line.of(side)) {
                for (Ingredient ingredient : medication.ingredients()) {
                    byIngredient.putIfAbsent(place(medication, ingredient), line);
                }
            }
        }
        List<NormalisedMedication> left = new ArrayList<>();
        for (NormalisedMedication entry : entries) {
            Draft target = null;
            for (Ingredient ingredient : entry.ingredients()) {
                Draft line = root(byIngredient.get(place(entry, ingredient)), mergedInto);
                if (line == null || !combined(entry, line)) {
                    continue;
                }
                if (target == null) {
                    target = line;
                } else if (target != line) {
                    target.before.addAll(line.before);
                    target.discharge.addAll(line.discharge);
                    target.taken.addAll(line.taken);
                    mergedInto.put(line, target);
                }
            }
            if (target == null) {
                left.add(entry);
            } else {
                target.of(kind).add(entry);
            }
        }
        drafts.removeAll(mergedInto.keySet());
        return left;
    }

    private static @Nullable Draft root(@Nullable Draft line, Map<Draft, Draft> mergedInto) {
        Draft root = line;
        while (root != null && mergedInto.containsKey(root)) {
            root = mergedInto.get(root);
        }
        return root;
    }

    private static boolean combined(NormalisedMedication entry, Draft line) {
        return entry.ingredients().size() > 1
                || Stream.of(line.before, line.discharge)
                        .flatMap(List::stream)
                        .anyMatch(medication -> medication.ingredients().size() > 1);
    }

    private static String place(NormalisedMedication medication, Ingredient ingredient) {
        return medication.region() + " " + ingredient.name();
    }

    private List<NormalisedMedication> joinSwapped(List<NormalisedMedication> entries) {
        Map<String, List<Draft>> bySwap = new TreeMap<>();
        for (Draft draft : drafts) {
            NormalisedMedication before = onlyActive(draft, ListKind.BEFORE_ADMISSION);
            String swap = before == null || !draft.discharge.isEmpty() ? null : swapKey(before);
            if (swap != null) {
                bySwap.computeIfAbsent(swap, key -> new ArrayList<>()).add(draft);
            }
        }
        List<NormalisedMedication> left = new ArrayList<>();
        for (NormalisedMedication entry : entries) {
            String swap = swapKey(entry);
            List<Draft> lines = swap == null ? null : bySwap.get(swap);
            if (lines == null || lines.isEmpty()) {
                left.add(entry);
            } else {
                Draft line = lines.remove(0);
                line.discharge.add(entry);
                line.swapped = true;
            }
        }
        return left;
    }

    // the classes by which a formulary may swap this for something else; null when an ingredient has none
    private @Nullable String swapKey(NormalisedMedication medication) {
        List<String> classes = new ArrayList<>();
        for (Ingredient ingredient : medication.ingredients()) {
            String swap = vocabulary.classesOf(ingredient).stream()
                    .filter(MedicationClass::substitution)
                    .map(MedicationClass::name)
                    .findFirst()
                    .orElse(null);
            if (swap == null) {
                return null;
            }
            classes.add(swap);
        }
        classes.sort(Comparator.naturalOrder());
        return classes.isEmpty() ? null : medication.region() + " " + String.join(" ", classes);
    }

    private static List<NormalisedMedication> sorted(List<NormalisedMedication> list) {
        return list.stream().sorted(NormalisedMedication.ORDER).toList();
    }

    private static List<NormalisedMedication> active(List<NormalisedMedication> list) {
        return list.stream().filter(medication -> !medication.stopped()).toList();
    }

    private static List<NormalisedMedication> stopped(List<NormalisedMedication> list) {
        return list.stream().filter(NormalisedMedication::stopped).toList();
    }
}

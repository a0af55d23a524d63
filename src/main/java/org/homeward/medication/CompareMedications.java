package org.homeward.medication;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.homeward.medication.AlignLists.Draft;
import org.homeward.medication.Finding.Match;
import org.jspecify.annotations.Nullable;

/**
 * Compare the medicines before admission, at discharge and really taken.
 *
 * <p>A pure function of its arguments and the vocabulary: the same lists in any order make the same comparison. It decides
 * nothing; it names what somebody must decide.
 */
public final class CompareMedications {

    private static final Set<String> LOCAL_ONLY = Set.of("topical", "ophthalmic", "otic");
    private static final Set<String> INJECTED = Set.of("subcutaneous", "intramuscular", "intravenous");

    private final Vocabulary vocabulary;
    private final NormaliseMedication normalise;

    public CompareMedications(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.normalise = new NormaliseMedication(vocabulary);
    }

    /** Never fails, whatever the lists hold; each entry comes back in exactly one line. */
    public Comparison compare(MedicationLists lists, PatientFacts patient) {
        Map<ListKind, List<NormalisedMedication>> normalised = new EnumMap<>(ListKind.class);
        for (ListKind kind : ListKind.values()) {
            List<MedicationEntry> entries = lists.of(kind);
            normalised.put(
                    kind,
                    entries == null
                            ? List.of()
                            : entries.stream()
                                    .map(entry -> normalise.normalise(entry, kind))
                                    .toList());
        }
        List<Draft> drafts = AlignLists.of(
                vocabulary,
                normalised.getOrDefault(ListKind.BEFORE_ADMISSION, List.of()),
                normalised.getOrDefault(ListKind.DISCHARGE, List.of()),
                normalised.getOrDefault(ListKind.TAKEN, List.of()));
        return new Work(lists, patient, drafts).done();
    }

    /** Whether it is clear from these words which medicine is meant. */
    boolean reads(String medicine) {
        return normalise.reads(medicine);
    }

    /** Whether it names a substance and every word of it is known; that there is none is a decision and no reading. */
    boolean readsAllergy(String substance) {
        Vocabulary.Allergen whole = vocabulary.allergen(substance);
        return (whole == null || whole.kind() != Vocabulary.AllergenKind.NONE)
                && understands(new PatientFacts.Allergy(substance, null, null));
    }

    boolean understands(PatientFacts.Allergy allergy) {
        return Allergens.of(vocabulary, allergy).understood();
    }

    private final class Work {

        private final MedicationLists lists;
        private final PatientFacts patient;
        private final Map<Draft, String> keys = new LinkedHashMap<>();
        private final Map<Draft, List<Finding>> findings = new IdentityHashMap<>();
        private final Map<NormalisedMedication, Draft> lineOf = new IdentityHashMap<>();
        // what is to be taken or is taken, in the order of the lines
        private final List<NormalisedMedication> current = new ArrayList<>();

        Work(MedicationLists lists, PatientFacts patient, List<Draft> drafts) {
            this.lists = lists;
            this.patient = patient;
            List<Draft> sorted = new ArrayList<>(drafts);
            sorted.sort(Comparator.comparing(Work::first, NormalisedMedication.ORDER)
                    .thenComparing(Work::words));
            Map<String, Integer> seen = new HashMap<>();
            for (Draft draft : sorted) {
                String key = first(draft).key();
                int number = seen.merge(key, 1, Integer::sum);
                keys.put(draft, number == 1 ? key : key + " #" + number);
                findings.put(draft, new ArrayList<>());
                for (ListKind kind : ListKind.values()) {
                    for (NormalisedMedication medication : draft.of(kind)) {
                        lineOf.put(medication, draft);
                        if (kind != notCurrent() && !medication.stopped()) {
                            current.add(medication);
                        }
                    }
                }
            }
        }

        // the list before admission counts as current only while there is no discharge list
        private @Nullable ListKind notCurrent() {
            return lists.discharge() == null ? null : ListKind.BEFORE_ADMISSION;
        }

        private static NormalisedMedication first(Draft draft) {
            NormalisedMedication first = draft.first();
            if (first == null) {
                throw new IllegalStateException("A line without entries");
            }
            return first;
        }

        private static String words(Draft draft) {
            StringBuilder words = new StringBuilder();
            for (ListKind kind : ListKind.values()) {
                draft.of(kind).forEach(medication -> words.append(kind).append(medication.words()));
            }
            return words.toString();
        }

        Comparison done() {
            List<String> unreadAllergies = allergies();
            duplicates();
            interactions();
            inappropriate();
            Map<Draft, Difference> atDischarge = new IdentityHashMap<>();
            for (Draft draft : keys.keySet()) {
                Difference difference = atDischarge(draft);
                if (difference != null) {
                    atDischarge.put(draft, difference);
                }
                highAlert(draft, difference);
                uncoded(draft);
            }
            List<ComparisonLine> lines = new ArrayList<>();
            keys.forEach((draft, key) -> lines.add(new ComparisonLine(
                    key,
                    draft.before,
                    draft.discharge,
                    draft.taken,
                    atDischarge.get(draft),
                    atHome(draft),
                    !reasons(draft).isEmpty(),
                    findings.getOrDefault(draft, List.of()).stream()
                            .sorted(Comparator.comparing(Finding::category).thenComparing(Finding::about))
                            .toList())));
            return new Comparison(lines, lists.missing(), unreadAllergies);
        }

        private @Nullable Difference atDischarge(Draft draft) {
            if (lists.beforeAdmission() == null || lists.discharge() == null) {
                return null;
            }
            List<NormalisedMedication> before = active(draft.before);
            List<NormalisedMedication> discharge = active(draft.discharge);
            if (before.isEmpty() && discharge.isEmpty()) {
                return draft.before.isEmpty() && draft.discharge.isEmpty() ? null : Difference.of(Category.STOPPED);
            }
            if (before.isEmpty()) {
                return Difference.of(Category.NEW);
            }
            if (discharge.isEmpty()) {
                return Difference.of(draft.discharge.isEmpty() ? Category.OMISSION : Category.STOPPED);
            }
            return draft.swapped ? Difference.of(Category.SUBSTITUTION) : CompareEntries.of(before, discharge);
        }

        private @Nullable Difference atHome(Draft draft) {
            if (lists.taken() == null || lists.discharge() == null && lists.beforeAdmission() == null) {
                return null;
            }
            List<NormalisedMedication> told = active(lists.discharge() == null ? draft.before : draft.discharge);
            List<NormalisedMedication> taken = active(draft.taken);
            if (told.isEmpty() && taken.isEmpty()) {
                return null;
            }
            if (told.isEmpty()) {
                return Difference.of(Category.NEW);
            }
            if (taken.isEmpty()) {
                return Difference.of(draft.taken.isEmpty() ? Category.OMISSION : Category.STOPPED);
            }
            return CompareEntries.of(told, taken);
        }

        private static List<NormalisedMedication> active(List<NormalisedMedication> medications) {
            return medications.stream()
                    .filter(medication -> !medication.stopped())
                    .toList();
        }

        private void raise(Collection<NormalisedMedication> medications, Finding finding) {
            Set<Draft> lines = new LinkedHashSet<>();
            medications.forEach(medication -> lines.add(line(medication)));
            lines.forEach(line -> add(line, finding));
        }

        private void add(Draft line, Finding finding) {
            findings.computeIfAbsent(line, of -> new ArrayList<>()).add(finding);
        }

        private Draft line(NormalisedMedication medication) {
            Draft line = lineOf.get(medication);
            if (line == null) {
                throw new IllegalStateException("An entry without a line");
            }
            return line;
        }

        private List<String> lineKeys(Collection<NormalisedMedication> medications) {
            Set<String> of = new TreeSet<>();
            medications.forEach(medication -> of.add(keys.getOrDefault(line(medication), "")));
            return List.copyOf(of);
        }

        private void duplicates() {
            Map<String, Set<NormalisedMedication>> sameIngredient = new TreeMap<>();
            Map<String, Set<NormalisedMedication>> sameClass = new TreeMap<>();
            for (ListKind kind : ListKind.values()) {
                Map<String, List<NormalisedMedication>> byIngredient = new TreeMap<>();
                Map<String, List<NormalisedMedication>> byClass = new TreeMap<>();
                for (NormalisedMedication medication : current) {
                    if (medication.list() != kind) {
                        continue;
                    }
                    Set<String> classes = new TreeSet<>();
                    for (Ingredient ingredient : medication.ingredients()) {
                        byIngredient
                                .computeIfAbsent(
                                        medication.region() + "|" + ingredient.name(), key -> new ArrayList<>())
                                .add(medication);
                        vocabulary.classesOf(ingredient).stream()
                                .filter(MedicationClass::duplicate)
                                .forEach(of -> classes.add(of.name()));
                    }
                    classes.forEach(
                            of -> byClass.computeIfAbsent(medication.region() + "|" + of, key -> new ArrayList<>())
                                    .add(medication));
                }
                byIngredient.forEach((key, medications) -> {
                    if (medications.size() > 1) {
                        sameIngredient
                                .computeIfAbsent(key, of -> newIdentitySet())
                                .addAll(medications);
                    }
                });
                byClass.forEach((key, medications) -> {
                    String of = key.substring(key.indexOf('|') + 1);
                    if (medications.stream()
                                    .map(medication -> membersOf(medication, of))
                                    .distinct()
                                    .count()
                            > 1) {
                        sameClass.computeIfAbsent(key, any -> newIdentitySet()).addAll(medications);
                    }
                });
            }
            sameIngredient.forEach((key, medications) -> raise(
                    medications,
                    new Finding.Duplicate(
                            Match.INGREDIENT, key.substring(key.indexOf('|') + 1), lineKeys(medications))));
            sameClass.forEach((key, medications) -> {
                String of = key.substring(key.indexOf('|') + 1);
                String label = vocabulary
                        .medicationClass(of)
                        .map(MedicationClass::label)
                        .orElse(of);
                raise(medications, new Finding.Duplicate(Match.CLASS, label, lineKeys(medications)));
            });
        }

        private static <T> Set<T> newIdentitySet() {
            return Collections.newSetFromMap(new IdentityHashMap<>());
        }

        private static Set<String> membersOf(NormalisedMedication medication, String medicationClass) {
            Set<String> members = new TreeSet<>();
            for (Ingredient ingredient : medication.ingredients()) {
                if (ingredient.classes().contains(medicationClass)) {
                    members.add(ingredient.name());
                }
            }
            return members;
        }

        private void interactions() {
            Map<Ingredient, List<NormalisedMedication>> byIngredient = new TreeMap<>();
            for (NormalisedMedication medication : current) {
                if (!LOCAL_ONLY.contains(medication.region())) {
                    medication.ingredients().forEach(ingredient -> byIngredient
                            .computeIfAbsent(ingredient, key -> new ArrayList<>())
                            .add(medication));
                }
            }
            Set<String> seen = new TreeSet<>();
            for (Vocabulary.Pair pair : vocabulary.pairs()) {
                List<Ingredient> rights = byIngredient.keySet().stream()
                        .filter(ingredient -> belongs(ingredient, pair.right()))
                        .toList();
                for (Ingredient left : byIngredient.keySet()) {
                    for (Ingredient right : belongs(left, pair.left()) ? rights : List.<Ingredient>of()) {
                        if (left.equals(right)) {
                            continue;
                        }
                        String one = left.compareTo(right) < 0 ? left.name() : right.name();
                        String other = left.compareTo(right) < 0 ? right.name() : left.name();
                        Set<NormalisedMedication> both = newIdentitySet();
                        both.addAll(byIngredient.getOrDefault(left, List.of()));
                        both.addAll(byIngredient.getOrDefault(right, List.of()));
                        if (seen.add(pair.number() + " " + one + " " + other)) {
                            raise(both, new Finding.Interaction(pair.number(), one, other, lineKeys(both)));
                        }
                    }
                }
            }
        }

        private static boolean belongs(Ingredient ingredient, String classOrName) {
            return ingredient.name().equals(classOrName) || ingredient.classes().contains(classOrName);
        }

        private List<String> allergies() {
            Set<String> unread = new TreeSet<>();
            for (PatientFacts.Allergy allergy : patient.allergies()) {
                Allergens allergens = Allergens.of(vocabulary, allergy);
                if (!allergens.understood()) {
                    unread.add(allergy.text());
                }
                for (NormalisedMedication medication : current) {
                    Finding.AllergyHit hit = allergens.hit(medication, allergy.words());
                    if (hit != null) {
                        add(line(medication), hit);
                    }
                }
            }
            // the same allergy told twice, or the same medicine in two lists, is one finding
            findings.replaceAll((draft, of) -> new ArrayList<>(new LinkedHashSet<>(of)));
            return List.copyOf(unread);
        }

        private void inappropriate() {
            if (!patient.elderly() || patient.hospice()) {
                return;
            }
            vocabulary.inappropriate().forEach((of, why) -> {
                List<NormalisedMedication> hits = current.stream()
                        .filter(medication ->
                                medication.ingredients().stream().anyMatch(ingredient -> belongs(ingredient, of)))
                        .toList();
                raise(hits, new Finding.Inappropriate(of, why));
            });
        }

        private void highAlert(Draft draft, @Nullable Difference atDischarge) {
            boolean settled = atDischarge != null
                    && atDischarge.change() == Category.STOPPED
                    && active(draft.taken).isEmpty();
            List<String> reasons = reasons(draft);
            if (!reasons.isEmpty() && !settled) {
                add(draft, new Finding.HighAlert(reasons));
            }
        }

        private List<String> reasons(Draft draft) {
            Set<String> reasons = new TreeSet<>();
            for (ListKind kind : ListKind.values()) {
                for (NormalisedMedication medication : draft.of(kind)) {
                    if (medication.entry().highAlert()) {
                        reasons.add("marked by the sender");
                    }
                    for (Ingredient ingredient : medication.ingredients()) {
                        for (MedicationClass of : vocabulary.classesOf(ingredient)) {
                            if (of.highAlert() == MedicationClass.HighAlert.YES
                                    || of.highAlert() == MedicationClass.HighAlert.INJECTED && injected(medication)) {
                                reasons.add(of.label());
                            }
                        }
                    }
                }
            }
            return List.copyOf(reasons);
        }

        // a route that nobody stated may be an injection
        private static boolean injected(NormalisedMedication medication) {
            String route = medication.route().orNull();
            return route == null || INJECTED.contains(route);
        }

        private void uncoded(Draft draft) {
            for (ListKind kind : ListKind.values()) {
                for (NormalisedMedication medication : draft.of(kind)) {
                    if (!medication.unread().isEmpty()) {
                        add(draft, new Finding.Uncoded(kind, medication.entry().id(), medication.unread()));
                    }
                }
            }
        }
    }
}

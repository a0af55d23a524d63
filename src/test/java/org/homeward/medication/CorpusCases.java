package org.homeward.medication;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the corpus; its format stands at the head of {@code handwritten.txt}. */
final class CorpusCases {

    private static final Path FOLDER = Path.of("src/test/resources/org/homeward/medication/corpus");

    /** One case and everything that it expects, as sorted lines such as {@code CHANGED furosemide: STRENGTH DOSE}. */
    record Case(String name, MedicationLists lists, PatientFacts patient, List<String> expected) {}

    private CorpusCases() {}

    static List<Case> read(String file) {
        List<Case> cases = new ArrayList<>();
        Draft draft = null;
        for (String line : lines(file)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("case ")) {
                if (draft != null) {
                    cases.add(draft.done());
                }
                draft = new Draft(line.substring(5));
            } else if (draft == null) {
                throw new IllegalStateException("Before the first case: " + line);
            } else {
                draft.add(line);
            }
        }
        if (draft != null) {
            cases.add(draft.done());
        }
        return cases;
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the code says of a case, in the form of what is expected. */
    static List<String> found(Case of, CompareMedications compare) {
        Comparison comparison = compare.compare(of.lists(), of.patient());
        List<String> found = new ArrayList<>();
        for (ComparisonLine line : comparison.lines()) {
            found.addAll(said("", line, line.atDischarge()));
            found.addAll(said("HOME ", line, line.atHome()));
        }
        for (Discrepancy discrepancy : comparison.discrepancies()) {
            boolean ofLine = discrepancy.lines().size() == 1;
            String about = ofLine ? plain(discrepancy.lines().get(0)) : "";
            switch (discrepancy.category()) {
                case HIGH_ALERT, PIM -> found.add(discrepancy.category() + " " + about);
                case UNCODED ->
                    found.add(ofLine ? "UNCODED " + about + ": " + discrepancy.detail() : "UNCODED allergy");
                default -> {}
            }
        }
        comparison.lines().stream()
                .flatMap(line -> line.findings().stream())
                .map(CorpusCases::said)
                .filter(words -> !words.isEmpty())
                .distinct()
                .forEach(found::add);
        return found.stream().sorted().toList();
    }

    private static List<String> said(String prefix, ComparisonLine line, @Nullable Difference difference) {
        if (difference == null) {
            return List.of();
        }
        String attributes = difference.attributes().stream().map(Enum::name).collect(Collectors.joining(" "));
        return List.of(prefix + difference.change() + " " + plain(line.key())
                + (attributes.isEmpty() ? "" : ": " + attributes));
    }

    private static String said(Finding finding) {
        if (finding instanceof Finding.Duplicate duplicate) {
            return "DUPLICATE " + duplicate.of();
        }
        if (finding instanceof Finding.Interaction interaction) {
            return "INTERACTION " + interaction.pair() + " " + interaction.one() + " " + interaction.other();
        }
        return finding instanceof Finding.AllergyHit hit ? "ALLERGY " + hit.ingredient() : "";
    }

    // of several lines of one medicine the numbers say nothing
    private static String plain(String key) {
        return key.replaceAll(" #\\d+$", "");
    }

    private static final class Draft {

        private final String name;
        private final List<MedicationEntry> before = new ArrayList<>();
        private final List<MedicationEntry> discharge = new ArrayList<>();
        private final List<MedicationEntry> taken = new ArrayList<>();
        private boolean takenKnown;
        private int age = 54;
        private final List<PatientFacts.Allergy> allergies = new ArrayList<>();
        private final List<String> expected = new ArrayList<>();

        Draft(String name) {
            this.name = name;
        }

        void add(String line) {
            int blank = line.indexOf(' ');
            String rest = line.substring(blank + 1).strip();
            switch (line.substring(0, blank)) {
                case "age" -> age = Integer.parseInt(rest);
                case "allergy" -> allergies.add(new PatientFacts.Allergy(rest, null, null));
                case "before" -> add(before, rest);
                case "discharge" -> add(discharge, rest);
                case "taken" -> {
                    takenKnown = true;
                    add(taken, rest);
                }
                case "=>" -> expected.add(rest);
                default -> throw new IllegalStateException(name + ": " + line);
            }
        }

        private static void add(List<MedicationEntry> list, String words) {
            if (!words.toLowerCase(Locale.ROOT).equals("none")) {
                list.add(MedicationFixtures.med(words));
            }
        }

        Case done() {
            return new Case(
                    name,
                    new MedicationLists(before, discharge, takenKnown ? taken : null),
                    new PatientFacts(allergies, age, false),
                    expected.stream().sorted().toList());
        }
    }
}

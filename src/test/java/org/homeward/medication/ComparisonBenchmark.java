package org.homeward.medication;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Measure how long comparing three lists of 200 entries takes; the target is under 50 ms after warm-up. Not a test: a
 * shared machine would make it fail by chance. Run {@link #main} from an IDE, or with
 * {@code mvn test-compile exec:java -Dexec.classpathScope=test -Dexec.mainClass=org.homeward.medication.ComparisonBenchmark}.
 */
public final class ComparisonBenchmark {

    private static final int ENTRIES = 200;
    private static final int WARM_UP = 200;
    private static final int RUNS = 200;

    private ComparisonBenchmark() {}

    public static void main(String[] arguments) {
        CompareMedications compare = new CompareMedications(Vocabulary.packaged());
        List<List<MedicationEntry>> lists = lists(ENTRIES);
        MedicationLists three = new MedicationLists(lists.get(0), lists.get(1), lists.get(2));
        PatientFacts patient = new PatientFacts(
                List.of(
                        new PatientFacts.Allergy("penicillin", null, null),
                        new PatientFacts.Allergy("sulfa", null, null)),
                70,
                false);
        int lines = 0;
        for (int i = 0; i < WARM_UP; i++) {
            lines += compare.compare(three, patient).lines().size();
        }
        long[] nanos = new long[RUNS];
        for (int i = 0; i < RUNS; i++) {
            long from = System.nanoTime();
            lines += compare.compare(three, patient).discrepancies().size();
            nanos[i] = System.nanoTime() - from;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "3 lists of %d entries: median %.1f ms, 95th percentile %.1f ms, longest %.1f ms (%d)%n",
                ENTRIES, nanos[RUNS / 2] / 1e6, nanos[RUNS * 95 / 100] / 1e6, nanos[RUNS - 1] / 1e6, lines);
    }

    /** Three lists of different medicines in usual notations, the same each time. */
    static List<List<MedicationEntry>> lists(int entries) {
        Random random = new Random(42);
        List<String> names = new ArrayList<>(Vocabulary.packaged().ingredients().stream()
                .map(Ingredient::name)
                .toList());
        String[] doses = {"1 tab", "2 tabs", "20 mg", "1/2 tab", "1-2 tabs"};
        String[] often = {"bid", "q8h", "once a day at bedtime", "q6-8h prn", "cada 8 horas"};
        List<List<MedicationEntry>> lists = new ArrayList<>();
        for (int list = 0; list < 3; list++) {
            List<MedicationEntry> of = new ArrayList<>();
            for (int i = 0; i < entries; i++) {
                String name = names.get(random.nextInt(names.size()));
                int strength = 5 * (1 + random.nextInt(8));
                of.add(MedicationEntry.of(list + "-" + i, name + " " + strength + " mg tablet")
                        .withUse(doses[random.nextInt(doses.length)], "by mouth", often[random.nextInt(often.length)]));
            }
            lists.add(of);
        }
        return lists;
    }
}

package org.homeward.medication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.medication.MedicationFixtures.COMPARE;
import static org.homeward.medication.MedicationFixtures.PATIENT;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lists that no patient has: they end, they are complete, and they cost what their length says and not its square. {@link ComparisonBenchmark} measures. */
@Timeout(60)
class LargeListsTests {

    private static final int MANY = 5_000;

    private static List<MedicationEntry> many(IntFunction<String> text) {
        List<MedicationEntry> list = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            list.add(MedicationEntry.of("e" + i, text.apply(i)).withUse("1 tab", "po", "daily"));
        }
        return list;
    }

    private static void comparesCompletely(List<MedicationEntry> before, List<MedicationEntry> discharge) {
        Comparison comparison = COMPARE.compare(new MedicationLists(before, discharge, before), PATIENT);

        assertThat(comparison.lines().stream()
                        .mapToInt(line -> line.entries().size())
                        .sum())
                .isEqualTo(2 * before.size() + discharge.size());
        // duplicates name their lines once, not each other
        assertThat(comparison.discrepancies().size()).isLessThanOrEqualTo(6 * MANY);
    }

    @Test
    void fiveThousandTimesTheSameMedicine() {
        comparesCompletely(many(i -> "lisinopril 10 mg"), many(i -> "lisinopril 10 mg"));
    }

    @Test
    void fiveThousandStrengthsOfOneMedicine() {
        comparesCompletely(many(i -> "lisinopril " + i + " mg"), many(i -> "lisinopril " + (i + 1) + " mg"));
    }

    @Test
    void fiveThousandMedicinesThatNobodyKnows() {
        comparesCompletely(many(i -> "zzyzxin" + i), many(i -> "<b>zzyzxin" + i + "</b>"));
    }

    @Test
    void fiveThousandCombinationsBesideTheirParts() {
        comparesCompletely(
                many(i -> "lisinopril/hydrochlorothiazide 20 mg/12.5 mg"),
                many(i -> i % 2 == 0 ? "lisinopril 20 mg" : "hydrochlorothiazide 12.5 mg"));
    }

    @Test
    void longWordsAreReadNoFurther() {
        List<MedicationEntry> list = List.of(
                MedicationEntry.of("1", "lisinopril 10 mg " + "a".repeat(10_240)),
                MedicationEntry.of("2", "1/2 ".repeat(2_560)),
                MedicationEntry.of("3", "lisinopril 10 mg").withUse("1 ".repeat(5_000), null, "q8h ".repeat(5_000)));

        Comparison comparison = COMPARE.compare(new MedicationLists(list, list, null), PATIENT);

        assertThat(comparison.lines()).hasSize(3).allSatisfy(line -> {
            assertThat(line.categories()).contains(Category.CONTINUE, Category.UNCODED);
            assertThat(line.key().length()).isLessThan(100);
        });
    }
}

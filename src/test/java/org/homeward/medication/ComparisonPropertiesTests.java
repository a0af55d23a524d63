package org.homeward.medication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.medication.MedicationFixtures.COMPARE;
import static org.homeward.medication.MedicationFixtures.PATIENT;
import static org.homeward.medication.MedicationFixtures.VOCABULARY;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What holds for any lists: nothing is lost, nothing depends on the order, the same is the same under any name. */
class ComparisonPropertiesTests {

    private static final int TRIES = 150;
    private static final List<String> BRANDS =
            VOCABULARY.brands().keySet().stream().sorted().toList();
    private static final List<String> GENERICS =
            VOCABULARY.ingredients().stream().map(Ingredient::name).sorted().toList();
    private static final String[] STRENGTHS = {"5 mg", "20 mg", "0,5 mg", "100 mcg", "5 mg/5 mL", ""};
    private static final String[] DOSES = {"1 tab", "1/2 tab", "20 mg", "1-2 tabs", "0.5 mg/kg", "two drops of hope", ""
    };
    private static final String[] ROUTES = {"po", "by mouth", "subq", "topical", "where it hurts", ""};
    private static final String[] FREQUENCIES = {"bid", "q6-8h prn", "cada 8 horas", "weekly", "as directed", ""};

    /** A medicine by name and use; status and code too where wished. */
    record Line(String name, String strength, String dose, String route, String frequency, MedicationStatus status) {

        MedicationEntry entry(int number) {
            return MedicationEntry.of("e" + number, (name + " " + strength).strip())
                    .withUse(orNull(dose), orNull(route), orNull(frequency))
                    .withStatus(status, false);
        }

        Line named(String other) {
            return new Line(other, strength, dose, route, frequency, status);
        }

        private static @Nullable String orNull(String words) {
            return words.isEmpty() ? null : words;
        }
    }

    @Property(tries = TRIES)
    void aListComparedWithItselfOnlyContinues(@ForAll("active") @Size(max = 25) List<Line> lines) {
        List<MedicationEntry> one = entries(lines, 0);
        List<MedicationEntry> same = entries(lines, 1000);
        List<MedicationEntry> again = entries(lines, 2000);
        Collections.reverse(same);

        Comparison comparison = COMPARE.compare(new MedicationLists(one, same, again), PATIENT);

        assertThat(comparison.lines()).hasSize(lines.size()).allSatisfy(line -> {
            assertThat(line.atDischarge()).isEqualTo(Difference.of(Category.CONTINUE));
            assertThat(line.atHome()).isEqualTo(Difference.of(Category.CONTINUE));
            assertThat(line.entries()).hasSize(3);
        });
    }

    @Property(tries = TRIES)
    void theOrderOfEntriesDoesNotMatter(
            @ForAll("lines") @Size(max = 15) List<Line> before,
            @ForAll("lines") @Size(max = 15) List<Line> discharge,
            @ForAll("lines") @Size(max = 15) List<Line> taken,
            @ForAll Random random) {
        MedicationLists lists = new MedicationLists(entries(before, 0), entries(discharge, 1000), entries(taken, 2000));
        MedicationLists shuffled = new MedicationLists(
                shuffled(lists.beforeAdmission(), random),
                shuffled(lists.discharge(), random),
                shuffled(lists.taken(), random));

        assertThat(COMPARE.compare(shuffled, PATIENT)).isEqualTo(COMPARE.compare(lists, PATIENT));
    }

    @Property(tries = TRIES)
    void everyEntryComesBackInExactlyOneLineAsItWasReceived(
            @ForAll("hostile") @Size(max = 12) List<MedicationEntry> before,
            @ForAll("hostile") @Size(max = 12) List<MedicationEntry> discharge,
            @ForAll("hostile") @Size(max = 12) List<MedicationEntry> taken,
            @ForAll("mask") int given) {
        MedicationLists lists = new MedicationLists(
                (given & 1) == 0 ? null : before, (given & 2) == 0 ? null : discharge, (given & 4) == 0 ? null : taken);

        Comparison comparison = COMPARE.compare(lists, PATIENT);

        for (ListKind kind : ListKind.values()) {
            List<MedicationEntry> in = lists.of(kind);
            List<MedicationEntry> out = new ArrayList<>();
            for (ComparisonLine line : comparison.lines()) {
                assertThat(line.entries()).isNotEmpty();
                line.entries().stream()
                        .filter(medication -> medication.list() == kind)
                        .forEach(medication -> out.add(medication.entry()));
            }
            assertThat(out).containsExactlyInAnyOrderElementsOf(in == null ? List.of() : in);
        }
        assertThat(comparison.lines()).extracting(ComparisonLine::key).doesNotHaveDuplicates();
        assertThat(comparison.discrepancies())
                .extracting(Discrepancy::key)
                .doesNotHaveDuplicates()
                .allSatisfy(key -> assertThat(key.length()).isLessThan(400));
    }

    @Property(tries = TRIES)
    void callingABrandByItsGenericNameChangesNothing(
            @ForAll("branded") @Size(max = 15) List<Line> before,
            @ForAll("branded") @Size(max = 15) List<Line> discharge) {
        MedicationLists brands = new MedicationLists(entries(before, 0), entries(discharge, 1000), null);
        MedicationLists generics =
                new MedicationLists(entries(generic(before), 0), entries(generic(discharge), 1000), null);

        assertThat(summary(COMPARE.compare(generics, PATIENT))).isEqualTo(summary(COMPARE.compare(brands, PATIENT)));
    }

    @Property(tries = TRIES)
    void whatIsNotCodedIsAlwaysAThingToLookAt(@ForAll("hostile") @Size(min = 1, max = 12) List<MedicationEntry> list) {
        Comparison comparison = COMPARE.compare(new MedicationLists(list, list, list), PATIENT);

        List<String> asked = comparison.discrepancies().stream()
                .filter(discrepancy -> discrepancy.category() == Category.UNCODED)
                .flatMap(discrepancy -> discrepancy.lines().stream())
                .toList();
        for (ComparisonLine line : comparison.lines()) {
            if (line.entries().stream().anyMatch(medication -> !medication.coded())) {
                assertThat(asked).contains(line.key());
            }
        }
    }

    private static List<MedicationEntry> entries(List<Line> lines, int from) {
        List<MedicationEntry> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            entries.add(lines.get(i).entry(from + i));
        }
        return entries;
    }

    private static List<Line> generic(List<Line> lines) {
        return lines.stream()
                .map(line -> line.named(VOCABULARY.brands().getOrDefault(line.name(), line.name())))
                .toList();
    }

    private static @Nullable List<MedicationEntry> shuffled(@Nullable List<MedicationEntry> list, Random random) {
        if (list == null) {
            return null;
        }
        List<MedicationEntry> shuffled = new ArrayList<>(list);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    // everything that a comparison says, without the words that it was said in
    private static Map<String, String> summary(Comparison comparison) {
        Map<String, String> summary = new TreeMap<>();
        for (ComparisonLine line : comparison.lines()) {
            summary.merge(
                    line.key().replaceAll(" #\\d+$", ""),
                    line.atDischarge() + " " + line.categories() + " " + line.highAlert(),
                    (one, other) -> one.compareTo(other) < 0 ? one + "; " + other : other + "; " + one);
        }
        return summary;
    }

    @Provide
    Arbitrary<Integer> mask() {
        return Arbitraries.integers().between(0, 7);
    }

    @Provide
    Arbitrary<List<Line>> lines() {
        return line(names(), Arbitraries.of(MedicationStatus.class)).list();
    }

    @Provide
    Arbitrary<List<Line>> active() {
        return line(names(), Arbitraries.of(MedicationStatus.ACTIVE, MedicationStatus.ON_HOLD))
                .list();
    }

    @Provide
    Arbitrary<List<Line>> branded() {
        // few names, so that the lists have something in common
        return line(Arbitraries.of(BRANDS), Arbitraries.of(MedicationStatus.ACTIVE, MedicationStatus.STOPPED))
                .list();
    }

    private static Arbitrary<String> names() {
        return Arbitraries.oneOf(
                Arbitraries.of("Lasix", "furosemide", "Zestoretic", "lisinopril", "hydrochlorothiazide", "omeprazole"),
                Arbitraries.of(BRANDS),
                Arbitraries.of(GENERICS),
                Arbitraries.of(
                        "Zzyzxumab", "water pill", "STOP warfarin", "aspirin, ibuprofen", "amoxicillin-zzyzxin"));
    }

    private static Arbitrary<Line> line(Arbitrary<String> names, Arbitrary<MedicationStatus> statuses) {
        return Combinators.combine(
                        names,
                        Arbitraries.of(STRENGTHS),
                        Arbitraries.of(DOSES),
                        Arbitraries.of(ROUTES),
                        Arbitraries.of(FREQUENCIES),
                        statuses)
                .as(Line::new);
    }

    @Provide
    Arbitrary<List<MedicationEntry>> hostile() {
        Arbitrary<String> words = Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(60),
                Arbitraries.strings()
                        .withChars("0123456789.,/-+% mgtabqhdU½µ\u0000\u202e")
                        .ofMaxLength(40),
                Arbitraries.of(
                        "",
                        " ",
                        "<script>alert(1)</script> lisinopril",
                        "x".repeat(10_240),
                        "lisinopril ".repeat(1_000),
                        "1/0 tab",
                        "0/0 tab",
                        "-5 mg",
                        "every 0 hours",
                        "q0h",
                        "999999999999999999999999999999 mg",
                        "1e9999 mg",
                        "5 mg/0 mL",
                        "'; drop table medication; --",
                        "lisinopril\r\n10 mg\u0007",
                        "1 1/2 1/2 1/2 tab",
                        "Ⅷ mg",
                        "٣ mg"));
        return Combinators.combine(words, words, words, words, words, Arbitraries.of(MedicationStatus.class))
                .as((text, strength, dose, route, frequency, status) -> MedicationEntry.of(
                                String.valueOf(text.hashCode()), text)
                        .withCode("rxnorm", strength)
                        .withProduct(dose.length() % 3 == 0 ? List.of(route) : List.of(), strength, route)
                        .withUse(dose, route, frequency)
                        .withStatus(status, false))
                .list();
    }
}

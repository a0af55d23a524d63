package org.homeward.medication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.medication.MedicationFixtures.COMPARE;
import static org.homeward.medication.MedicationFixtures.PATIENT;
import static org.homeward.medication.MedicationFixtures.atDischarge;
import static org.homeward.medication.MedicationFixtures.list;
import static org.homeward.medication.MedicationFixtures.med;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.homeward.medication.Discrepancy.Detail;
import org.homeward.medication.Discrepancy.Step;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareMedicationsTests {

    private static String change(String before, String discharge) {
        ComparisonLine line = onlyLine(atDischarge(list(before), list(discharge)));
        Difference difference = Objects.requireNonNull(line.atDischarge());
        return difference.change()
                + difference.attributes().stream()
                        .map(attribute -> " " + attribute)
                        .collect(Collectors.joining());
    }

    private static ComparisonLine onlyLine(Comparison comparison) {
        assertThat(comparison.lines()).hasSize(1);
        return comparison.lines().get(0);
    }

    private static ComparisonLine line(Comparison comparison, String key) {
        return comparison.lines().stream()
                .filter(line -> line.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line " + key + " in "
                        + comparison.lines().stream().map(ComparisonLine::key).toList()));
    }

    private static @Nullable Category at(@Nullable Difference difference) {
        return difference == null ? null : difference.change();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            furosemide 20 mg tablet | 1 tab | po | daily ; Lasix 20 mg tab | one tablet | by mouth | once a day     ; CONTINUE
            furosemide 20 mg tablet | 2 tabs | po | daily ; furosemide 40 mg tablet | 1 tab | po | daily            ; CHANGED STRENGTH
            furosemide 20 mg tablet | 1 tab | po | daily ; furosemide 40 mg tablet | 1 tab | po | daily             ; CHANGED STRENGTH DOSE
            furosemide 20 mg tablet | 1 tab | po | bid ; furosemide 40 mg tablet | 1 tab | po | daily               ; CHANGED STRENGTH FREQUENCY
            furosemide 20 mg tablet | 1 tab | po | daily ; furosemide 20 mg tablet | 1 tab | po | bid               ; CHANGED DOSE FREQUENCY
            furosemide 20 mg tablet | 1 tab | po | bid ; furosemide 20 mg tablet | 1 tab | po | q12h                ; CONTINUE
            furosemide 20 mg tablet | 1 tab | po | daily ; furosemide 10 mg/mL oral solution | 2 mL | po | daily    ; CHANGED STRENGTH FORM
            furosemide 20 mg tablet | 1 tab | po | daily ; furosemide 10 mg/mL injection | 2 mL | iv | daily        ; CHANGED STRENGTH FORM ROUTE
            furosemide 20 mg tablet | 1 tab | po | daily ; furosemide 20 mg tablet | 1 tab | po | daily prn         ; CHANGED FREQUENCY
            metoprolol tartrate 50 mg tab | 1 tab | po | bid ; Toprol XL 100 mg tab | 1 tab | po | daily            ; CHANGED STRENGTH FORM FREQUENCY
            methotrexate 2.5 mg tab | 6 tabs | po | weekly ; methotrexate 2.5 mg tab | 6 tabs | po | daily          ; CHANGED DOSE FREQUENCY
            levothyroxine 0.05 mg tab | 1 tab | po | daily ; levothyroxine 50 mcg tab | 1 tab | po | daily          ; CONTINUE
            levothyroxine 50 mcg tab | 1 tab | po | qam ; levothyroxine 50 mcg tab | 1 tab | po | at bedtime        ; CHANGED FREQUENCY
            levothyroxine 50 mcg tab | 1 tab | po | daily ; levothyroxine 50 mcg tab | 1 tab | po | at bedtime      ; CONTINUE
            amoxicillin 250 mg/5 mL suspension | 10 mL | po | tid ; amoxicillin 50 mg/mL suspension | 10 mL | po | tid ; CONTINUE
            amoxicillin 500 mg capsule | 1 cap | po | tid ; amoxicillin 250 mg/5 mL suspension | 10 mL | po | tid   ; CHANGED STRENGTH FORM
            insulin glargine 100 units/mL | 10 units | subq | at bedtime ; Lantus | 12 units | under the skin | qhs ; CHANGED DOSE
            Percocet 5-325 mg tablet | 1 tab | po | q6h prn ; oxycodone-acetaminophen 5 mg/325 mg tab | 1 tab | po | every 6 hours as needed ; CONTINUE
            Percocet 5-325 mg tablet | 1 tab | po | q6h prn ; acetaminophen/oxycodone 325 mg/10 mg tab | 1 tab | po | q6h prn ; CHANGED STRENGTH DOSE
            lisinopril 20 mg daily ; lisinopril 20 mg tablet | 1 tab | po | daily                                   ; CONTINUE
            lisinopril 10 mg tab | 1 tab | po | daily ; lisinopril 10 mg tab | 1 tab | po | daily | ON_HOLD         ; CHANGED STATUS
            gentoo powder | a pinch | po | daily ; gentoo powder | a pinch | po | daily                             ; CONTINUE
            gentoo powder | a pinch | po | daily ; gentoo powder | two pinches | po | daily                         ; CHANGED DOSE
            fentanyl 25 mcg/hr patch | 1 patch | transdermal | q72h ; fentanyl 50 mcg/hr patch | 1 patch | transdermal | q72h ; CHANGED STRENGTH DOSE
            acetaminophen 10 mg/kg | | po | q6h ; acetaminophen | 15 mg/kg | po | q6h                               ; CHANGED DOSE
            """)
    void saysWhatDiffers(String before, String discharge, String expected) {
        assertThat(change(before, discharge)).isEqualTo(expected);
    }

    @Test
    void tellsNewStoppedAndLeftOutApart() {
        Comparison comparison = atDischarge(
                list("aspirin 81 mg daily", "ibuprofen 400 mg tid", "gabapentin 300 mg tid | | | | STOPPED"),
                list("apixaban 5 mg bid", "ibuprofen | | | | STOPPED"));

        assertThat(at(line(comparison, "aspirin").atDischarge())).isEqualTo(Category.OMISSION);
        assertThat(at(line(comparison, "ibuprofen").atDischarge())).isEqualTo(Category.STOPPED);
        assertThat(at(line(comparison, "gabapentin").atDischarge())).isEqualTo(Category.STOPPED);
        assertThat(at(line(comparison, "apixaban").atDischarge())).isEqualTo(Category.NEW);
    }

    @Test
    void aStopBesideWhatReplacesItIsAChangeAndNoLineOfItsOwn() {
        Comparison comparison = atDischarge(
                list("metoprolol 25 mg bid"), list("metoprolol 25 mg bid | | | | STOPPED", "metoprolol 50 mg bid"));

        ComparisonLine line = onlyLine(comparison);
        assertThat(at(line.atDischarge())).isEqualTo(Category.CHANGED);
        assertThat(line.discharge()).hasSize(2);
    }

    @Test
    void aFormularySwapThatNobodyRevertedIsOneLine() {
        ComparisonLine line =
                onlyLine(atDischarge(list("omeprazole 20 mg daily"), list("Protonix 40 mg tablet daily")));

        assertThat(at(line.atDischarge())).isEqualTo(Category.SUBSTITUTION);
        assertThat(line.entries()).hasSize(2);
    }

    @Test
    void aSwapThatWasSaidIsAStopAndANewMedicine() {
        Comparison comparison = atDischarge(
                list("omeprazole 20 mg daily"), list("omeprazole | | | | STOPPED", "pantoprazole 40 mg tablet daily"));

        assertThat(at(line(comparison, "omeprazole").atDischarge())).isEqualTo(Category.STOPPED);
        assertThat(at(line(comparison, "pantoprazole").atDischarge())).isEqualTo(Category.NEW);
    }

    @Test
    void aCombinationBesideItsPartsIsOneLine() {
        String combination = "lisinopril/hydrochlorothiazide 20 mg/12.5 mg tab | 1 tab | po | daily";
        List<MedicationEntry> parts = list(
                "lisinopril 20 mg tab | 1 tab | po | daily", "hydrochlorothiazide 12.5 mg tab | 1 tab | po | daily");

        Difference apart = onlyLine(atDischarge(list(combination), parts)).atDischarge();
        assertThat(Objects.requireNonNull(apart).change()).isEqualTo(Category.CHANGED);
        assertThat(apart.attributes()).containsExactly(Difference.Attribute.FORM);
        Difference together = onlyLine(atDischarge(parts, list(combination))).atDischarge();
        assertThat(together).isEqualTo(apart);
    }

    @Test
    void aPartOfACombinationThatNobodyTakesUpIsLeftOut() {
        Difference difference = onlyLine(atDischarge(
                        list("Zestoretic 20 mg-12.5 mg tab | 1 tab | po | daily"),
                        list("lisinopril 20 mg tab | 1 tab | po | daily")))
                .atDischarge();

        assertThat(at(difference)).isEqualTo(Category.OMISSION);
        assertThat(Objects.requireNonNull(difference).lost()).containsExactly("hydrochlorothiazide");
    }

    @Test
    void findsTheSameIngredientAndTheSameClassTwice() {
        Comparison comparison = atDischarge(
                List.of(),
                list(
                        "Tylenol 500 mg tab | 1 tab | po | tid",
                        "Percocet 5-325 mg tab | 1 tab | po | q6h prn",
                        "Lipitor 20 mg daily",
                        "simvastatin 20 mg daily",
                        "hydrocortisone 1% cream | | topical | bid",
                        "hydrocortisone 10 mg tab | 1 tab | po | daily",
                        "insulin glargine | 10 units | subq | qhs",
                        "insulin lispro | 5 units | subq | tid"));

        assertThat(duplicates(comparison)).containsExactlyInAnyOrder("INGREDIENT acetaminophen", "CLASS statin");
        assertThat(line(comparison, "acetaminophen").findings()).anySatisfy(finding -> assertThat(finding)
                .isEqualTo(new Finding.Duplicate(
                        Finding.Match.INGREDIENT,
                        "acetaminophen",
                        List.of("acetaminophen", "acetaminophen + oxycodone"))));
    }

    private static List<String> duplicates(Comparison comparison) {
        return comparison.lines().stream()
                .flatMap(line -> line.findings().stream())
                .filter(Finding.Duplicate.class::isInstance)
                .map(Finding.Duplicate.class::cast)
                .map(duplicate -> duplicate.match() + " " + duplicate.of())
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            1  ; dextroamphetamine 10 mg daily  ; phenelzine 15 mg tid
            2  ; atazanavir 300 mg daily        ; omeprazole 20 mg daily
            3  ; febuxostat 40 mg daily         ; azathioprine 50 mg daily
            4  ; fluoxetine 20 mg daily         ; tranylcypromine 10 mg bid
            5  ; irinotecan 100 mg weekly       ; ketoconazole 200 mg daily
            6  ; meperidine 50 mg q6h           ; phenelzine 15 mg tid
            7  ; amitriptyline 25 mg qhs        ; isocarboxazid 10 mg bid
            8  ; methadone 10 mg daily          ; sotalol 80 mg bid
            9  ; ramelteon 8 mg qhs             ; fluvoxamine 50 mg qhs
            10 ; rifampin 300 mg bid            ; atazanavir 300 mg daily
            11 ; simvastatin 20 mg daily        ; clarithromycin 500 mg bid
            12 ; ergotamine 2 mg prn            ; ritonavir 100 mg bid
            13 ; tizanidine 4 mg tid            ; ciprofloxacin 500 mg bid
            14 ; tranylcypromine 10 mg bid      ; procarbazine 50 mg daily
            15 ; sumatriptan 50 mg prn          ; selegiline 5 mg bid
            """)
    void findsEachOfTheFifteenPairs(int pair, String one, String other) {
        assertThat(interactions(atDischarge(List.of(), list(one, other)))).contains(pair);
        assertThat(interactions(atDischarge(List.of(), list(one)))).isEmpty();
        assertThat(interactions(atDischarge(List.of(), list(other)))).isEmpty();
    }

    private static List<Integer> interactions(Comparison comparison) {
        return comparison.lines().stream()
                .flatMap(line -> line.findings().stream())
                .filter(Finding.Interaction.class::isInstance)
                .map(finding -> ((Finding.Interaction) finding).pair())
                .distinct()
                .toList();
    }

    @Test
    void saysThatTheListOfInteractionsIsShort() {
        Comparison comparison = atDischarge(List.of(), list("warfarin 5 mg daily", "naproxen 500 mg bid"));

        assertThat(interactions(comparison)).isEmpty();
        assertThat(Comparison.INTERACTION_STATEMENT).contains("short", "omits", "warfarin with an NSAID");
    }

    @Test
    void doesNotWarnOfAnInteractionWithWhatWasLeftBehind() {
        assertThat(interactions(atDischarge(
                        list("simvastatin 20 mg daily", "clarithromycin 500 mg bid"), list("simvastatin 20 mg daily"))))
                .isEmpty();
        // nor of one with a cream
        assertThat(interactions(atDischarge(
                        List.of(), list("simvastatin 20 mg daily", "ketoconazole 2% cream | | topical | daily"))))
                .isEmpty();
        // but of one with what the patient takes besides the list
        assertThat(interactions(COMPARE.compare(
                        new MedicationLists(
                                List.of(),
                                list("simvastatin 20 mg daily"),
                                list("simvastatin 20 mg daily", "clarithromycin 500 mg bid")),
                        PATIENT)))
                .containsExactly(11);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "-", textBlock = """
            penicillin           ; amoxicillin 500 mg tid         ; CLASS
            Penicillin allergy   ; amoxicillin 500 mg tid         ; CLASS
            amoxicillin          ; Augmentin 875-125 mg tab bid   ; INGREDIENT
            amoxicillin          ; penicillin v 500 mg qid        ; CLASS
            penicilina           ; amoxicilina 500 mg cada 8 horas ; CLASS
            sulfa                ; Bactrim 800-160 mg tab bid     ; CLASS
            penicillin           ; cephalexin 500 mg qid          ; -
            Lipitor              ; simvastatin 20 mg daily        ; CLASS
            penicillin: hives    ; amoxicillin 500 mg tid         ; CLASS
            peanuts              ; amoxicillin 500 mg tid         ; -
            NKDA                 ; amoxicillin 500 mg tid         ; -
            """)
    void meetsAllergiesByIngredientAndByClass(String allergy, String medicine, @Nullable String match) {
        Comparison comparison = COMPARE.compare(
                new MedicationLists(List.of(), list(medicine), null),
                new PatientFacts(List.of(new PatientFacts.Allergy(allergy, null, null)), 54, false));

        assertThat(onlyLine(comparison).findings().stream()
                        .filter(Finding.AllergyHit.class::isInstance)
                        .map(finding -> ((Finding.AllergyHit) finding).match().name()))
                .containsExactlyElementsOf(match == null ? List.of() : List.of(match));
    }

    @Test
    void anAllergyThatNobodyCanReadIsNotPassedOver() {
        Comparison comparison = COMPARE.compare(
                new MedicationLists(List.of(), list("amoxicillin 500 mg tid"), null),
                new PatientFacts(
                        List.of(
                                new PatientFacts.Allergy("zzyzxin", null, null),
                                new PatientFacts.Allergy("hives", null, null),
                                new PatientFacts.Allergy("penicillin and zzyzxin", null, null),
                                new PatientFacts.Allergy("latex", null, null)),
                        54,
                        false));

        assertThat(comparison.unreadAllergies()).containsExactly("hives", "penicillin and zzyzxin", "zzyzxin");
        assertThat(onlyLine(comparison).categories()).contains(Category.ALLERGY);
        assertThat(comparison.discrepancies())
                .anySatisfy(discrepancy -> assertThat(discrepancy.detail()).isEqualTo(Detail.ALLERGEN));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            warfarin 5 mg daily                          ; true
            Lovenox 40 mg subq daily                     ; true
            Lantus | 10 units | subq | qhs               ; true
            insulin | 10 units | subq | daily            ; true
            oxycodone 5 mg q6h prn                       ; true
            methotrexate 2.5 mg weekly                   ; true
            carbamazepine 200 mg bid                     ; true
            tacrolimus 1 mg bid                          ; true
            glipizide 5 mg daily                         ; true
            EpiPen | 0.3 mg | im | once                  ; true
            epinephrine 1% nebulizer solution | 1 mL | inhaled | q4h ; false
            lisinopril 10 mg daily                       ; false
            tamoxifen 20 mg daily                        ; false
            clopidogrel 75 mg daily                      ; false
            """)
    void marksHighAlertMedicines(String medicine, boolean highAlert) {
        ComparisonLine line = onlyLine(atDischarge(List.of(), list(medicine)));

        assertThat(line.highAlert()).isEqualTo(highAlert);
        assertThat(line.categories().contains(Category.HIGH_ALERT)).isEqualTo(highAlert);
    }

    @Test
    void believesASenderThatMarksAMedicine() {
        Comparison comparison = COMPARE.compare(
                new MedicationLists(
                        List.of(), List.of(med("zzyzxin 5 mg daily").withStatus(MedicationStatus.NEW, true)), null),
                PATIENT);

        assertThat(onlyLine(comparison).highAlert()).isTrue();
    }

    @Test
    void aStoppedHighAlertMedicineNeedsNoTeachBackUnlessItIsTaken() {
        List<MedicationEntry> before = list("warfarin 5 mg daily");
        List<MedicationEntry> stopped = list("warfarin | | | | STOPPED");

        ComparisonLine line = onlyLine(atDischarge(before, stopped));
        assertThat(line.highAlert()).isTrue();
        assertThat(line.categories()).containsExactly(Category.STOPPED);
        assertThat(onlyLine(COMPARE.compare(new MedicationLists(before, stopped, before), PATIENT))
                        .categories())
                .contains(Category.HIGH_ALERT);
    }

    @Test
    void comparesWhatIsTakenWithWhatWasTold() {
        Comparison comparison = COMPARE.compare(
                new MedicationLists(
                        list(
                                "lisinopril 10 mg daily",
                                "ibuprofen 400 mg tid",
                                "metformin 500 mg bid",
                                "allopurinol 100 mg daily"),
                        list(
                                "lisinopril 20 mg daily",
                                "ibuprofen | | | | STOPPED",
                                "metformin 500 mg bid",
                                "amlodipine 5 mg daily"),
                        list(
                                "lisinopril 10 mg daily",
                                "ibuprofen 400 mg tid",
                                "allopurinol 100 mg daily",
                                "melatonin 3 mg qhs",
                                "amlodipine 5 mg daily | | | | STOPPED")),
                PATIENT);

        assertThat(at(line(comparison, "lisinopril").atHome())).isEqualTo(Category.CHANGED);
        assertThat(at(line(comparison, "metformin").atHome())).isEqualTo(Category.OMISSION);
        assertThat(at(line(comparison, "amlodipine").atHome())).isEqualTo(Category.STOPPED);
        assertThat(detail(comparison, Category.NEW, "ibuprofen")).isEqualTo(Detail.STOPPED);
        assertThat(detail(comparison, Category.NEW, "allopurinol")).isEqualTo(Detail.OMITTED);
        assertThat(detail(comparison, Category.NEW, "melatonin")).isEqualTo(Detail.UNLISTED);
        assertThat(line(comparison, "melatonin").atDischarge()).isNull();
    }

    private static @Nullable Detail detail(Comparison comparison, Category category, String line) {
        return comparison.discrepancies().stream()
                .filter(discrepancy -> discrepancy.category() == category
                        && discrepancy.step() == Step.HOME
                        && discrepancy.lines().equals(List.of(line)))
                .findFirst()
                .orElseThrow()
                .detail();
    }

    @Test
    void comparesWithNothingWhatNobodyGave() {
        Comparison comparison =
                COMPARE.compare(new MedicationLists(null, list("lisinopril 10 mg daily"), null), PATIENT);

        assertThat(onlyLine(comparison).atDischarge()).isNull();
        assertThat(onlyLine(comparison).atHome()).isNull();
        assertThat(comparison.missing()).containsExactly(ListKind.BEFORE_ADMISSION, ListKind.TAKEN);
        assertThat(COMPARE.compare(
                                new MedicationLists(
                                        list("lisinopril 10 mg daily"), null, list("lisinopril 20 mg daily")),
                                PATIENT)
                        .lines()
                        .get(0)
                        .atHome())
                .satisfies(difference -> assertThat(at(difference)).isEqualTo(Category.CHANGED));
    }

    @Test
    void asksForTheIndicationOfANewMedicine() {
        MedicationEntry entry = med("apixaban 5 mg bid");
        List<Discrepancy> without = atDischarge(List.of(), List.of(entry)).discrepancies();
        List<Discrepancy> with = atDischarge(List.of(), List.of(entry.withOrigin("atrial fibrillation", null, null)))
                .discrepancies();

        assertThat(without.get(0).detail()).isEqualTo(Detail.NOT_INDICATED);
        assertThat(with.get(0).detail()).isEqualTo(Detail.INDICATED);
        assertThat(without.get(0).key()).isEqualTo(with.get(0).key());
        assertThat(without.get(0).basis()).isNotEqualTo(with.get(0).basis());
    }

    @Test
    void aDecisionStaysWithWhatDidNotChange() {
        List<MedicationEntry> before = list("lisinopril 10 mg daily", "metformin 500 mg bid");
        Comparison first = atDischarge(before, list("lisinopril 20 mg daily", "metformin 500 mg daily"));
        Comparison second = atDischarge(before, list("metformin 500 mg daily", "lisinopril 40 mg daily"));

        Discrepancy metformin = first.discrepancies().get(1);
        assertThat(second.discrepancies()).contains(metformin);
        assertThat(second.discrepancies().get(0).key())
                .isEqualTo(first.discrepancies().get(0).key());
        assertThat(second.discrepancies().get(0).basis())
                .isNotEqualTo(first.discrepancies().get(0).basis());
    }

    @Test
    void aSiteAddsItsOwnMedicinesAndItsListForTheElderly(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("ingredients.csv"), "ingredient,rxcui,classes\nzzyzxin,,STATIN\n");
        Files.writeString(folder.resolve("names.csv"), "name,kind,means\nZyx,brand,zzyzxin\n");
        Files.writeString(
                folder.resolve("pim.csv"), "class_or_ingredient,why\nBENZODIAZEPINE,falls\nzzyzxin,our own rule\n");
        CompareMedications ofSite = new CompareMedications(Vocabulary.withSite(folder));
        MedicationLists lists = new MedicationLists(List.of(), list("Zyx 10 mg daily", "Ativan 1 mg qhs"), null);

        assertThat(pim(ofSite, lists, 65, false)).containsExactly("lorazepam", "zzyzxin");
        assertThat(pim(ofSite, lists, null, false)).hasSize(2);
        assertThat(pim(ofSite, lists, 64, false)).isEmpty();
        assertThat(pim(ofSite, lists, 80, true)).isEmpty();
        assertThat(pim(COMPARE, lists, 80, false)).isEmpty();
    }

    private static List<String> pim(
            CompareMedications compare, MedicationLists lists, @Nullable Integer age, boolean hospice) {
        return compare.compare(lists, new PatientFacts(List.of(), age, hospice)).lines().stream()
                .filter(line -> line.categories().contains(Category.PIM))
                .map(ComparisonLine::key)
                .toList();
    }
}

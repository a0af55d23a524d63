package org.homeward.medication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.medication.MedicationFixtures.NORMALISE;
import static org.homeward.medication.MedicationFixtures.describe;
import static org.homeward.medication.MedicationFixtures.normal;
import static org.homeward.medication.MedicationFixtures.reasons;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormaliseMedicationTests {

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            Lasix 20 mg                                     ; furosemide
            FUROSEMIDE 20MG TAB                             ; furosemide
            Lasix (furosemide) 20 mg tablet                 ; furosemide
            furosemide (Lasix)                              ; furosemide
            Toprol-XL 50 mg                                 ; metoprolol
            metoprolol tartrate 25 mg                       ; metoprolol
            hydrocodone-acetaminophen 5-325 mg              ; acetaminophen + hydrocodone
            Norco 5 mg/325 mg                               ; acetaminophen + hydrocodone
            Percocet (oxycodone-acetaminophen) 5-325 mg     ; acetaminophen + oxycodone
            amlodipine and benazepril 5-10 mg               ; amlodipine + benazepril
            lisinopril/HCTZ 20 mg/12.5 mg                   ; hydrochlorothiazide + lisinopril
            amoxicillin-clavulanate 875 mg-125 mg           ; amoxicillin + clavulanate
            losartan potassium 50 mg                        ; losartan
            potassium chloride ER 20 mEq                    ; potassium chloride
            warfarin sodium 5 mg                            ; warfarin
            Insulin glargine 100 units/mL                   ; insulin glargine
            insulin pen, glargine                           ; insulin glargine
            Lantus Solostar pen                             ; insulin glargine
            Humalog Mix 75/25                               ; insulin lispro + insulin lispro protamine
            Humulin R U-500                                 ; insulin regular
            ASA 81 mg                                       ; aspirin
            vitamin B12 1000 mcg                            ; cyanocobalamin
            Metformina 850 mg                               ; metformin
            losartán 50 mg                                  ; losartan
            ácido acetilsalicílico 100 mg                   ; aspirin
            penicillin V potassium 500 mg                   ; penicillin v
            my water pill furosemide 20 mg                  ; furosemide
            """)
    void knowsWhatAMedicineConsistsOf(String text, String ingredients) {
        NormalisedMedication medication = normal(text);

        assertThat(medication.key()).isEqualTo(ingredients);
        assertThat(medication.unread()).noneMatch(unread -> unread.reason().aboutTheName());
        assertThat(medication.entry().text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            furosemide 20 mg                              ; 20 mg
            furosemide 20mg                               ; 20 mg
            furosemide 20.0 mg                            ; 20 mg
            digoxin 0,125 mg                              ; 0.125 mg
            digoxin .125 mg                               ; 0.125 mg
            levothyroxine 50 mcg                          ; 50 ug
            levothyroxine 50 µg                           ; 50 ug
            levothyroxine 50 μg                           ; 50 ug
            levothyroxine 50 ug                           ; 50 ug
            acetaminophen 1,000 mg                        ; 1000 mg
            metformin 1 g                                 ; 1 g
            amoxicillin 400 mg/5 mL suspension            ; 400 mg/5 mL
            morphine 10 mg per 5 mL oral solution         ; 10 mg/5 mL
            insulin glargine 100 units/mL                 ; 100 [iU]/1 mL
            Humulin R U-500                               ; 500 [iU]/1 mL
            potassium chloride 20 mEq tablet              ; 20 meq
            vitamin D3 1,000 units tablet                 ; 1000 [iU]
            hydrocodone-acetaminophen 5-325 mg            ; 325 mg + 5 mg
            hydrocodone-acetaminophen 5 mg-325 mg tablet  ; 325 mg + 5 mg
            Norco 5 mg/325 mg                             ; 325 mg + 5 mg
            hydrocodone-acetaminophen 7.5 mg-325 mg/15 mL ; 325 mg/15 mL + 7.5 mg/15 mL
            Advair 250 mcg-50 mcg/dose                    ; 250 ug/1 {dose} + 50 ug/1 {dose}
            albuterol 90 mcg/actuation inhaler            ; 90 ug/1 {puff}
            fentanyl 25 mcg/hr patch                      ; 25 ug/1 h
            hydrocortisone 1% cream                       ; 1 %
            furosemide                                    ; -
            heparin 5000 units                            ; -
            """)
    void readsStrengths(String text, String strength) {
        NormalisedMedication medication = normal(text);

        assertThat(describe(medication.strength().orNull())).isEqualTo(strength);
        assertThat(reasons(medication)).doesNotContain("STRENGTH_NOT_READ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "", textBlock = """
            1 tab po bid                   ; 1 {tablet}     ; oral         ; 2/d
            1/2 tab po daily               ; 0.5 {tablet}   ; oral         ; 1/d
            ½ tablet by mouth every day    ; 0.5 {tablet}   ; oral         ; 1/d
            1½ tablets daily               ; 1.5 {tablet}   ; oral         ; 1/d
            1 1/2 tabs qam                 ; 1.5 {tablet}   ; oral         ; 1/d morning
            half a tablet at bedtime       ; 0.5 {tablet}   ; oral         ; 1/d bedtime
            one and a half is no dose      ; -              ; -            ; -
            two tablets twice daily        ; 2 {tablet}     ; oral         ; 2/d
            1-2 tabs q6h prn pain          ; 1-2 {tablet}   ; oral         ; 4/d prn
            1 to 2 tablets q6-8h prn       ; 1-2 {tablet}   ; oral         ; 3-4/d prn
            2 caps tid with meals          ; 2 {capsule}    ; oral         ; 3/d meals
            20 mg q8h                      ; 20 mg          ; -            ; 3/d
            20 mg every 8 hours            ; 20 mg          ; -            ; 3/d
            20 mg every 6 to 8 hours       ; 20 mg          ; -            ; 3-4/d
            0.5 mg/kg daily                ; 0.5 mg/kg      ; -            ; 1/d
            20 mg once a day at bedtime    ; 20 mg          ; -            ; 1/d bedtime
            20 mg every other day          ; 20 mg          ; -            ; 0.5/d
            20 mg qod                      ; 20 mg          ; -            ; 0.5/d
            15 mg weekly                   ; 15 mg          ; -            ; 0.1429/d
            15 mg once a week              ; 15 mg          ; -            ; 0.1429/d
            20 mg q.h.s.                   ; 20 mg          ; -            ; 1/d bedtime
            1 tab p.o. b.i.d.              ; 1 {tablet}     ; oral         ; 2/d
            2 puffs inhaled q4h prn        ; 2 {puff}       ; inhaled      ; 6/d prn
            10 units subq at bedtime       ; 10 [iU]        ; subcutaneous ; 1/d bedtime
            5 mL by mouth three times a day; 5 mL           ; oral         ; 3/d
            1 tab 3x/day                   ; 1 {tablet}     ; oral         ; 3/d
            1 tab 2-3 times a day          ; 1 {tablet}     ; oral         ; 2-3/d
            1 tab Mon Wed Fri              ; 1 {tablet}     ; oral         ; 0.4286/d friday monday wednesday
            1 tablet twice a day for 5 days; 1 {tablet}     ; oral         ; 2/d for 5 d
            1 patch q72h                   ; 1 {patch}      ; -            ; 0.3333/d
            1 drop in both eyes qhs        ; 1 [drp]        ; ophthalmic   ; 1/d bedtime
            1 tableta cada 8 horas         ; 1 {tablet}     ; oral         ; 3/d
            una tableta dos veces al día   ; 1 {tablet}     ; oral         ; 2/d
            media tableta por la noche     ; 0.5 {tablet}   ; oral         ; 1/d bedtime
            2 cápsulas 3 veces al día      ; 2 {capsule}    ; oral         ; 3/d
            1 pastilla una vez al día      ; 1 {tablet}     ; oral         ; 1/d
            1 comprimido c/12h             ; 1 {tablet}     ; oral         ; 2/d
            una tableta y media cada 12 horas ; 1.5 {tablet} ; oral        ; 2/d
            1 tableta al día si es necesario ; 1 {tablet}   ; oral         ; 1/d prn
            1 tab (20 mg) daily            ; 20 mg          ; oral         ; 1/d
            take 1 tablet in the morning and at bedtime ; 1 {tablet} ; oral ; 2/d bedtime morning
            500,5 mg daily                 ; 500.5 mg       ; -            ; 1/d
            """)
    void readsHowAMedicineIsTaken(String dose, String amount, String route, String frequency) {
        // a name without a form, so that form and route come from the dose alone
        NormalisedMedication medication = normal("furosemide | " + dose);

        assertThat(describe(medication.dose().orNull())).isEqualTo(amount);
        assertThat(
                        medication.route().stated()
                                ? String.valueOf(medication.route().orNull())
                                : "-")
                .isEqualTo(route);
        if (!amount.equals("-")) {
            assertThat(describe(medication.frequency().orNull())).isEqualTo(frequency);
            assertThat(reasons(medication)).doesNotContain("NOT_READ");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            Zzyzxumab 10 mg daily                          ; NAME_UNKNOWN
            amoxicillin-zzyzxin 500 mg daily               ; NAME_NOT_FULLY_READ
            lisinopril zzyzx 10 mg daily                   ; NAME_NOT_FULLY_READ
            furosemide, lisinopril 20 mg daily             ; SEVERAL_MEDICINES
            Not taking furosemide 20 mg daily              ; UNCLEAR_WORDING
            STOP furosemide 20 mg daily                    ; UNCLEAR_WORDING
            prednisone 40 mg daily then 20 mg daily        ; UNCLEAR_WORDING
            furosemide 20 daily please                     ; NAME_NOT_FULLY_READ
            furosemide 20 40 mg daily                      ; STRENGTH_NOT_READ
            furosemide 0 mg daily                          ; STRENGTH_NOT_READ
            Sinemet 25/100 tablet tid                      ; DOSE_NOT_READ
            Percocet 5-325 tablet q6h                      ; DOSE_NOT_READ
            metformin 500 tablet bid                       ; DOSE_NOT_READ
            metformin 1.000 mg bid                         ; STRENGTH_NOT_READ
            heparin | 5.000 units | subq | bid             ; DOSE_NOT_READ
            furosemide 20 mg tablet | as directed          ; DOSE_NOT_READ
            furosemide 20 mg tablet | -1 tab | po | daily  ; DOSE_NOT_POSITIVE
            furosemide 20 mg tablet | 0 tab | po | daily   ; DOSE_NOT_POSITIVE
            furosemide 20 mg tablet | 2-1 tab | po | daily ; DOSE_NOT_POSITIVE
            furosemide 20 mg tablet | some | po | daily    ; DOSE_NOT_READ
            furosemide 20 mg tablet | 1 tab | po | daily unless dizzy ; FREQUENCY_NOT_READ
            furosemide 20 mg tablet | 1 tab | po | biweekly ; FREQUENCY_NOT_READ
            furosemide 20 mg tablet | 1 tab | po | now and again ; FREQUENCY_NOT_READ
            furosemide 20 mg tablet bid | 1 tab | po | daily ; FREQUENCY_NOT_READ
            furosemide 20 mg tablet | 1 tab | somewhere | daily ; ROUTE_NOT_READ
            furosemide 20 mg tablet | 2 tabs (20 mg) | po | daily ; DOSE_NOT_READ
            furosemide | 1 tab | po | daily                ; STRENGTH_NOT_STATED
            furosemide | | po | daily                      ; DOSE_NOT_STATED
            furosemide 20 mg tablet | 1 tab | po           ; FREQUENCY_NOT_STATED
            """)
    void saysWhatItDidNotUnderstandAndWhy(String line, String reason) {
        NormalisedMedication medication = normal(line);

        assertThat(reasons(medication)).contains(reason);
        assertThat(medication.unread().get(0).words()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "furosemide 20 mg tablet | 1 tab | po | daily",
                "Furosemide 20 mg tablet | 1 tablet | by mouth | once a day",
                "Insulin glargine | 12 units | under the skin | at bedtime",
                "Doxycycline 100 mg capsule | 1 capsule | by mouth | twice a day for 5 days",
                "lisinopril 20 mg daily",
                "hydrocortisone 1% cream | | topical | twice a day",
                "hydrocortisone 1% cream | a thin layer | topical | twice a day",
                "furosemide 20 mg tablet | | | | STOPPED",
                "STOP furosemide | | | | STOPPED"
            })
    void hasNothingToAskAboutAPlainEntry(String line) {
        assertThat(normal(line).unread()).isEmpty();
    }

    @Test
    void believesACodeAndANameOnlyTogether() {
        MedicationEntry named = MedicationEntry.of("1", "lisinopril 10 mg oral tablet daily");
        String rxnorm = "http://www.nlm.nih.gov/research/umls/rxnorm";

        assertThat(normalise(named.withCode(rxnorm, "314076")).key()).isEqualTo("lisinopril");
        assertThat(normalise(named.withCode(rxnorm, "29046")).key()).isEqualTo("lisinopril");
        assertThat(normalise(named.withCode("urn:oid:2.16.840.1.113883.6.88", "29046"))
                        .key())
                .isEqualTo("lisinopril");
        assertThat(normalise(named.withCode(rxnorm, "99999999")).key()).isEqualTo("lisinopril");
        assertThat(normalise(named.withCode("http://hl7.org/fhir/sid/ndc", "4603"))
                        .key())
                .isEqualTo("lisinopril");
        NormalisedMedication other = normalise(named.withCode(rxnorm, "4603"));
        assertThat(other.coded()).isFalse();
        assertThat(reasons(other)).isEqualTo("CODE_AND_NAME_DISAGREE");
    }

    @Test
    void readsAMedicineFromItsCodeAlone() {
        NormalisedMedication medication = normalise(MedicationEntry.of("1", "")
                .withCode("http://www.nlm.nih.gov/research/umls/rxnorm", "866412")
                .withUse("1 tablet", "by mouth", "daily"));

        assertThat(medication.key()).isEqualTo("metoprolol");
        assertThat(describe(medication.strength().orNull())).isEqualTo("100 mg");
        assertThat(medication.release()).isEqualTo("extended");
        assertThat(medication.unread()).isEmpty();
    }

    @Test
    void readsIngredientsThatTheSenderTellsApart() {
        MedicationEntry entry = MedicationEntry.of("1", "Pain tablets of my sister")
                .withProduct(List.of("oxycodone hydrochloride", "acetaminophen"), "5 mg/325 mg", "tablet")
                .withUse("1 tablet", "PO", "q6h prn");
        NormalisedMedication medication = normalise(entry);

        assertThat(medication.key()).isEqualTo("acetaminophen + oxycodone");
        assertThat(describe(medication.strength().orNull())).isEqualTo("325 mg + 5 mg");
        assertThat(reasons(medication)).contains("NAME_NOT_FULLY_READ");
        assertThat(normalise(entry.withProduct(List.of("oxycodone", "zzyzxin"), null, null))
                        .coded())
                .isFalse();
    }

    @Test
    void keepsEveryWordAsReceived() {
        MedicationEntry entry = MedicationEntry.of("1", "  <b>Lasix</b>\u0000 20 mg ")
                .withUse("1 tab", "PO", "whenever")
                .withOrigin("swelling", "daughter on the phone", null);

        assertThat(normalise(entry).entry()).isEqualTo(entry);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "-", textBlock = """
            metoprolol succinate ER 50 mg   ; extended ; succinate
            Toprol XL 50 mg                 ; extended ; succinate
            metoprolol succinate 50 mg      ; extended ; succinate
            metoprolol tartrate 50 mg       ; -        ; tartrate
            metformin ER 500 mg             ; extended ; -
            Depakote 500 mg                 ; delayed  ; -
            Wellbutrin SR 150 mg            ; extended ; -
            toma la pastilla furosemida     ; -        ; -
            """)
    void tellsReleaseAndSaltApart(String text, @Nullable String release, @Nullable String salt) {
        assertThat(normal(text).release()).isEqualTo(release);
        assertThat(normal(text).salt()).isEqualTo(salt);
    }

    private static NormalisedMedication normalise(MedicationEntry entry) {
        return NORMALISE.normalise(entry, ListKind.DISCHARGE);
    }
}

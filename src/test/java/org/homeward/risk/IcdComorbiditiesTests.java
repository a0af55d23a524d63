package org.homeward.risk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IcdComorbiditiesTests {

    private final IcdComorbidities icd = new IcdComorbidities();

    @ParameterizedTest
    @CsvSource({
        "I50.9, HEART_FAILURE",
        "i5032, HEART_FAILURE",
        "I21.4, MYOCARDIAL_INFARCTION",
        "I25.2, MYOCARDIAL_INFARCTION",
        "I63.9, CEREBROVASCULAR_DISEASE",
        "I70.209, PERIPHERAL_VASCULAR_DISEASE",
        "F03.90, DEMENTIA",
        "J44.1, CHRONIC_PULMONARY_DISEASE",
        "M06.9, CONNECTIVE_TISSUE_DISEASE",
        "K70.30, MILD_LIVER_OR_RENAL_DISEASE",
        "K76.6, SEVERE_LIVER_OR_RENAL_DISEASE",
        "N18.6, SEVERE_LIVER_OR_RENAL_DISEASE",
        "E11.9, DIABETES",
        "E11.22, DIABETES_WITH_END_ORGAN_DAMAGE",
        "C50.911, TUMOUR",
        "C78.00, METASTATIC_TUMOUR",
        "B20, HIV"
    })
    void readsAConditionFromACode(String code, CharlsonCondition condition) {
        assertThat(icd.shownBy(List.of(code)).present()).containsExactly(condition);
    }

    @Test
    void knowsACodeForEveryCondition() {
        assertThat(icd.shownBy(List.of(
                                "I21", "I63", "I70", "E119", "I50", "E112", "J44", "K73", "C50", "F03", "M05", "N18",
                                "B20", "C78"))
                        .present())
                .containsExactlyInAnyOrder(CharlsonCondition.values());
    }

    @Test
    void sumsUpNothingFromCodesWithoutAWeight() {
        assertThat(icd.shownBy(List.of("I10", "K25.9", "G81.9", "C44.9", "I25.1", "E11", "", " z00.0 "))
                        .present())
                .isEmpty();
    }

    @Test
    void neverTakesAListOfDiagnosesForAWholeOne() {
        assertThat(icd.shownBy(List.of()).complete()).isFalse();
        assertThat(icd.shownBy(List.of("I50.9")).complete()).isFalse();
    }
}

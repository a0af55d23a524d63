package org.homeward.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.homeward.risk.CharlsonCondition.DEMENTIA;
import static org.homeward.risk.CharlsonCondition.DIABETES;
import static org.homeward.risk.CharlsonCondition.DIABETES_WITH_END_ORGAN_DAMAGE;
import static org.homeward.risk.CharlsonCondition.HEART_FAILURE;
import static org.homeward.risk.CharlsonCondition.HIV;
import static org.homeward.risk.CharlsonCondition.METASTATIC_TUMOUR;
import static org.homeward.risk.CharlsonCondition.MYOCARDIAL_INFARCTION;
import static org.homeward.risk.RiskFixtures.DISCHARGE_DAY;
import static org.homeward.risk.RiskFixtures.frailPatient;
import static org.homeward.risk.RiskFixtures.plannedStay;
import static org.homeward.risk.RiskFixtures.scores;

import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RiskScoresTests {

    private static RiskScore score(RiskFacts facts) {
        return scores().score(facts, DISCHARGE_DAY);
    }

    @Test
    void scoresAFrailPatientHigh() {
        RiskScore score = score(frailPatient());

        assertThat(score.lace()).isEqualTo(new ScoreRange(14, 14));
        assertThat(score.hospital()).isEqualTo(new ScoreRange(8, 8));
        assertThat(score.tier()).isEqualTo(RiskTier.HIGH);
        assertThat(score.complete()).isTrue();
        assertThat(score.missing()).isEmpty();
    }

    @Test
    void scoresAPlannedStayLow() {
        RiskScore score = score(plannedStay());

        assertThat(score.lace()).isEqualTo(new ScoreRange(2, 2));
        assertThat(score.hospital()).isEqualTo(new ScoreRange(0, 0));
        assertThat(score.tier()).isEqualTo(RiskTier.LOW);
    }

    @Test
    void explainsEveryPart() {
        assertThat(score(frailPatient()).lines())
                .extracting(ScoreLine::text)
                .containsExactly(
                        "L 5 days → 4",
                        "A acute admission → 3",
                        "C Congestive heart failure (2), Dementia (3) → 5",
                        "E 2 emergency visits → 2",
                        "hemoglobin 11.2 g/dL → 1",
                        "not from oncology → 0",
                        "sodium 134.0 mmol/L → 1",
                        "procedure → 1",
                        "urgent admission → 1",
                        "3 earlier admissions → 2",
                        "5 days → 2");
    }

    @Test
    void aMissingInputMakesARangeAndTheTierIsItsUpperEnd() {
        RiskScore score = score(plannedStay().withLengthOfStayDays(null));

        assertThat(score.lace()).isEqualTo(new ScoreRange(0, 7));
        assertThat(score.hospital()).isEqualTo(new ScoreRange(0, 2));
        assertThat(score.tier()).isEqualTo(RiskTier.MODERATE);
        assertThat(score.complete()).isFalse();
        assertThat(score.missing()).containsExactly(RiskInput.LENGTH_OF_STAY);
        assertThat(score.lines().get(0).text()).isEqualTo("L length of stay not known → 0 to 7");
    }

    @Test
    void aMissingLaboratoryValueCountsAsTheWorseOne() {
        RiskScore score = score(plannedStay().withHemoglobin(null).withSodium(null));

        assertThat(score.hospital()).isEqualTo(new ScoreRange(0, 2));
        assertThat(score.missing()).containsExactly(RiskInput.HEMOGLOBIN, RiskInput.SODIUM);
        assertThat(score.lines().get(4).rule()).isEqualTo("HEMOGLOBIN-under-12");
    }

    @Test
    void nothingKnownIsTheWholeRangeAndHigh() {
        RiskScore score = score(RiskFacts.UNKNOWN);

        assertThat(score.lace()).isEqualTo(new ScoreRange(0, 19));
        assertThat(score.hospital()).isEqualTo(new ScoreRange(0, 13));
        assertThat(score.tier()).isEqualTo(RiskTier.HIGH);
        assertThat(score.missing()).containsExactly(RiskInput.values());
    }

    @Test
    void knownComorbiditiesAreTheLowerEndWhileTheListMayHaveGaps() {
        RiskScore score = score(plannedStay().withComorbidities(Comorbidities.atLeast(Set.of(HEART_FAILURE))));

        assertThat(score.lace()).isEqualTo(new ScoreRange(4, 7));
        assertThat(score.missing()).containsExactly(RiskInput.COMORBIDITIES);
        assertThat(score.lines().get(2).text()).isEqualTo("C at least Congestive heart failure (2) → 2 to 5");
    }

    @Test
    void asksForNothingThatCouldNotChangeTheScore() {
        RiskScore score = score(plannedStay().withComorbidities(Comorbidities.atLeast(Set.of(METASTATIC_TUMOUR))));

        assertThat(score.lace()).isEqualTo(new ScoreRange(7, 7));
        assertThat(score.complete()).isTrue();
    }

    @Test
    void countsOneDiabetesOnly() {
        RiskScore score = score(
                plannedStay().withComorbidities(Comorbidities.all(Set.of(DIABETES, DIABETES_WITH_END_ORGAN_DAMAGE))));

        assertThat(score.lace()).isEqualTo(new ScoreRange(4, 4));
    }

    @Test
    void aComorbiditySumOfFourGivesFivePoints() {
        RiskScore score =
                score(plannedStay().withComorbidities(Comorbidities.all(Set.of(DEMENTIA, MYOCARDIAL_INFARCTION))));

        assertThat(score.lines().get(2).points()).isEqualTo(new ScoreRange(5, 5));
    }

    @Test
    void countsEarlierAdmissionsByTheVersionInUse() {
        RiskFacts oneAdmission = plannedStay().withAdmissions12Months(1);

        assertThat(scores(2016).score(oneAdmission, DISCHARGE_DAY).hospital()).isEqualTo(new ScoreRange(0, 0));
        assertThat(scores(2013).score(oneAdmission, DISCHARGE_DAY).hospital()).isEqualTo(new ScoreRange(2, 2));
        assertThatThrownBy(() -> new RiskSettings(2019)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesTheSourcesThatNobodyHasVerified() {
        assertThat(score(plannedStay()).unverifiedSources())
                .singleElement()
                .asString()
                .contains("site policy");
        assertThat(score(plannedStay().withComorbidities(Comorbidities.all(Set.of(HIV))))
                        .unverifiedSources())
                .hasSize(2)
                .anyMatch(source -> source.contains("BMJ Open"));
    }

    @Test
    void failsLoudlyWhenNoRuleIsInForce() {
        assertThatThrownBy(() -> scores().score(plannedStay(), LocalDate.of(1990, 1, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1990-01-01");
    }
}

package org.homeward.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RiskFactsTests {

    private static final ZoneId SEATTLE = ZoneId.of("America/Los_Angeles");

    @ParameterizedTest
    @CsvSource(textBlock = """
            # admitted,              discharged,                days
            2026-11-15T22:00-08:00,  2026-11-20T09:00-08:00,    5
            2026-11-20T06:00-08:00,  2026-11-20T23:59-08:00,    0
            2026-11-20T23:59-08:00,  2026-11-21T00:01-08:00,    1
            2026-11-21T07:59Z,       2026-11-21T08:01Z,         1
            2026-02-27T10:00-08:00,  2026-03-01T10:00-08:00,    2
            2028-02-27T10:00-08:00,  2028-03-01T10:00-08:00,    3
            2026-03-07T12:00-08:00,  2026-03-09T11:00-07:00,    2
            """)
    void countsTheDatesOfAStayOnTheFacilitysCalendar(OffsetDateTime admitted, OffsetDateTime discharged, int days) {
        assertThat(RiskFacts.lengthOfStay(admitted.toInstant(), discharged.toInstant(), SEATTLE))
                .isEqualTo(days);
    }

    @Test
    void doesNotKnowTheLengthOfAStayWithAMissingOrContradictoryTime() {
        var time = OffsetDateTime.parse("2026-11-20T09:00-08:00").toInstant();

        assertThat(RiskFacts.lengthOfStay(null, time, SEATTLE)).isNull();
        assertThat(RiskFacts.lengthOfStay(time, null, SEATTLE)).isNull();
        assertThat(RiskFacts.lengthOfStay(time, time.minusSeconds(1), SEATTLE)).isNull();
    }

    @Test
    void refusesValuesThatCannotBe() {
        assertThatThrownBy(() -> RiskFacts.UNKNOWN.withLengthOfStayDays(-1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RiskFacts.UNKNOWN.withSodium(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThat(RiskFacts.UNKNOWN.withHemoglobin(12.0).hemoglobin()).isEqualTo(12.0);
    }

    @Test
    void takesWhatAMessageOrAFormTells() {
        RiskFacts facts = RiskFacts.UNKNOWN.overlaidBy(Map.of(
                "lengthOfStayDays",
                5,
                "acuteAdmission",
                true,
                "urgentAdmission",
                "YES",
                "procedure",
                "NO",
                "comorbidities",
                List.of("HEART_FAILURE"),
                "emergencyVisits6Months",
                2L,
                "hemoglobin",
                new BigDecimal("11.2")));

        assertThat(facts)
                .isEqualTo(new RiskFacts(
                        5,
                        true,
                        Comorbidities.all(Set.of(CharlsonCondition.HEART_FAILURE)),
                        2,
                        11.2,
                        null,
                        null,
                        false,
                        true,
                        null));
    }

    @Test
    void keepsWhatIsNotTold() {
        RiskFacts before = RiskFixtures.frailPatient();

        assertThat(before.overlaidBy(Map.of())).isEqualTo(before);
        assertThat(before.overlaidBy(Map.of("sodium", 140))).isEqualTo(before.withSodium(140.0));
    }

    @Test
    void takesAListOfComorbiditiesAsWholeUnlessToldThatItIsNot() {
        RiskFacts before =
                RiskFacts.UNKNOWN.withComorbidities(Comorbidities.atLeast(Set.of(CharlsonCondition.DEMENTIA)));

        assertThat(before.overlaidBy(Map.of("comorbidities", List.of())).comorbidities())
                .isEqualTo(Comorbidities.NONE);
        assertThat(before.overlaidBy(Map.of("comorbidities", List.of("HIV"), "comorbiditiesKnown", "NO"))
                        .comorbidities())
                .isEqualTo(Comorbidities.atLeast(Set.of(CharlsonCondition.DEMENTIA, CharlsonCondition.HIV)));
        assertThat(before.overlaidBy(Map.of("comorbiditiesKnown", "NO")).comorbidities())
                .isEqualTo(before.comorbidities());
    }
}

package org.homeward.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.risk.RiskTier.HIGH;
import static org.homeward.risk.RiskTier.LOW;
import static org.homeward.risk.RiskTier.MODERATE;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.homeward.risk.TierChange.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RiskAssessmentTests {

    private static final UUID EPISODE = UUID.fromString("01936000-0000-7000-8000-000000000001");
    private static final Instant NOW = Instant.parse("2026-11-23T17:00:00Z");

    private static RiskAssessment assessed(RiskTier tier) {
        return RiskAssessment.of(EPISODE, RiskFixtures.score(5, 5, tier), "{}", "{}", NOW);
    }

    private static TierChange change(RiskAssessment assessment, RiskTier to, String... roles) {
        return assessment.changeTier(to, "Lives alone, fell twice", "nora", Set.of(roles), NOW);
    }

    private static RiskAssessment changed(RiskAssessment assessment, RiskTier to, String... roles) {
        return ((TierChange.Changed) change(assessment, to, roles)).assessment();
    }

    @ParameterizedTest
    @CsvSource({"nurse", "care-manager", "prescriber", "on-call-clinician"})
    void mayBeRaisedByThoseWhoKnowThePatient(String role) {
        RiskAssessment raised = changed(assessed(LOW), HIGH, role);

        assertThat(raised.effectiveTier()).isEqualTo(HIGH);
        assertThat(raised.tier()).isEqualTo(LOW);
        assertThat(raised.raisedBy()).isEqualTo("nora");
        assertThat(raised.raisedAt()).isEqualTo(NOW);
        assertThat(raised.raiseReason()).isEqualTo("Lives alone, fell twice");
    }

    @ParameterizedTest
    @CsvSource({"social-worker", "pharmacist", "team-lead", "supervisor", "operator", "admin"})
    void isNeitherRaisedNorLoweredByOthers(String role) {
        assertThat(change(assessed(LOW), HIGH, role)).isEqualTo(new TierChange.Refused(Reason.MAY_NOT_RAISE));
        assertThat(change(assessed(HIGH), LOW, role)).isEqualTo(new TierChange.Refused(Reason.MAY_NOT_LOWER));
        assertThat(change(assessed(HIGH), LOW)).isEqualTo(new TierChange.Refused(Reason.MAY_NOT_LOWER));
    }

    @ParameterizedTest
    @CsvSource({"care-manager", "prescriber", "on-call-clinician"})
    void isLoweredByACareManagerOrAClinician(String role) {
        assertThat(changed(assessed(HIGH), MODERATE, role).effectiveTier()).isEqualTo(MODERATE);
    }

    @Test
    void isNotLoweredByANurseNotEvenBackFromTheNursesOwnRaise() {
        assertThat(change(assessed(HIGH), LOW, "nurse")).isEqualTo(new TierChange.Refused(Reason.MAY_NOT_LOWER));
        assertThat(change(changed(assessed(LOW), HIGH, "nurse"), LOW, "nurse"))
                .isEqualTo(new TierChange.Refused(Reason.MAY_NOT_LOWER));
    }

    @Test
    void isNotChangedWithoutAReasonOrToWhatItIs() {
        assertThat(assessed(LOW).changeTier(HIGH, "  ", "nora", Set.of("nurse"), NOW))
                .isEqualTo(new TierChange.Refused(Reason.NO_REASON));
        assertThat(assessed(LOW).changeTier(HIGH, "x".repeat(501), "nora", Set.of("nurse"), NOW))
                .isEqualTo(new TierChange.Refused(Reason.REASON_TOO_LONG));
        assertThat(change(assessed(HIGH), HIGH, "nurse")).isEqualTo(new TierChange.Refused(Reason.NOT_A_CHANGE));
        assertThat(change(changed(assessed(LOW), HIGH, "nurse"), HIGH, "nurse"))
                .isEqualTo(new TierChange.Refused(Reason.NOT_A_CHANGE));
    }

    @Test
    void keepsARaiseWhenItIsComputedAgain() {
        RiskAssessment raised = changed(assessed(LOW), HIGH, "nurse");

        RiskAssessment again = assessed(MODERATE).keepingRaiseOf(raised);

        assertThat(again.effectiveTier()).isEqualTo(HIGH);
        assertThat(again.raisedBy()).isEqualTo("nora");
        assertThat(again.raiseReason()).isEqualTo("Lives alone, fell twice");
    }

    @Test
    void dropsARaiseThatTheScoresHaveReached() {
        RiskAssessment raised = changed(assessed(LOW), MODERATE, "nurse");

        assertThat(assessed(HIGH).keepingRaiseOf(raised).effectiveTier()).isEqualTo(HIGH);
        assertThat(assessed(MODERATE).keepingRaiseOf(raised).raisedTo()).isNull();
    }

    @Test
    void doesNotKeepALoweringOnNewFacts() {
        RiskAssessment lowered = changed(assessed(HIGH), LOW, "care-manager");

        assertThat(assessed(MODERATE).keepingRaiseOf(lowered).effectiveTier()).isEqualTo(MODERATE);
        assertThat(assessed(LOW)
                        .keepingRaiseOf(changed(assessed(HIGH), MODERATE, "care-manager"))
                        .effectiveTier())
                .isEqualTo(LOW);
    }
}

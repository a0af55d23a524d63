package org.homeward.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.homeward.risk.RiskFixtures.DISCHARGE_DAY;
import static org.homeward.risk.RiskFixtures.frailPatient;
import static org.homeward.risk.RiskFixtures.plannedStay;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.homeward.HomewardTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** On a real database, with the decisions as they are deployed. */
@HomewardTest
@Tag("mysql")
class AssessRiskTests {

    @Autowired
    AssessRisk risk;

    @Autowired
    RiskAssessments assessments;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    PlatformTransactionManager transactions;

    final UUID episode = UUID.randomUUID();

    private long kept() {
        return jdbc.sql("select count(*) from risk_assessment where episode_id = ?")
                .param(episode.toString())
                .query(Long.class)
                .single();
    }

    @Test
    void keepsAnAssessmentWithItsFactsAndItsExplanation() {
        risk.assess(episode, frailPatient(), DISCHARGE_DAY);

        RiskAssessment kept = risk.newest(episode).orElseThrow();
        assertThat(kept.effectiveTier()).isEqualTo(RiskTier.HIGH);
        assertThat(kept.laceMin()).isEqualTo(14);
        assertThat(kept.laceMax()).isEqualTo(14);
        assertThat(kept.hospitalMax()).isEqualTo(8);
        assertThat(kept.complete()).isTrue();
        assertThat(risk.facts(kept)).isEqualTo(frailPatient());
        assertThat(risk.score(kept)).isEqualTo(RiskFixtures.scores().score(frailPatient(), DISCHARGE_DAY));
    }

    @Test
    void theSameFactsAgainChangeNothing() {
        RiskAssessment first = risk.assess(episode, frailPatient(), DISCHARGE_DAY);

        RiskAssessment second = risk.assess(episode, frailPatient(), DISCHARGE_DAY);

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(kept()).isOne();
    }

    @Test
    void aSuppliedFactMakesANewAssessmentThatKeepsTheNursesRaise() {
        risk.assess(episode, plannedStay().withLengthOfStayDays(null), DISCHARGE_DAY);
        risk.changeTier(episode, RiskTier.HIGH, "Lives alone", "nora", Set.of("nurse"));

        RiskAssessment completed = risk.assess(episode, plannedStay(), DISCHARGE_DAY);

        assertThat(completed.tier()).isEqualTo(RiskTier.LOW);
        assertThat(completed.effectiveTier()).isEqualTo(RiskTier.HIGH);
        assertThat(risk.newest(episode)).contains(completed);
        assertThat(kept()).isEqualTo(2);
    }

    @Test
    void aRefusedChangeLeavesTheTierAsItWas() {
        risk.assess(episode, frailPatient(), DISCHARGE_DAY);

        assertThat(risk.changeTier(episode, RiskTier.LOW, "Feels fine", "nora", Set.of("nurse")))
                .isEqualTo(new TierChange.Refused(TierChange.Reason.MAY_NOT_LOWER));
        assertThat(risk.newest(episode).orElseThrow().effectiveTier()).isEqualTo(RiskTier.HIGH);
    }

    @Test
    void aReasonIsKeptAsItWasTyped() {
        risk.assess(episode, plannedStay(), DISCHARGE_DAY);
        risk.changeTier(episode, RiskTier.MODERATE, "  Zoë is worried 🙂 ", "nora", Set.of("nurse"));

        assertThat(risk.newest(episode).orElseThrow().raiseReason()).isEqualTo("Zoë is worried 🙂");
    }

    @Test
    void anEpisodeWithoutAnAssessmentHasNoTierToChange() {
        assertThat(risk.changeTier(episode, RiskTier.HIGH, "Lives alone", "nora", Set.of("nurse")))
                .isEqualTo(new TierChange.Refused(TierChange.Reason.NOTHING_ASSESSED));
    }

    @Test
    void twoPeopleDoNotOverwriteEachOther() {
        RiskAssessment seen = risk.assess(episode, plannedStay(), DISCHARGE_DAY);
        risk.changeTier(episode, RiskTier.HIGH, "Lives alone", "nora", Set.of("nurse"));
        TierChange late =
                seen.changeTier(RiskTier.MODERATE, "A fall", "carla", Set.of("care-manager"), seen.computedAt());

        assertThatThrownBy(() -> new TransactionTemplate(transactions)
                        .execute(status -> assessments.save(((TierChange.Changed) late).assessment())))
                .isInstanceOf(OptimisticLockingFailureException.class);
        assertThat(risk.newest(episode).orElseThrow().effectiveTier()).isEqualTo(RiskTier.HIGH);
    }

    @Test
    void nothingIsKeptWhenTheCallersTransactionFails() {
        List<UUID> made = new ArrayList<>();

        assertThatThrownBy(() -> new TransactionTemplate(transactions).executeWithoutResult(status -> {
                    made.add(risk.assess(episode, frailPatient(), DISCHARGE_DAY).id());
                    throw new IllegalStateException("the next step failed");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(made).hasSize(1);
        assertThat(kept()).isZero();
    }
}

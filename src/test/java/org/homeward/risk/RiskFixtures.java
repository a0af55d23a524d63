package org.homeward.risk;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.homeward.decisions.DecisionFiles;

final class RiskFixtures {

    static final LocalDate DISCHARGE_DAY = DecisionFiles.TODAY;

    private RiskFixtures() {}

    static RiskScores scores() {
        return scores(2016);
    }

    static RiskScores scores(int hospitalVersion) {
        return new RiskScores(DecisionFiles::evaluate, new RiskSettings(hospitalVersion));
    }

    /** Five acute days, heart failure and dementia, two emergency visits: LACE 14. */
    static RiskFacts frailPatient() {
        return new RiskFacts(
                5,
                true,
                Comorbidities.all(Set.of(CharlsonCondition.HEART_FAILURE, CharlsonCondition.DEMENTIA)),
                2,
                11.2,
                false,
                134.0,
                true,
                true,
                3);
    }

    /** Two planned days and nothing else: LACE 2, HOSPITAL 0. */
    static RiskFacts plannedStay() {
        return new RiskFacts(2, false, Comorbidities.NONE, 0, 13.5, false, 140.0, false, false, 0);
    }

    static RiskScore score(int lace, int hospital, RiskTier tier) {
        return new RiskScore(
                new ScoreRange(lace, lace),
                new ScoreRange(hospital, hospital),
                tier,
                "as given",
                "as given",
                true,
                List.of(),
                List.of());
    }
}

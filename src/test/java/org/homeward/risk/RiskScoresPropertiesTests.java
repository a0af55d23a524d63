package org.homeward.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.risk.RiskFixtures.DISCHARGE_DAY;

import java.util.EnumSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Whatever is missing: the range holds the truth, knowing more never widens it, and the bounds are those of the sheets. */
class RiskScoresPropertiesTests {

    private static final int TRIES = 150;

    private final RiskScores scores2016 = RiskFixtures.scores(2016);
    private final RiskScores scores2013 = RiskFixtures.scores(2013);

    /** Which of the ten inputs are blanked out, and whether the comorbidity list has gaps. */
    record Gaps(Set<RiskInput> unknown, Set<CharlsonCondition> unseen) {}

    @Property(tries = TRIES)
    void theRangeHoldsTheScoreOfEveryCompletion(
            @ForAll("complete") RiskFacts truth, @ForAll("gaps") Gaps gaps, @ForAll boolean newer) {
        RiskScores scores = newer ? scores2016 : scores2013;
        RiskScore whole = scores.score(truth, DISCHARGE_DAY);
        RiskScore partial = scores.score(without(truth, gaps), DISCHARGE_DAY);

        assertThat(whole.complete()).isTrue();
        assertThat(whole.lace().exact()).isTrue();
        assertThat(whole.hospital().exact()).isTrue();
        assertThat(partial.lace().contains(whole.lace())).isTrue();
        assertThat(partial.hospital().contains(whole.hospital())).isTrue();
        assertThat(whole.tier().isAbove(partial.tier())).isFalse();
    }

    @Property(tries = TRIES)
    void knowingMoreNeverWidensARange(
            @ForAll("complete") RiskFacts truth, @ForAll("gaps") Gaps many, @ForAll RiskInput supplied) {
        Set<RiskInput> fewer = EnumSet.noneOf(RiskInput.class);
        fewer.addAll(many.unknown());
        fewer.remove(supplied);
        RiskScore before = scores2016.score(without(truth, many), DISCHARGE_DAY);
        RiskScore after = scores2016.score(without(truth, new Gaps(fewer, many.unseen())), DISCHARGE_DAY);

        assertThat(before.lace().contains(after.lace())).isTrue();
        assertThat(before.hospital().contains(after.hospital())).isTrue();
        assertThat(before.missing()).containsAll(after.missing());
        assertThat(after.tier().isAbove(before.tier())).isFalse();
    }

    @Property(tries = TRIES)
    void scoresStayWithinTheirBoundsAndAreTheSumOfTheirLines(
            @ForAll("complete") RiskFacts truth, @ForAll("gaps") Gaps gaps) {
        RiskScore score = scores2016.score(without(truth, gaps), DISCHARGE_DAY);

        assertThat(new ScoreRange(0, 19).contains(score.lace())).isTrue();
        assertThat(new ScoreRange(0, 13).contains(score.hospital())).isTrue();
        assertThat(sum(score, "LACE")).isEqualTo(score.lace());
        assertThat(sum(score, "HOSPITAL")).isEqualTo(score.hospital());
        assertThat(score.complete())
                .isEqualTo(score.lace().exact() && score.hospital().exact());
    }

    @Provide
    Arbitrary<RiskFacts> complete() {
        Arbitrary<Boolean> flag = Arbitraries.of(true, false);
        Arbitrary<Set<CharlsonCondition>> conditions =
                Arbitraries.of(CharlsonCondition.class).set().ofMaxSize(4);
        Arbitrary<RiskFacts> base = Combinators.combine(
                        Arbitraries.integers().between(0, 40),
                        flag,
                        conditions,
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.doubles().between(5, 18).ofScale(1),
                        flag,
                        Arbitraries.doubles().between(115, 155).ofScale(1),
                        flag)
                .as((days, acute, present, visits, hemoglobin, oncology, sodium, procedure) -> new RiskFacts(
                        days,
                        acute,
                        Comorbidities.all(present),
                        visits,
                        hemoglobin,
                        oncology,
                        sodium,
                        procedure,
                        null,
                        null));
        return Combinators.combine(base, flag, Arbitraries.integers().between(0, 9))
                .as((facts, urgent, admissions) ->
                        facts.withUrgentAdmission(urgent).withAdmissions12Months(admissions));
    }

    @Provide
    Arbitrary<Gaps> gaps() {
        return Combinators.combine(
                        Arbitraries.of(RiskInput.class).set(),
                        Arbitraries.of(CharlsonCondition.class).set())
                .as(Gaps::new);
    }

    private static RiskFacts without(RiskFacts truth, Gaps gaps) {
        return new RiskFacts(
                unless(gaps, RiskInput.LENGTH_OF_STAY, truth.lengthOfStayDays()),
                unless(gaps, RiskInput.ACUTE_ADMISSION, truth.acuteAdmission()),
                comorbidities(truth.comorbidities(), gaps),
                unless(gaps, RiskInput.EMERGENCY_VISITS, truth.emergencyVisits6Months()),
                unless(gaps, RiskInput.HEMOGLOBIN, truth.hemoglobin()),
                unless(gaps, RiskInput.ONCOLOGY_SERVICE, truth.oncologyService()),
                unless(gaps, RiskInput.SODIUM, truth.sodium()),
                unless(gaps, RiskInput.PROCEDURE, truth.procedure()),
                unless(gaps, RiskInput.URGENT_ADMISSION, truth.urgentAdmission()),
                unless(gaps, RiskInput.ADMISSIONS_12_MONTHS, truth.admissions12Months()));
    }

    private static Comorbidities comorbidities(Comorbidities truth, Gaps gaps) {
        if (!gaps.unknown().contains(RiskInput.COMORBIDITIES)) {
            return truth;
        }
        Set<CharlsonCondition> seen = EnumSet.noneOf(CharlsonCondition.class);
        seen.addAll(truth.present());
        seen.removeAll(gaps.unseen());
        return Comorbidities.atLeast(seen);
    }

    private static <T> @Nullable T unless(Gaps gaps, RiskInput input, @Nullable T value) {
        return gaps.unknown().contains(input) ? null : value;
    }

    private static ScoreRange sum(RiskScore score, String which) {
        int min = 0;
        int max = 0;
        for (ScoreLine line : score.lines()) {
            if (line.score().equals(which)) {
                min += line.points().min();
                max += line.points().max();
            }
        }
        return new ScoreRange(min, max);
    }
}

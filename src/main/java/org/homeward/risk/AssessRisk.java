package org.homeward.risk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Assess an episode's risk, keep how it came about, and let people correct the tier. */
@Service
public class AssessRisk {

    private final RiskScores scores;
    private final RiskAssessments assessments;
    private final ObjectMapper json;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    AssessRisk(
            RiskScores scores,
            RiskAssessments assessments,
            ObjectMapper json,
            ApplicationEventPublisher events,
            Clock clock) {
        this.scores = scores;
        this.assessments = assessments;
        this.json = json;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Compute and keep the risk. The same facts again change nothing; new facts make a new assessment, which keeps the
     * tier a person had raised while that is still the higher one.
     *
     * @param asOf the day whose rules count: the day of the discharge
     */
    @Transactional
    public RiskAssessment assess(UUID episodeId, RiskFacts facts, LocalDate asOf) {
        RiskScore score = scores.score(facts, asOf);
        RiskAssessment computed = RiskAssessment.of(episodeId, score, write(facts), write(score), now());
        Optional<RiskAssessment> earlier = newest(episodeId);
        if (earlier.isPresent() && computed.saysTheSameAs(earlier.get())) {
            return earlier.get();
        }
        RiskAssessment kept =
                assessments.save(earlier.map(computed::keepingRaiseOf).orElse(computed));
        earlier.ifPresent(before -> announce(before, kept));
        return kept;
    }

    /** Set another tier for the newest assessment, if the person's roles in the owning team allow it. */
    @Transactional
    public TierChange changeTier(UUID episodeId, RiskTier to, String reason, String personId, Set<String> roles) {
        Optional<RiskAssessment> newest = newest(episodeId);
        if (newest.isEmpty()) {
            return new TierChange.Refused(TierChange.Reason.NOTHING_ASSESSED);
        }
        TierChange change = newest.get().changeTier(to, reason, personId, roles, now());
        if (change instanceof TierChange.Changed changed) {
            RiskAssessment saved = assessments.save(changed.assessment());
            announce(newest.get(), saved);
            return new TierChange.Changed(saved);
        }
        return change;
    }

    @Transactional(readOnly = true)
    public Optional<RiskAssessment> newest(UUID episodeId) {
        return assessments.findFirstByEpisodeIdOrderByComputedAtDescIdDesc(episodeId);
    }

    /** The facts that an assessment was computed from, to add to. */
    public RiskFacts facts(RiskAssessment assessment) {
        return read(assessment.inputs(), RiskFacts.class);
    }

    /** The scores of an assessment with their lines, as they were computed. */
    public RiskScore score(RiskAssessment assessment) {
        return read(assessment.explanation(), RiskScore.class);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private void announce(RiskAssessment before, RiskAssessment after) {
        if (before.effectiveTier() != after.effectiveTier()) {
            events.publishEvent(new RiskAssessment.TierChanged(
                    after.episodeId(), after.id(), before.effectiveTier(), after.effectiveTier()));
        }
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An assessment that cannot be written", e);
        }
    }

    private <T> T read(String value, Class<T> type) {
        try {
            return json.readValue(value, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An assessment that cannot be read", e);
        }
    }
}

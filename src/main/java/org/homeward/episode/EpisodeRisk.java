package org.homeward.episode;

import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.homeward.risk.AssessRisk;
import org.homeward.risk.RiskAssessment;
import org.homeward.risk.RiskFacts;
import org.homeward.risk.RiskTier;
import org.homeward.worklist.Worklist;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Stratify an episode's risk from what its discharge told, and let its clocks follow a tier that changes. */
@Service
public class EpisodeRisk {

    private final AssessRisk risk;
    private final VisitFacts facts;
    private final Episodes episodes;
    private final CarryOutEpisode carryOut;
    private final Worklist worklist;

    EpisodeRisk(AssessRisk risk, VisitFacts facts, Episodes episodes, CarryOutEpisode carryOut, Worklist worklist) {
        this.risk = risk;
        this.facts = facts;
        this.episodes = episodes;
        this.carryOut = carryOut;
        this.worklist = worklist;
    }

    /** Compute, keep and answer the tier; what is missing becomes a duty to supply it. */
    @Transactional
    public RiskTier stratify(UUID episodeId) {
        var episode = episodes.findById(episodeId)
                .orElseThrow(() -> new IllegalArgumentException("There is no episode " + episodeId));
        var details = facts.stateOf(episode.visit()).discharge();
        // all that is known of it stands in the facts, what people supplied too: so the same facts make the same tier
        var told = RiskFacts.UNKNOWN.overlaidBy(Objects.requireNonNullElse(details.riskFacts(), Map.of()));
        if (told.lengthOfStayDays() == null) {
            told = told.withLengthOfStayDays(RiskFacts.lengthOfStay(
                    details.admittedAt(),
                    details.dischargedAt(),
                    details.zone() == null ? details.dayZone() : details.zone()));
        }
        var assessment = risk.assess(episodeId, told, dayOf(episode));
        carryOut.setTier(
                episodeId,
                assessment.effectiveTier().name(),
                assessment.complete() ? null : "Complete the facts that the risk scores are computed from");
        return assessment.effectiveTier();
    }

    /** Corrected or late facts count like those that came with the discharge. */
    @EventListener
    @Transactional
    public void on(Episode.RiskFactsTold told) {
        stratify(told.episodeId());
    }

    /** A person, or newer facts, changed the tier. */
    @EventListener
    @Transactional
    public void on(RiskAssessment.TierChanged change) {
        if (!carryOut.knows(change.episodeId())) {
            return;
        }
        carryOut.changeTier(
                change.episodeId(),
                change.to().name(),
                "The risk tier changed from " + change.from() + " to " + change.to());
        worklist.riskOf(change.episodeId(), change.to().name());
    }

    private static LocalDate dayOf(Episode episode) {
        return episode.dischargedAt().atZone(episode.zone()).toLocalDate();
    }
}

package org.homeward.episode;

import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.homeward.episode.Duty.Kind;
import org.homeward.episode.Standing.Outcome;
import org.homeward.episode.Standing.Stage;
import org.homeward.episode.Verdict.Decision;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Answer what the model of a transition asks, and take what people decide in its forms. */
@Service
public class CarryOutEpisode {

    /** What is true now, and whether an ended episode left promises outside that somebody must call off. */
    public record Assessment(Stage stage, boolean promised) {}

    private static final Set<Kind> PROMISED_WHEN_DONE = EnumSet.of(Kind.SERVICE, Kind.REFERRAL);

    private final Episodes episodes;
    private final Duties duties;
    private final VisitFacts facts;
    private final EpisodeReconciler reconciler;
    private final EpisodeTimeline timeline;
    private final EpisodeClocks clocks;
    private final List<PromiseSource> promises;
    private final Clock clock;

    CarryOutEpisode(
            Episodes episodes,
            Duties duties,
            VisitFacts facts,
            EpisodeReconciler reconciler,
            EpisodeTimeline timeline,
            EpisodeClocks clocks,
            List<PromiseSource> promises,
            Clock clock) {
        this.episodes = episodes;
        this.duties = duties;
        this.facts = facts;
        this.reconciler = reconciler;
        this.timeline = timeline;
        this.clocks = clocks;
        this.promises = promises;
        this.clock = clock;
    }

    /** The process asks where the episode stands, and from now on is known to know. */
    @Transactional
    public Assessment assess(UUID episodeId) {
        var episode = load(episodeId);
        episode.assessed();
        var known = episodes.save(episode);
        if (known.isEnded()) {
            clocks.voidAll(episodeId, known.reason());
        }
        return new Assessment(
                known.stage(),
                known.isEnded()
                        && known.outcome() != Outcome.COMPLETED
                        && !promised(episodeId).isEmpty());
    }

    /** The process is about to begin a step for each open duty. */
    @Transactional
    public void beginDuties(UUID episodeId) {
        duties.takeUpOpen(episodeId);
        reconciler.later(episodeId);
    }

    /** What would have to be called off, in words. */
    @Transactional(readOnly = true)
    public List<String> promised(UUID episodeId) {
        var promised = new ArrayList<String>();
        for (var source : promises) {
            promised.addAll(source.promised(episodeId));
        }
        duties.of(episodeId).stream()
                .filter(duty -> duty.status() == Duty.Status.DONE && PROMISED_WHEN_DONE.contains(duty.kind()))
                .map(Duty::description)
                .forEach(promised::add);
        return promised;
    }

    /** Tell a fact about an episode's stay as a person or as Homeward itself, after everything known so far. */
    @Transactional
    public void tell(UUID episodeId, FactPayload payload, String by) {
        var episode = load(episodeId);
        var now = clock.instant();
        // a sender's clock may run ahead of ours: what a person says now still comes after what they saw
        var after = facts.of(episode.visit()).stream()
                .map(VisitFact::occurredAt)
                .filter(at -> !at.isBefore(now))
                .max(java.util.Comparator.naturalOrder())
                .map(at -> at.plusMillis(1))
                .orElse(now);
        facts.append(VisitFact.of(episode.visit(), episode.patientId(), payload, after, now, "person:" + by));
    }

    /** What nobody decided in time starts, flagged. */
    @Transactional
    public void startByDefault(UUID episodeId) {
        tell(episodeId, new FactPayload.TriageDecided(Decision.START, EpisodeTimeline.ITSELF, null, true), "homeward");
        timeline.append(
                episodeId, "triage-defaulted", "Nobody decided in time: the transition starts", "homeward", null);
    }

    @Transactional
    public void nameCareManager(UUID episodeId, String personId, String by) {
        var episode = load(episodeId);
        episode.nameCareManager(personId);
        episodes.save(episode);
        timeline.append(episodeId, "care-manager-named", "Care manager: " + personId, by, null);
    }

    /**
     * Keep the risk tier on the episode.
     *
     * @param missing what the score lacks, in words; a duty to supply it is opened. Null when it is complete
     */
    @Transactional
    public void setTier(UUID episodeId, String tier, @Nullable String missing) {
        var episode = load(episodeId);
        episode.setTier(tier, missing != null);
        var saved = episodes.save(episode);
        if (missing == null) {
            duties.open(episodeId).stream()
                    .filter(duty -> duty.kind() == Kind.RISK_FACTS)
                    .forEach(duty -> duties.complete(
                            duty.id(), "The facts are complete", null, EpisodeTimeline.ITSELF, clock.instant(), null));
        } else if (!saved.isEnded()) {
            duties.add(saved, Kind.RISK_FACTS, "standard", missing);
            reconciler.later(episodeId);
        }
    }

    @Transactional(readOnly = true)
    public boolean knows(UUID episodeId) {
        return episodes.existsById(episodeId);
    }

    /** Follow a tier that a person or newer facts changed, with every clock that depends on it. */
    @Transactional
    public void changeTier(UUID episodeId, String tier, String why) {
        var episode = load(episodeId);
        episode.changeTier(tier);
        episodes.save(episode);
        clocks.tierChanged(episodeId, why);
        timeline.append(episodeId, "tier-changed", why, "homeward", null);
    }

    /** A duty that people add to a running episode. */
    @Transactional
    public void addOrder(UUID episodeId, Kind kind, String orderKey, String description) {
        duties.add(load(episodeId), kind, orderKey, description);
        reconciler.later(episodeId);
    }

    private Episode load(UUID episodeId) {
        return episodes.findById(episodeId)
                .orElseThrow(() -> new IllegalArgumentException("There is no episode " + episodeId));
    }
}

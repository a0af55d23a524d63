package org.homeward.episode;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.homeward.audit.Audit;
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

    private static final String HOME = "nubc:01";
    private static final Set<Kind> PROMISED_WHEN_DONE = EnumSet.of(Kind.SERVICE, Kind.REFERRAL);

    private final Episodes episodes;
    private final Duties duties;
    private final VisitFacts facts;
    private final EpisodeReconciler reconciler;
    private final EpisodeTimeline timeline;
    private final EpisodeClocks clocks;
    private final List<PromiseSource> promises;
    private final Audit audit;
    private final Clock clock;

    CarryOutEpisode(
            Episodes episodes,
            Duties duties,
            VisitFacts facts,
            EpisodeReconciler reconciler,
            EpisodeTimeline timeline,
            EpisodeClocks clocks,
            List<PromiseSource> promises,
            Audit audit,
            Clock clock) {
        this.episodes = episodes;
        this.duties = duties;
        this.facts = facts;
        this.reconciler = reconciler;
        this.timeline = timeline;
        this.clocks = clocks;
        this.promises = promises;
        this.audit = audit;
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
        append(episode, episode.visit(), payload, after, by);
    }

    private void append(Episode episode, VisitKey stay, FactPayload payload, Instant occurredAt, String by) {
        facts.append(VisitFact.of(stay, episode.patientId(), payload, occurredAt, clock.instant(), "person:" + by));
        audit.record(
                by,
                "fact.told",
                "episode",
                episode.id().toString(),
                episode.teamId(),
                Map.of("fact", payload.type().name()));
    }

    /**
     * A patient has come home from a hospital or facility that sends no discharge: told as the discharge that it is, so
     * that a new episode begins with all its calls. The hospital's own message for the same stay, should it still come,
     * adds to it.
     *
     * @param since when the patient came home, not to come
     * @throws IllegalStateException when the patient is not known to be away
     */
    @Transactional
    public void homeAgain(UUID episodeId, Instant since, String by) {
        var episode = load(episodeId);
        if (episode.stage() != Stage.PARKED) {
            throw new IllegalStateException("Episode " + episodeId + " does not wait for a patient who is away");
        }
        var left = facts.stateOf(episode.visit());
        var before = left.discharge();
        var back = left.backInHospital();
        var watched = episode.kind() == Episode.Kind.FACILITY_WATCH;
        var stay = back != null && back.into() != null ? back.into() : reportedStay(episode.visit(), since);
        var home = DischargeDetails.builder()
                .patientClass(
                        watched
                                ? PatientClass.SKILLED_NURSING
                                : back == null || back.patientClass() == PatientClass.UNKNOWN
                                        ? PatientClass.INPATIENT
                                        : back.patientClass())
                .admittedAt(back == null ? before.dischargedAt() : back.admittedAt())
                .dischargedAt(since)
                .zone(before.zone())
                .patientZone(before.patientZone())
                .disposition(new Disposition(HOME, "Home, as a person told the team"))
                .ageInYears(before.ageInYears())
                .primaryCare(before.primaryCare())
                .payer(before.payer())
                .area(before.area())
                .language(before.language())
                // whom the hospital sent to a facility, nobody has worked for yet: its orders still stand
                .ordered(watched ? before.orders() : List.of())
                .clinical(before.clinical())
                .build();
        append(episode, stay, new FactPayload.Discharged(home), since, by);
    }

    /**
     * The report that a patient is away was a mistake: the episode goes on, its clocks counted from the discharge. For a
     * patient who was discharged to a facility, a person's decision to start.
     */
    @Transactional
    public void neverAway(UUID episodeId, String by) {
        tell(
                episodeId,
                load(episodeId).kind() == Episode.Kind.FACILITY_WATCH
                        ? new FactPayload.TriageDecided(
                                Decision.START, by, "Went home, not to a facility, as a person told the team", false)
                        : new FactPayload.ReadmissionCancelled("Never away, as a person told the team"),
                by);
    }

    /** Told twice with the same time it is the same stay. */
    private static VisitKey reportedStay(VisitKey left, Instant since) {
        var suffix = "~home-" + since.getEpochSecond();
        var number = left.visitNumber();
        return new VisitKey(
                left.sourceFacility(), number.substring(0, Math.min(number.length(), 64 - suffix.length())) + suffix);
    }

    /** A discharge that a person took back stands after all: the work goes on in a linked episode. */
    @Transactional
    public void dischargeStands(UUID episodeId, String by) {
        var episode = load(episodeId);
        tell(
                episodeId,
                new FactPayload.Discharged(facts.stateOf(episode.visit()).discharge()),
                by);
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

package org.homeward.episode;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.homeward.audit.Audit;
import org.homeward.episode.Standing.Outcome;
import org.homeward.episode.Standing.Stage;
import org.homeward.episode.Verdict.Decision;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Compare the work that should be open with the work that is, and make the few moves that are permitted: start, "facts
 * changed", "work added", and the clocks that go with them.
 */
@Service
public class EpisodeReconciler {

    /** Orders that the model works by kind, also when they come late. */
    private static final Set<Duty.Kind> STEPS_OF_THEIR_OWN = EnumSet.of(
            Duty.Kind.APPOINTMENT,
            Duty.Kind.REFERRAL,
            Duty.Kind.PENDING_RESULT,
            Duty.Kind.SERVICE,
            Duty.Kind.URGENT_ORDER);

    /** Twice the window in which a return to hospital belongs to a discharge. */
    private static final Duration HISTORY = Duration.ofDays(2 * EpisodeState.RETURN_WINDOW_DAYS);

    private final Episodes episodes;
    private final DispositionDecisions decisions;
    private final Duties duties;
    private final DischargeEligibility eligibility;
    private final TeamAssignment teams;
    private final EpisodeDirectory directory;
    private final EpisodeTimeline timeline;
    private final EpisodeProcess process;
    private final EpisodeClocks clocks;
    private final ApplicationEventPublisher events;
    private final Audit audit;
    private final Clock clock;
    private final MovesBeforeCommit moves = new MovesBeforeCommit(this::reconcile);

    EpisodeReconciler(
            Episodes episodes,
            DispositionDecisions decisions,
            Duties duties,
            DischargeEligibility eligibility,
            TeamAssignment teams,
            EpisodeDirectory directory,
            EpisodeTimeline timeline,
            EpisodeProcess process,
            EpisodeClocks clocks,
            ApplicationEventPublisher events,
            Audit audit,
            Clock clock) {
        this.episodes = episodes;
        this.decisions = decisions;
        this.duties = duties;
        this.eligibility = eligibility;
        this.teams = teams;
        this.directory = directory;
        this.timeline = timeline;
        this.process = process;
        this.clocks = clocks;
        this.events = events;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param known every fact of the patients concerned, whose rows the caller holds
     * @param told those among them that are new
     */
    @Transactional(propagation = Propagation.MANDATORY)
    Set<UUID> settle(Collection<VisitFact> known, Collection<VisitFact> told) {
        var states = known.stream()
                .map(VisitFact::visit)
                .filter(Objects::nonNull)
                .distinct()
                .map(visit -> EpisodeState.fold(visit, known))
                .filter(EpisodeState::isDischarged)
                .sorted(Comparator.comparing(EpisodeState::dischargedAt)
                        .thenComparing(state -> state.visit().toString()))
                .toList();
        var settled = new LinkedHashMap<VisitKey, Episode>();
        var ended = new ArrayList<EpisodeState>();
        for (var state : states) {
            var concerned = told.stream().anyMatch(fact -> state.visit().equals(fact.visit()));
            var episode = settle(state, receivedAt(state.visit(), known), concerned, ended);
            if (episode != null) {
                settled.put(state.visit(), episode);
            }
        }
        for (var state : ended) {
            unwind(Objects.requireNonNull(settled.get(state.visit())), state, settled);
        }
        var ids = new LinkedHashSet<UUID>();
        for (var entry : settled.entrySet()) {
            var episode = entry.getValue();
            // an episode that only begins stratifies its risk in its first step
            if (episode.stage() == Stage.ACTIVE
                    && episode.assessedStage() == Stage.ACTIVE
                    && told.stream().anyMatch(fact -> entry.getKey().equals(fact.visit()) && tellsOfRisk(fact))) {
                events.publishEvent(new Episode.RiskFactsTold(episode.id()));
            }
            if (episode.stage() == Stage.ACTIVE
                    && told.stream().anyMatch(fact -> entry.getKey().equals(fact.visit()) && tellsOfClinical(fact))) {
                events.publishEvent(new Episode.ClinicalPartsTold(episode.id()));
            }
            moves.later(episode.id());
            ids.add(episode.id());
        }
        return ids;
    }

    private static boolean tellsOfClinical(VisitFact fact) {
        var details = detailsOf(fact);
        return details != null && details.clinical() != null;
    }

    private static @Nullable DischargeDetails detailsOf(VisitFact fact) {
        return fact.payload() instanceof FactPayload.Discharged discharged
                ? discharged.details()
                : fact.payload() instanceof FactPayload.DischargeChanged changed ? changed.details() : null;
    }

    private static boolean tellsOfRisk(VisitFact fact) {
        var details = detailsOf(fact);
        return details != null
                && (details.riskFacts() != null || details.admittedAt() != null || details.dischargedAt() != null);
    }

    private @Nullable Episode settle(
            EpisodeState state, Instant receivedAt, boolean concerned, List<EpisodeState> ended) {
        var now = clock.instant();
        var current = episodes.findLatest(
                        state.visit().sourceFacility(), state.visit().visitNumber())
                .orElse(null);
        if (!concerned && (current == null || current.isEnded()) && isHistory(state, now)) {
            return null;
        }
        var ruled = eligibility.decide(state);
        var verdict = state.effective(ruled);
        var standing = state.standing(ruled);
        var nothingStarts = verdict.decision() == Decision.NONE && standing.isEnded();
        if (current == null && nothingStarts) {
            decisions.record(state.visit(), verdict, null, now);
            return null;
        }
        var episode = current;
        if (episode == null || (episode.isEnded() && standing.needsWork())) {
            episode = open(state, verdict, standing, receivedAt, current, now);
        } else if (!episode.isEnded()) {
            episode = update(episode, state, verdict, standing, ended, now);
        } else if (episode.endsAs(standing)) {
            episode = episodes.save(episode);
            timeline.append(
                    episode.id(),
                    "end-corrected",
                    standing.reason(),
                    EpisodeTimeline.ITSELF,
                    String.valueOf(episode.outcome()));
        }
        decisions.record(state.visit(), verdict, episode.id(), now);
        if (episode.stage() == Stage.ACTIVE) {
            duties.follow(episode, state);
        }
        return episode;
    }

    /**
     * A table that somebody edits must not begin calls about a discharge of years ago, because the patient is in hospital
     * again: what was decided then stands, unless news is of that very stay.
     */
    private static boolean isHistory(EpisodeState state, Instant now) {
        return state.dischargedAt().plus(HISTORY).isBefore(now);
    }

    private Episode open(
            EpisodeState state,
            Verdict verdict,
            Standing standing,
            Instant receivedAt,
            @Nullable Episode predecessor,
            Instant now) {
        var owner = teams.ownerOf(state);
        var episode = episodes.save(Episode.open(
                state, verdict, standing, owner, zone(state, owner.teamId()), predecessor, receivedAt, now));
        directory.register(episode.id(), episode.id(), "episode");
        if (predecessor != null) {
            predecessor.succeededBy(episode.id());
            episodes.save(predecessor);
        }
        timeline.append(
                episode.id(),
                "episode-opened",
                standing.reason() + (predecessor == null ? "" : " (continues an episode that had ended)"),
                EpisodeTimeline.ITSELF,
                null);
        events.publishEvent(new Episode.Opened(
                episode.id(), episode.patientId(), predecessor == null ? null : predecessor.id(), episode.stage()));
        return episode;
    }

    private Episode update(
            Episode episode,
            EpisodeState state,
            Verdict verdict,
            Standing standing,
            List<EpisodeState> ended,
            Instant now) {
        var anchorMoved = episode.follow(state, verdict, zone(state, episode.teamId()));
        var from = episode.stage();
        var moved = episode.stand(standing, now);
        var fromTeam = episode.teamId();
        var otherTeam = !episode.isEnded()
                && !teams.basisOf(state).equals(episode.ownerBasis())
                && episode.ownedBy(teams.ownerOf(state));
        var saved = episodes.save(episode);
        if (anchorMoved != null) {
            clocks.reanchor(saved.id(), "discharge", saved.dischargedAt(), anchorMoved);
            timeline.append(saved.id(), "clocks-moved", anchorMoved, EpisodeTimeline.ITSELF, null);
        }
        if (otherTeam) {
            timeline.append(
                    saved.id(),
                    "owner-changed",
                    "Handed from " + fromTeam + " to " + saved.teamId(),
                    state.owner() == null
                            ? EpisodeTimeline.ITSELF
                            : state.owner().by(),
                    null);
            audit.record(
                    state.owner() == null ? Audit.ITSELF : state.owner().by(),
                    "owner.changed",
                    "episode",
                    saved.id().toString(),
                    saved.teamId(),
                    Map.of("from", fromTeam, "to", saved.teamId()));
            saved = restart(saved);
            events.publishEvent(new Episode.OwnerChanged(saved.id(), fromTeam, saved.teamId(), saved.organizationId()));
        }
        if (moved) {
            var outcome = saved.outcome();
            timeline.append(
                    saved.id(),
                    "stage-"
                            + saved.stage()
                                    .name()
                                    .toLowerCase(java.util.Locale.ROOT)
                                    .replace('_', '-'),
                    saved.reason(),
                    EpisodeTimeline.ITSELF,
                    outcome == null ? null : outcome.name());
            events.publishEvent(new Episode.StageChanged(saved.id(), from, saved.stage(), outcome, saved.reason()));
        }
        if (saved.isEnded()) {
            ended.add(state);
        }
        return saved;
    }

    private ZoneId zone(EpisodeState state, String teamId) {
        return state.discharge().dayZoneOr(() -> clocks.zoneOf(teamId));
    }

    private Episode restart(Episode episode) {
        var running = episode.processInstanceId();
        if (running == null) {
            return episode;
        }
        clocks.stopAll(episode.id(), "Handed to another team");
        process.withdraw(running, "Handed to another team");
        episode.stopRunning();
        return episodes.save(episode);
    }

    private void unwind(Episode episode, EpisodeState state, Map<VisitKey, Episode> settled) {
        var back = state.backInHospital();
        var next = back == null || back.into() == null ? null : settled.get(back.into());
        if (episode.outcome() == Outcome.READMITTED && next != null) {
            duties.carryOver(episode.id(), next);
            episode.succeededBy(next.id());
            episodes.save(episode);
        }
        if (episode.outcome() != Outcome.COMPLETED) {
            duties.endAll(episode.id(), episode.reason());
        }
    }

    private static Instant receivedAt(VisitKey visit, Collection<VisitFact> known) {
        return known.stream()
                .filter(fact -> visit.equals(fact.visit()) && fact.type() == FactType.DISCHARGED)
                .map(VisitFact::recordedAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Brings the engine to where the episode is. Asking again changes nothing. */
    @Transactional
    public void reconcile(UUID episodeId) {
        var episode = load(episodeId);
        var running = episode.processInstanceId();
        if (running == null) {
            if (!episode.isEnded()) {
                start(episode);
            }
        } else if (episode.assessedStage() != episode.stage()) {
            tellFactsChanged(episode, running);
        }
        tellWorkAdded(episodeId);
    }

    /** The episodes whose process was not listening when their facts changed; 100 at most. */
    @Transactional(readOnly = true)
    public List<UUID> lagging() {
        return episodes.findLagging().stream().map(UUID::fromString).toList();
    }

    private void start(Episode episode) {
        var instance = process.start(episode.id(), episode.teamId());
        // the first steps of the process have changed the episode meanwhile
        var started = load(episode.id());
        started.runAs(instance);
        episodes.save(started);
    }

    private void tellFactsChanged(Episode episode, String running) {
        if (episode.isEnded()) {
            clocks.voidAll(episode.id(), episode.reason());
            if (!process.running(running)) {
                episode.assessed();
                episodes.save(episode);
                return;
            }
        } else if (episode.assessedStage() == Stage.ACTIVE) {
            // the clocks of every other stage end with its one step
            clocks.stopAll(episode.id(), episode.reason());
        }
        process.factsChanged(running);
    }

    private void tellWorkAdded(UUID episodeId) {
        var episode = load(episodeId);
        var running = episode.processInstanceId();
        if (running == null || episode.stage() != Stage.ACTIVE || episode.assessedStage() != Stage.ACTIVE) {
            return;
        }
        var untaken = duties.untaken(episodeId);
        for (var kind : STEPS_OF_THEIR_OWN) {
            var ofKind = untaken.stream().filter(duty -> duty.kind() == kind).toList();
            tellWorkAdded(running, kind.name(), ofKind);
        }
        // last: the step takes whatever no other has taken
        tellWorkAdded(
                running,
                "ORDER",
                untaken.stream()
                        .filter(duty -> !STEPS_OF_THEIR_OWN.contains(duty.kind()))
                        .toList());
    }

    private void tellWorkAdded(String running, String kind, List<Duty> told) {
        if (!told.isEmpty() && process.workAdded(running, kind)) {
            duties.takeUp(told);
        }
    }

    private Episode load(UUID episodeId) {
        return episodes.findById(episodeId)
                .orElseThrow(() -> new IllegalArgumentException("There is no episode " + episodeId));
    }

    /** Makes the engine follow before the running transaction commits. */
    void later(UUID episodeId) {
        moves.later(episodeId);
    }
}

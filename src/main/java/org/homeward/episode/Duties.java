package org.homeward.episode;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.homeward.episode.Duty.Kind;
import org.homeward.episode.Duty.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.data.relational.core.mapping.event.AfterSaveEvent;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keep every duty of an episode until it has an outcome or a receiver: none is dropped. */
@Service
public class Duties {

    private static final java.util.Set<Kind> LIVES_ON =
            java.util.EnumSet.of(Kind.PENDING_RESULT, Kind.REFERRAL, Kind.SERVICE);

    private final DutyRows rows;
    private final JdbcTemplate batches;
    private final EpisodeTimeline timeline;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Remembered<UUID, List<OpenDuty>> seen = new Remembered<>();

    Duties(
            DutyRows rows,
            JdbcTemplate batches,
            EpisodeTimeline timeline,
            ApplicationEventPublisher events,
            Clock clock) {
        this.rows = rows;
        this.batches = batches;
        this.timeline = timeline;
        this.events = events;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Duty get(UUID dutyId) {
        return rows.findById(dutyId).orElseThrow(() -> new IllegalArgumentException("There is no duty " + dutyId));
    }

    /** All of them, the closed ones too, in the order in which they were ordered. */
    @Transactional(readOnly = true)
    public List<Duty> of(UUID episodeId) {
        return rows.findByEpisode(episodeId.toString());
    }

    /** Those without outcome or receiver: while there is one, the closing review cannot complete. */
    @Transactional(readOnly = true)
    public List<Duty> open(UUID episodeId) {
        return of(episodeId).stream().filter(Duty::isOpen).toList();
    }

    /** An open duty as the model of a transition asks for it. */
    record OpenDuty(UUID id, Kind kind, boolean takenUp) {}

    /** As {@link #open}, read once for each of the kinds that one start asks for. */
    @Transactional(readOnly = true)
    List<OpenDuty> openNow(UUID episodeId) {
        return seen.get(episodeId, id -> open(id).stream()
                .map(duty -> new OpenDuty(duty.id(), duty.kind(), duty.isTakenUp()))
                .toList());
    }

    @EventListener
    void on(AfterSaveEvent<Duty> saved) {
        seen.forget();
    }

    /** Open duties for which the running process has no step yet: those {@code items} names as added. */
    @Transactional(readOnly = true)
    public List<Duty> untaken(UUID episodeId) {
        return open(episodeId).stream().filter(duty -> !duty.isTakenUp()).toList();
    }

    /**
     * Close a duty with what came of it.
     *
     * @param receiver who carries it on, when it is handed off; null when it is done
     * @param evidence JSON of what proves it
     * @throws IllegalStateException when it is closed already
     */
    @Transactional
    public Duty complete(
            UUID dutyId, String outcome, @Nullable String receiver, String by, Instant at, @Nullable String evidence) {
        var duty = get(dutyId);
        if (receiver == null) {
            duty.done(outcome, by, at, evidence);
        } else {
            duty.handOff(receiver, outcome, by, at, evidence);
        }
        return closed(duty, by);
    }

    /** Close a duty that the patient declines; the others go on. */
    @Transactional
    public Duty decline(UUID dutyId, String reason, String by, Instant at) {
        var duty = get(dutyId);
        duty.decline(reason, by, at);
        return closed(duty, by);
    }

    private Duty closed(Duty duty, String by) {
        var saved = rows.save(duty);
        timeline.append(
                saved.episodeId(),
                "duty-"
                        + saved.status()
                                .name()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', '-'),
                saved.description() + ": " + saved.outcome()
                        + (saved.receiver() == null ? "" : ", handed to " + saved.receiver()),
                by,
                saved.id().toString());
        events.publishEvent(new Duty.Closed(
                saved.id(),
                saved.episodeId(),
                saved.kind(),
                saved.status(),
                java.util.Objects.toString(saved.outcome(), "")));
        return saved;
    }

    /** Open what is missing, reword what changed, withdraw what is no longer ordered. */
    @Transactional(propagation = Propagation.MANDATORY)
    void follow(Episode episode, EpisodeState state) {
        var now = clock.instant();
        var existing = new LinkedHashMap<String, Duty>();
        for (var duty : of(episode.id())) {
            existing.put(duty.kind() + "/" + duty.orderKey(), duty);
        }
        var first = existing.isEmpty();
        var fresh = new ArrayList<Duty>();
        var plans = DutyPlan.of(state);
        var spare = spare(existing.values(), plans);
        for (var plan : plans) {
            var known = existing.remove(plan.kind() + "/" + plan.key());
            if (known == null) {
                var duty = Duty.planned(episode.id(), plan, now);
                if (plan.refused() != null) {
                    duty.decline(plan.refused(), "patient", now);
                }
                fresh.add(duty);
            } else {
                adjust(episode, known, plan, now);
            }
        }
        for (var gone : existing.values()) {
            // of two that are alike and one done, the one still ordered may be the one still open: it stays
            if (gone.isPlanned()
                    && gone.isOpen()
                    && spare.merge(alike(gone.kind(), gone.orderKey()), -1, Integer::sum) >= 0) {
                gone.withdraw("No longer ordered", now);
                closed(gone, EpisodeTimeline.ITSELF);
            }
        }
        insert(episode, fresh, first);
    }

    /** How many more of each are open than ordered. */
    private static Map<String, Integer> spare(Collection<Duty> existing, List<DutyPlan.Planned> plans) {
        var spare = new HashMap<String, Integer>();
        existing.stream()
                .filter(Duty::isOpen)
                .forEach(duty -> spare.merge(alike(duty.kind(), duty.orderKey()), 1, Integer::sum));
        plans.forEach(plan -> spare.merge(alike(plan.kind(), plan.key()), -1, Integer::sum));
        return spare;
    }

    private static String alike(Kind kind, String orderKey) {
        return kind + "/" + DutyPlan.unnumbered(orderKey);
    }

    private void adjust(Episode episode, Duty known, DutyPlan.Planned plan, Instant now) {
        var reworded = known.reword(plan);
        if (known.isOpen() && plan.refused() != null) {
            known.decline(plan.refused(), "patient", now);
            closed(known, EpisodeTimeline.ITSELF);
        } else if (known.status() == Status.WITHDRAWN && plan.refused() == null) {
            known.reopen();
            var saved = rows.save(known);
            timeline.append(episode.id(), "duty-ordered", saved.description() + ": ordered again", "homeward", null);
            announce(episode, saved);
        } else if (reworded) {
            rows.save(known);
            events.publishEvent(new Duty.Changed(known.id(), known.episodeId(), known.kind()));
        }
    }

    /** Add what the facts do not know of; the same key twice is one duty. */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean add(Episode episode, Kind kind, String orderKey, String description) {
        var known = of(episode.id()).stream()
                .anyMatch(duty -> duty.kind() == kind && duty.orderKey().equals(orderKey));
        if (!known) {
            insert(episode, List.of(Duty.added(episode.id(), kind, orderKey, clock.instant(), description)), false);
        }
        return !known;
    }

    private void insert(Episode episode, List<Duty> fresh, boolean first) {
        if (fresh.isEmpty()) {
            return;
        }
        rows.saveAll(fresh);
        batches.batchUpdate(
                "INSERT INTO episode_subject (subject_id, episode_id, kind) VALUES (?, ?, ?)",
                fresh.stream()
                        .map(duty -> new Object[] {
                            duty.id().toString(),
                            episode.id().toString(),
                            duty.kind().code()
                        })
                        .toList());
        if (first) {
            timeline.append(
                    episode.id(), "duties-ordered", fresh.size() + " duties come with the discharge", "homeward", null);
        }
        for (var duty : fresh) {
            if (!first) {
                timeline.append(
                        episode.id(),
                        "duty-ordered",
                        duty.description(),
                        "homeward",
                        duty.id().toString());
            }
            announce(episode, duty);
        }
    }

    private void announce(Episode episode, Duty duty) {
        if (!duty.isOpen()) {
            return;
        }
        if (duty.kind() == Kind.APPOINTMENT) {
            events.publishEvent(new Episode.FollowUpOrdered(
                    duty.id(),
                    episode.id(),
                    episode.patientId(),
                    DutyPlan.unnumbered(duty.orderKey()).startsWith(OrderedItem.Kind.TEST + ":"),
                    duty.description(),
                    duty.dueBy(),
                    duty.withWhom()));
        } else if (duty.kind() == Kind.OUTREACH) {
            events.publishEvent(new Episode.OutreachOrdered(duty.id(), episode.id(), episode.patientId()));
        } else if (duty.kind() == Kind.MEDICATION_RECONCILIATION) {
            events.publishEvent(new Episode.ReconciliationOrdered(duty.id(), episode.id(), episode.patientId()));
        } else if (duty.kind() == Kind.REFERRAL) {
            events.publishEvent(
                    new Episode.ReferralOrdered(duty.id(), episode.id(), episode.patientId(), duty.orderKey()));
        }
    }

    /** What is still open when an episode ends for a reason of its own is withdrawn with that reason. */
    @Transactional(propagation = Propagation.MANDATORY)
    void endAll(UUID episodeId, String reason) {
        for (var duty : open(episodeId)) {
            duty.withdraw(reason, clock.instant());
            closed(duty, EpisodeTimeline.ITSELF);
        }
    }

    /** What lives on after a readmission goes on in the next episode. */
    @Transactional(propagation = Propagation.MANDATORY)
    void carryOver(UUID fromEpisodeId, Episode to) {
        for (var duty : open(fromEpisodeId)) {
            if (LIVES_ON.contains(duty.kind())) {
                duty.handOff("episode:" + to.id(), "Goes on after the readmission", "homeward", clock.instant(), null);
                closed(duty, EpisodeTimeline.ITSELF);
                if (!to.isEnded()) {
                    add(to, duty.kind(), "carried:" + duty.id(), duty.description());
                }
            }
        }
    }

    /** The process has begun its steps: what is open has one, orders of no step of their own are yet to be told. */
    @Transactional(propagation = Propagation.MANDATORY)
    void takeUpOpen(UUID episodeId) {
        seen.forget();
        batches.update(
                "UPDATE duty SET taken_up = (kind NOT IN ('ADDED_ORDER', 'URGENT_ORDER')), version = version + 1"
                        + " WHERE episode_id = ? AND status = 'OPEN'",
                episodeId.toString());
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void takeUp(List<Duty> told) {
        told.forEach(Duty::takeUp);
        rows.saveAll(told);
    }
}

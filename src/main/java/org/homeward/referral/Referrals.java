package org.homeward.referral;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.homeward.audit.Audit;
import org.homeward.calendar.Deadlines;
import org.homeward.directory.Programmes;
import org.homeward.engine.Refused;
import org.homeward.episode.Duties;
import org.homeward.episode.Duty;
import org.homeward.episode.Episode;
import org.homeward.episode.EpisodeContext;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.episode.EpisodeTimeline;
import org.homeward.episode.Episodes;
import org.homeward.referral.ReferralLoop.Stage;
import org.homeward.referral.ReferralMove.Event;
import org.homeward.referral.ReferralMove.Party;
import org.homeward.security.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Carry a referral through: sent, followed, rerouted, reviewed, told. Whoever learns something tells it here, by a form, by
 * a link or by a message; the step that waited for it goes on by itself.
 */
@Service
public class Referrals {

    /** An appointment farther off than that is a slip of the pen, and the only clock would wait for it. */
    public static final java.time.Duration FARTHEST = java.time.Duration.ofDays(366);

    static final String KIND = "referral";
    static final String REMINDER = "referral-reminder";
    private static final String ITSELF = "homeward";
    private static final String CARRIED = "carried:";
    private static final String NEXT_EPISODE = "episode:";

    private final ReferralLoopRows loops;
    private final ReferralRows rows;
    private final HiddenReferrals hidden;
    private final ReferralTransitions transitions;
    private final Programmes programmes;
    private final ReferralProcess process;
    private final Duties duties;
    private final Episodes episodes;
    private final EpisodeDirectory directory;
    private final EpisodeTimeline timeline;
    private final Deadlines deadlines;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final ObjectMapper json;
    private final Clock clock;

    Referrals(
            ReferralLoopRows loops,
            ReferralRows rows,
            HiddenReferrals hidden,
            ReferralTransitions transitions,
            Programmes programmes,
            ReferralProcess process,
            Duties duties,
            Episodes episodes,
            EpisodeDirectory directory,
            EpisodeTimeline timeline,
            Deadlines deadlines,
            Audit audit,
            ApplicationEventPublisher events,
            ObjectMapper json,
            Clock clock) {
        this.loops = loops;
        this.rows = rows;
        this.hidden = hidden;
        this.transitions = transitions;
        this.programmes = programmes;
        this.process = process;
        this.duties = duties;
        this.episodes = episodes;
        this.directory = directory;
        this.timeline = timeline;
        this.deadlines = deadlines;
        this.audit = audit;
        this.events = events;
        this.json = json;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public ReferralLoop loop(UUID loopId) {
        return loops.findById(loopId)
                .orElseThrow(() -> new IllegalArgumentException("There is no referral loop " + loopId));
    }

    @Transactional(readOnly = true)
    public Optional<ReferralLoop> findLoop(UUID loopId) {
        return loops.findById(loopId);
    }

    @Transactional(readOnly = true)
    public Optional<Referral> find(UUID referralId) {
        return rows.findById(referralId);
    }

    /** The loops of an episode, the closed ones too, in the order in which they were ordered. */
    @Transactional(readOnly = true)
    public List<ReferralLoop> ofEpisode(UUID episodeId) {
        return loops.findByEpisodeIdOrderById(episodeId);
    }

    /** The loops of an episode of which this person may know nothing. */
    @Transactional(readOnly = true)
    public Set<UUID> hiddenFrom(Person person, UUID episodeId) {
        return hidden.hiddenFrom(person, episodeId);
    }

    /** Whether what is filled in with this form is about a referral. */
    public static boolean isForm(String form) {
        return ReferralForms.NAMES.contains(form);
    }

    /** What these teams still follow, the oldest first; 500 at most. */
    @Transactional(readOnly = true)
    public List<ReferralLoop> openOf(Collection<String> teams) {
        return teams.isEmpty() ? List.of() : loops.findFirst500ByTeamIdInAndClosedAtIsNullOrderByOpenedAt(teams);
    }

    /** The conversation that counts now for each of these loops that has one. */
    @Transactional(readOnly = true)
    public Map<UUID, Referral> currentOf(Collection<UUID> loopIds) {
        Map<UUID, Referral> current = new HashMap<>();
        if (!loopIds.isEmpty()) {
            rows.findByLoopIdIn(loopIds)
                    .forEach(one -> current.merge(one.loopId(), one, (a, b) -> a.attempt() > b.attempt() ? a : b));
        }
        return current;
    }

    /** Its conversations, the first one first. */
    @Transactional(readOnly = true)
    public List<Referral> conversations(UUID loopId) {
        return rows.findByLoopIdOrderByAttempt(loopId);
    }

    /** The conversation that counts now; empty before the first was begun. */
    @Transactional(readOnly = true)
    public Optional<Referral> current(UUID loopId) {
        List<Referral> all = conversations(loopId);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** Each move of a conversation, oldest first. */
    @Transactional(readOnly = true)
    public List<ReferralTransition> history(UUID referralId) {
        return transitions.findByReferralIdOrderBySeq(referralId);
    }

    @Transactional(readOnly = true)
    public TaskStatus taskStatus(UUID referralId) {
        return TaskStatus.after(
                history(referralId).stream().map(ReferralTransition::move).toList());
    }

    @Transactional(readOnly = true)
    public Stage stage(UUID loopId) {
        return loop(loopId).stage(current(loopId).orElse(null));
    }

    /** What the process asks, and from now on it is the one that hears of moves. */
    @Transactional
    public Assessment assess(UUID loopId, String processInstanceId) {
        ReferralLoop loop = lockOrOpen(loopId);
        loop.workedBy(processInstanceId);
        loops.save(loop);
        Referral current = current(loopId).orElse(null);
        Stage stage = loop.stage(current);
        Duty.Status duty = duties.get(loopId).status();
        return new Assessment(
                stage,
                stage == Stage.FOLLOW ? Awaited.of(Objects.requireNonNull(current)) : null,
                duty == Duty.Status.OPEN || duty == Duty.Status.WITHDRAWN ? null : duty.name());
    }

    /** @param outcome how the duty ended, for the process that called; null while it is open or when it was taken back */
    public record Assessment(
            Stage stage,
            @Nullable Awaited awaited,
            @Nullable String outcome) {}

    /**
     * Sends it to a recipient, the first or the next; what went on with the one before is given up.
     *
     * @param channel how it is sent
     */
    @Transactional
    public Referral send(
            UUID loopId,
            ReferralLoop.Kind kind,
            @Nullable String need,
            @Nullable String reason,
            ReferralLoop.Consent consent,
            Recipient to,
            ReferralTransition.Channel channel,
            String by,
            @Nullable Map<String, ?> evidence) {
        ReferralLoop loop = lockOrOpen(loopId);
        refuseIfClosed(loop);
        Instant now = clock.instant();
        List<Referral> before = conversations(loopId);
        giveUp(before, now);
        loop.asks(kind, need, reason, consent);
        loops.save(loop);
        Referral fresh = Referral.draft(loop, before.size() + 1, to, now);
        ReferralTransition sent = fresh.tell(Told.of(Event.SEND, channel, by).with(write(evidence)), now);
        rows.save(fresh);
        keep(loop, fresh, sent);
        return fresh;
    }

    /**
     * As {@link #told}, from somebody who has seen a state: when it is no longer that one, nothing is kept.
     *
     * @param seen how many moves the conversation had then
     * @throws Refused CONFLICT when it has moved meanwhile
     */
    @Transactional
    public void toldAfter(UUID referralId, int seen, List<Told> told) {
        lockOrOpen(rows.findById(referralId).orElseThrow().loopId());
        if (rows.findById(referralId).orElseThrow().moves() != seen) {
            throw new Refused(Refused.Kind.CONFLICT, "Something was told meanwhile.");
        }
        told.forEach(one -> move(referralId, one));
        tellProcess(referralId);
    }

    /** From a link or a message: whatever step waits goes on. */
    @Transactional
    public ReferralTransition told(UUID referralId, Told told) {
        ReferralTransition kept = move(referralId, told);
        tellProcess(referralId);
        return kept;
    }

    private void tellProcess(UUID referralId) {
        String instance = loop(rows.findById(referralId).orElseThrow().loopId()).processInstanceId();
        if (instance != null) {
            process.conversationMoved(instance);
        }
    }

    /** As {@link #told}, from the step that asked for it. */
    ReferralTransition move(UUID referralId, Told told) {
        Referral seen = rows.findById(referralId)
                .orElseThrow(() -> new IllegalArgumentException("There is no referral " + referralId));
        ReferralLoop loop = lockOrOpen(seen.loopId());
        refuseIfClosed(loop);
        Referral referral = rows.findById(referralId).orElseThrow();
        Instant now = clock.instant();
        ReferralTransition kept = referral.tell(told, now);
        rows.save(referral);
        keep(loop, referral, kept);
        Reasons.Closing then = referral.afterCancel();
        if (referral.state() == ReferralState.CANCELLED && then != null) {
            close(loop.id(), then, "Called off with " + referral.recipient(), null, told.actor(), null);
        }
        return kept;
    }

    /** The team asks the other side to stop; then the loop ends with a reason, or without one the next is looked for. */
    void requestCancel(UUID referralId, Told told, Reasons.@Nullable Closing then) {
        Referral seen = rows.findById(referralId).orElseThrow();
        lockOrOpen(seen.loopId());
        Referral referral = rows.findById(referralId).orElseThrow();
        referral.afterCancel(then);
        rows.save(referral);
        move(referralId, told);
    }

    /** Nobody waits for the other side any more: the next is looked for. What it was told so far stays as it is. */
    void giveUp(UUID loopId, String why, String by) {
        ReferralLoop loop = lockOrOpen(loopId);
        refuseIfClosed(loop);
        current(loopId).ifPresent(current -> {
            giveUp(List.of(current), clock.instant());
            timeline.append(
                    loop.episodeId(),
                    "referral-given-up",
                    label(loop) + ": no longer waiting for " + current.recipient() + ", " + why,
                    by,
                    current.id().toString());
        });
    }

    /** Asked once more and nothing new was learned; it is kept, and the clock begins anew. */
    void chased(UUID loopId, String words, String by) {
        ReferralLoop loop = lockOrOpen(loopId);
        Referral current = current(loopId).orElseThrow();
        timeline.append(
                loop.episodeId(),
                "referral-chased",
                label(loop) + ": asked " + current.recipient() + ", no news" + (words.isBlank() ? "" : ": " + words),
                by,
                current.id().toString());
    }

    @Transactional
    public void reviewed(UUID loopId, String words, String by) {
        ReferralLoop loop = lockOrOpen(loopId);
        refuseIfClosed(loop);
        loop.reviewed(by, words, clock.instant());
        loops.save(loop);
        timeline.append(loop.episodeId(), "referral-reviewed", label(loop) + ": " + words, by, loopId.toString());
    }

    /** What came of it does not help: the next is looked for. */
    void notEnough(UUID loopId, String words, String by) {
        ReferralLoop loop = lockOrOpen(loopId);
        refuseIfClosed(loop);
        giveUpOutcome(loopId);
        timeline.append(
                loop.episodeId(),
                "referral-not-enough",
                label(loop) + ": look further, " + words,
                by,
                loopId.toString());
    }

    private void giveUpOutcome(UUID loopId) {
        current(loopId).ifPresent(current -> {
            current.notEnough(clock.instant());
            rows.save(current);
        });
    }

    /** The patient knows what came of it: the loop is closed. */
    @Transactional
    public void patientTold(
            UUID loopId,
            String how,
            @Nullable LocalDate on,
            @Nullable String words,
            String by,
            Map<String, ?> evidence) {
        ReferralLoop loop = lockOrOpen(loopId);
        refuseIfClosed(loop);
        loop.told(how, on, clock.instant());
        loops.save(loop);
        close(
                loopId,
                Reasons.Closing.LOOP_CLOSED,
                "Patient told: " + how + (words == null ? "" : "; " + words),
                null,
                by,
                evidence);
    }

    /**
     * Ends the loop with a reason; the duty ends with it, and whatever still goes on with the other side is given up.
     *
     * @param receiver who follows it, where it was handed off
     */
    @Transactional
    public void close(
            UUID loopId,
            Reasons.Closing why,
            @Nullable String words,
            @Nullable String receiver,
            String by,
            @Nullable Map<String, ?> evidence) {
        ReferralLoop loop = lockOrOpen(loopId);
        if (loop.isClosed()) {
            return;
        }
        Instant now = clock.instant();
        loop.close(why, words, by, now);
        loops.save(loop);
        giveUp(conversations(loopId), now);
        noReminder(loopId, "Settled");
        audit.record(
                by, "referral.closed", "referral-loop", loopId.toString(), team(loopId), Map.of("reason", why.name()));
        Duty duty = duties.get(loopId);
        if (!duty.isOpen()) {
            return;
        }
        String outcome = sentence(why.words()) + (words == null || words.isBlank() ? "" : ": " + words);
        if (why.isPatientsNo()) {
            duties.decline(loopId, outcome, by, now);
        } else {
            duties.complete(loopId, outcome, receiver, by, now, write(evidence));
        }
    }

    /** Nobody has answered yet. @return the conversation, for whoever reminds; empty when there is nobody to remind */
    @Transactional
    public Optional<Referral> reminded(UUID loopId) {
        ReferralLoop loop = lockOrOpen(loopId);
        deadlines.meet(loopId, REMINDER, clock.instant());
        Optional<Referral> waiting = current(loopId).filter(Referral::isUnderWay);
        waiting.ifPresent(referral -> {
            referral.remind(clock.instant());
            rows.save(referral);
            timeline.append(
                    loop.episodeId(),
                    "referral-reminded",
                    label(loop) + ": nothing heard from " + referral.recipient() + " yet",
                    ITSELF,
                    referral.id().toString());
            events.publishEvent(new Referral.Unanswered(referral.id(), loopId));
        });
        return waiting;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(Episode.ReferralOrdered ordered) {
        ReferralLoop known = loops.findById(ordered.dutyId()).orElse(null);
        if (known != null) {
            if (known.isClosed()) {
                known.reopen();
                loops.save(known);
            }
            return;
        }
        ReferralLoop fresh = fresh(ordered.dutyId());
        if (ordered.orderKey().startsWith(CARRIED)) {
            UUID from = UUID.fromString(ordered.orderKey().substring(CARRIED.length()));
            loops.findById(from).ifPresent(fresh::goesOnFrom);
            loops.save(fresh);
            for (Referral conversation : conversations(from)) {
                conversation.goOnIn(fresh.id(), fresh.episodeId());
                rows.save(conversation);
            }
        } else {
            loops.save(fresh);
        }
    }

    /** Taken back by the facts, declined, carried over, or settled in the closing review: then it is settled here too. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(Duty.Closed closed) {
        if (closed.kind() != Duty.Kind.REFERRAL) {
            return;
        }
        loops.findOneById(closed.dutyId()).filter(loop -> !loop.isClosed()).ifPresent(loop -> {
            Reasons.Closing why =
                    switch (closed.status()) {
                        case DECLINED -> Reasons.Closing.NO_LONGER_INTERESTED;
                        case HANDED_OFF -> Reasons.Closing.HANDED_OFF;
                        case WITHDRAWN -> Reasons.Closing.NO_LONGER_ORDERED;
                        default -> Reasons.Closing.SETTLED_OTHERWISE;
                    };
            Instant now = clock.instant();
            loop.close(why, closed.outcome(), ITSELF, now);
            loops.save(loop);
            noReminder(loop.id(), "Settled");
            // the conversation goes on with the patient's next episode
            if (!isCarriedOver(closed.dutyId())) {
                giveUp(conversations(loop.id()), now);
            }
        });
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(Duty.Changed changed) {
        if (changed.kind() == Duty.Kind.REFERRAL) {
            loops.findById(changed.dutyId()).ifPresent(loop -> {
                loop.reword(duties.get(loop.id()).description());
                loops.save(loop);
            });
        }
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(Episode.OwnerChanged changed) {
        for (ReferralLoop loop : ofEpisode(changed.episodeId())) {
            loop.ownedBy(changed.toTeamId());
            loops.save(loop);
        }
    }

    private boolean isCarriedOver(UUID dutyId) {
        String receiver = duties.get(dutyId).receiver();
        // that episode may have ended already, when the news of it comes late: then nobody goes on with it there
        return receiver != null
                && receiver.startsWith(NEXT_EPISODE)
                && episodes.findById(UUID.fromString(receiver.substring(NEXT_EPISODE.length())))
                        .filter(next -> !next.isEnded())
                        .isPresent();
    }

    private void giveUp(List<Referral> conversations, Instant now) {
        for (Referral conversation : conversations) {
            if (conversation.isUnderWay()) {
                conversation.giveUp(now);
                rows.save(conversation);
                release(conversation);
                events.publishEvent(new Referral.GivenUp(conversation.id()));
            }
        }
    }

    private void keep(ReferralLoop loop, Referral referral, ReferralTransition kept) {
        transitions.save(kept);
        noReminder(loop.id(), "Something was told");
        ReferralMove move = kept.move();
        timeline.append(
                loop.episodeId(),
                "referral-"
                        + referral.state()
                                .name()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', '-'),
                label(loop) + ", " + referral.recipient() + ": " + move.event().words()
                        + (kept.reason() == null ? "" : ", " + kept.reason().words())
                        + " (" + kept.channel().words() + ")",
                kept.actor(),
                kept.id().toString());
        audit.record(
                kept.actor(),
                "referral.moved",
                "referral",
                referral.id().toString(),
                team(loop.id()),
                Map.of(
                        "move",
                        String.valueOf(move.number()),
                        "how",
                        kept.channel().name()));
        UUID programme = referral.programmeId();
        if (programme != null
                && move.from() == ReferralState.RECEIVED
                && move.event().party() == Party.RECIPIENT) {
            programmes.answered(programme, move.event() == Event.ACCEPT);
        }
        if (referral.state().isTerminal()) {
            release(referral);
        }
        events.publishEvent(new Referral.Moved(referral.id(), loop.id(), programme, move, kept.channel()));
    }

    /** An acceptance took a place of the programme; when nothing goes on any more, it is free again. */
    private void release(Referral referral) {
        UUID programme = referral.programmeId();
        if (programme != null
                && history(referral.id()).stream().anyMatch(move -> move.toState() == ReferralState.ACCEPTED)) {
            programmes.released(programme);
        }
    }

    private void noReminder(UUID loopId, String why) {
        deadlines.find(loopId, REMINDER).ifPresent(waiting -> deadlines.voidOne(waiting.id(), why));
    }

    private String team(UUID loopId) {
        return directory.contextOf(loopId).teamId();
    }

    private static String label(ReferralLoop loop) {
        return loop.what();
    }

    /** Duties from before this module have no row yet. */
    private ReferralLoop lockOrOpen(UUID loopId) {
        return loops.findOneById(loopId).orElseGet(() -> loops.save(fresh(loopId)));
    }

    private ReferralLoop fresh(UUID dutyId) {
        EpisodeContext context = directory.contextOf(dutyId);
        return ReferralLoop.open(
                dutyId,
                context.episodeId(),
                context.patientId(),
                context.teamId(),
                duties.get(dutyId).description(),
                clock.instant());
    }

    private static void refuseIfClosed(ReferralLoop loop) {
        if (loop.isClosed()) {
            throw new Refused(Refused.Kind.CONFLICT, "This referral is settled already.");
        }
    }

    static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    @Nullable
    String write(@Nullable Map<String, ?> evidence) {
        try {
            return evidence == null ? null : json.writeValueAsString(evidence);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was filled in cannot be kept", e);
        }
    }
}

package org.homeward.outreach;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.homeward.calendar.Deadline;
import org.homeward.calendar.DeadlineRequest;
import org.homeward.calendar.Deadlines;
import org.homeward.calendar.TeamCalendars;
import org.homeward.engine.Decisions;
import org.homeward.episode.Duties;
import org.homeward.episode.Duty;
import org.homeward.episode.Episode;
import org.homeward.episode.EpisodeContext;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.episode.EpisodeTimeline;
import org.homeward.episode.Episodes;
import org.homeward.episode.Standing.Stage;
import org.homeward.episode.VisitFacts;
import org.homeward.outreach.CadenceStep.Window;
import org.homeward.outreach.ContactAttempt.Direction;
import org.homeward.outreach.Outreach.Next;
import org.homeward.outreach.Outreach.Status;
import org.homeward.patient.PatientDetails.ContactPreferences;
import org.homeward.patient.Patients;
import org.homeward.worklist.FormTimes;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Carry an outreach from its first planned call to its end, and keep every attempt as proof. */
@Service
public class Outreaches {

    static final String FIRST_CONTACT = "first-contact";
    static final String NEXT_ATTEMPT = "next-attempt";
    static final String CALL = "outreach-call";
    static final String AGAINST_ADVICE_CALL = "ama-call";
    static final String ITSELF = "homeward";

    // US patient discharge status 07, FHIR discharge-disposition aadvice
    private static final Set<String> AGAINST_ADVICE = Set.of("nubc:07", "fhir:aadvice");

    private final OutreachRows rows;
    private final ContactAttempts attempts;
    private final Decisions decisions;
    private final Deadlines deadlines;
    private final TeamCalendars calendars;
    private final Patients patients;
    private final Episodes episodes;
    private final VisitFacts facts;
    private final EpisodeDirectory directory;
    private final EpisodeTimeline timeline;
    private final Duties duties;
    private final OutreachProperties properties;
    private final ObjectMapper json;
    private final Clock clock;

    Outreaches(
            OutreachRows rows,
            ContactAttempts attempts,
            Decisions decisions,
            Deadlines deadlines,
            TeamCalendars calendars,
            Patients patients,
            Episodes episodes,
            VisitFacts facts,
            EpisodeDirectory directory,
            EpisodeTimeline timeline,
            Duties duties,
            OutreachProperties properties,
            ObjectMapper json,
            Clock clock) {
        this.rows = rows;
        this.attempts = attempts;
        this.decisions = decisions;
        this.deadlines = deadlines;
        this.calendars = calendars;
        this.patients = patients;
        this.episodes = episodes;
        this.facts = facts;
        this.directory = directory;
        this.timeline = timeline;
        this.duties = duties;
        this.properties = properties;
        this.json = json;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Outreach get(UUID id) {
        return rows.findById(id).orElseThrow(() -> new IllegalArgumentException("There is no outreach " + id));
    }

    @Transactional(readOnly = true)
    public Optional<Outreach> find(UUID id) {
        return rows.findById(id);
    }

    @Transactional(readOnly = true)
    public Optional<Outreach> ofDuty(UUID dutyId) {
        return rows.findByDutyId(dutyId);
    }

    /** The newest outreach of an episode; there is one, unless the patient was never to be called. */
    @Transactional(readOnly = true)
    public Optional<Outreach> ofEpisode(UUID episodeId) {
        return rows.findByEpisodeIdOrderById(episodeId).stream().reduce((earlier, later) -> later);
    }

    /** Every attempt and every call of the patient's own, oldest first. */
    @Transactional(readOnly = true)
    public List<ContactAttempt> attempts(UUID outreachId) {
        return attempts.findByOutreachIdOrderByAtAscIdAsc(outreachId);
    }

    /** What was filled in about an attempt, by field key of the call sheet; empty where nothing was. */
    public Map<String, Object> sheetOf(ContactAttempt attempt) {
        if (attempt.callSheet() == null) {
            return Map.of();
        }
        try {
            return json.readValue(attempt.callSheet(), new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored call sheet that cannot be read");
        }
    }

    /** How the first contact stands at this moment; null while its window is open and nothing is decided. */
    @Transactional(readOnly = true)
    public @Nullable FirstContact firstContact(UUID outreachId) {
        Outreach outreach = get(outreachId);
        return outreach.status() == Status.DECLINED || outreach.status() == Status.WITHDRAWN
                ? outreach.firstContact()
                : judge(outreach, directory.contextOf(outreachId));
    }

    /**
     * @param attempt which step of the cadence it is, 1 for the first
     */
    public record Step(int attempt, Next next) {}

    /** Decides what to do next to reach the patient, and from when. */
    @Transactional
    public Step plan(UUID id, String processInstanceId) {
        Outreach outreach = lock(id);
        outreach.workedBy(processInstanceId);
        EpisodeContext episode = directory.contextOf(id);
        List<ContactAttempt> tried = attempts(id).stream()
                .filter(attempt -> attempt.direction() == Direction.OUTGOING)
                .toList();
        int number = tried.size() + 1;
        boolean againstAdvice = leftAgainstAdvice(episode);
        if (againstAdvice && tried.isEmpty()) {
            deadlines.open(new DeadlineRequest(id, AGAINST_ADVICE_CALL, processInstanceId, null));
        }
        CadenceStep step = step(outreach, episode, number, againstAdvice);
        if (step.next() == Next.CALL) {
            Instant agreed = outreach.agreedAt();
            Instant at =
                    agreed != null && agreed.isAfter(clock.instant()) ? agreed : choose(step, outreach, episode, tried);
            outreach.tryNext(at, step.whom());
            follow(id, at, "The next call was planned");
        }
        judgeAgain(outreach, episode);
        rows.save(outreach);
        return new Step(number, step.next());
    }

    private CadenceStep step(Outreach outreach, EpisodeContext episode, int number, boolean againstAdvice) {
        if (outreach.status() == Status.REACHED) {
            // begun again after an interruption: what the patient told still waits for an answer
            return outreach.isConcernOpen() ? CadenceStep.callNow("concern-open") : CadenceStep.stop("reached");
        }
        if (outreach.status() != Status.OPEN) {
            return CadenceStep.stop(outreach.status().name());
        }
        if (outreach.agreedAt() != null) {
            return CadenceStep.callNow("agreed");
        }
        Map<String, Object> inputs = new HashMap<>();
        inputs.put("attempt", number);
        inputs.put("riskTier", episode.tier());
        inputs.put("window", window(outreach, episode).name());
        inputs.put("asOf", episode.dischargedAt().atZone(episode.zone()).toLocalDate());
        CadenceStep step = decisions.evaluate("outreach-cadence", inputs).stream()
                .findFirst()
                .map(CadenceStep::of)
                .orElseGet(() -> CadenceStep.stop("no-row"));
        return againstAdvice && number == 1 && step.next() == Next.CALL
                ? CadenceStep.callNow(AGAINST_ADVICE_CALL)
                : step;
    }

    private Window window(Outreach outreach, EpisodeContext episode) {
        Instant now = clock.instant();
        LocalDate last =
                episode.dischargedAt().atZone(episode.zone()).toLocalDate().plusDays(properties.cadenceDays());
        if (now.atZone(episode.zone()).toLocalDate().isAfter(last)) {
            return Window.OVER;
        }
        return windowEnds(outreach.id(), episode.episodeId())
                .filter(now::isAfter)
                .map(passed -> Window.LATE)
                .orElse(Window.OPEN);
    }

    private Instant choose(CadenceStep step, Outreach outreach, EpisodeContext episode, List<ContactAttempt> tried) {
        ContactPreferences preferences =
                patients.get(outreach.patientId()).details().preferences();
        return AttemptTime.choose(
                step,
                episode.dischargedAt(),
                episode.receivedAt(),
                tried.stream().map(ContactAttempt::at).toList(),
                clock.instant(),
                episode.zone(),
                preferences == null
                        ? AttemptTime.BestHours.ANY
                        : new AttemptTime.BestHours(preferences.bestFrom(), preferences.bestTo()),
                calendars.of(episode.teamId()));
    }

    /** Brings the clocks of the next call to its new time; those not set yet are set when their step is entered. */
    private void follow(UUID id, Instant at, String reason) {
        for (String rule : List.of(NEXT_ATTEMPT, CALL)) {
            deadlines.find(id, rule).ifPresent(open -> deadlines.move(open.id(), at, reason));
        }
    }

    /** Ends the endeavour. @return how, as the model hands it on */
    @Transactional
    public String conclude(UUID id) {
        Outreach outreach = lock(id);
        EpisodeContext episode = directory.contextOf(id);
        if (!outreach.isConcluded()) {
            Instant now = clock.instant();
            outreach.conclude(now);
            judgeAgain(outreach, episode);
            Outreach saved = rows.save(outreach);
            closeClocks(saved);
            closeDuty(saved, now);
            timeline.append(
                    saved.episodeId(),
                    "outreach-concluded",
                    words(saved),
                    ITSELF,
                    saved.id().toString());
            return outcome(saved);
        }
        return outcome(outreach);
    }

    private static String outcome(Outreach outreach) {
        return switch (outreach.status()) {
            case REACHED -> "REACHED";
            case DECLINED, WITHDRAWN -> "DECLINED";
            case OPEN, NOT_REACHED -> outreach.firstContact() == FirstContact.ATTEMPTED ? "ATTEMPTED" : "MISSED";
        };
    }

    private String words(Outreach outreach) {
        long tries =
                attempts(outreach.id()).stream().filter(ContactAttempt::isTry).count();
        return switch (outreach.status()) {
            case REACHED -> "Outreach concluded: reached";
            case DECLINED -> "Outreach concluded: the patient wants no follow-up calls";
            case WITHDRAWN -> "Outreach no longer asked for";
            case OPEN, NOT_REACHED -> "Outreach concluded: not reached in " + tries + " attempts";
        };
    }

    private void closeClocks(Outreach outreach) {
        for (String rule : List.of(FIRST_CONTACT, NEXT_ATTEMPT, AGAINST_ADVICE_CALL)) {
            deadlines.find(outreach.id(), rule).ifPresent(open -> deadlines.voidOne(open.id(), words(outreach)));
        }
    }

    private void closeDuty(Outreach outreach, Instant now) {
        Duty duty = duties.get(outreach.dutyId());
        if (!duty.isOpen()) {
            return;
        }
        String by = attempts(outreach.id()).stream()
                .reduce((earlier, later) -> later)
                .map(ContactAttempt::madeBy)
                .orElse(ITSELF);
        if (outreach.status() == Status.DECLINED) {
            duties.decline(duty.id(), "The patient wants no follow-up calls", by, now);
        } else {
            duties.complete(duty.id(), words(outreach), null, by, now, null);
        }
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(Episode.OutreachOrdered ordered) {
        Outreach known = rows.findByDutyId(ordered.dutyId()).orElse(null);
        if (known == null) {
            Outreach fresh = rows.save(
                    Outreach.open(ordered.dutyId(), ordered.episodeId(), ordered.patientId(), clock.instant()));
            directory.register(fresh.id(), fresh.episodeId(), "outreach");
        } else if (known.status() == Status.WITHDRAWN) {
            known.reopen();
            rows.save(known);
        }
    }

    /** While a person still decides about a discharge, the clocks of its call run: who decides late is late with the call. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(Episode.Opened opened) {
        if (opened.stage() == Stage.TRIAGE) {
            clockUndecided(opened.episodeId());
        }
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(Episode.StageChanged changed) {
        if (changed.to() == Stage.TRIAGE) {
            clockUndecided(changed.episodeId());
        } else if (changed.from() == Stage.TRIAGE) {
            for (String rule : List.of(FIRST_CONTACT, AGAINST_ADVICE_CALL)) {
                deadlines
                        .find(changed.episodeId(), rule)
                        .ifPresent(open -> deadlines.voidOne(open.id(), "Decided: " + changed.reason()));
            }
        }
    }

    private void clockUndecided(UUID episodeId) {
        deadlines.open(new DeadlineRequest(episodeId, FIRST_CONTACT, null, null));
        if (leftAgainstAdvice(directory.contextOf(episodeId))) {
            deadlines.open(new DeadlineRequest(episodeId, AGAINST_ADVICE_CALL, null, null));
        }
    }

    /** Refused, taken back, or settled in the closing review. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(Duty.Closed closed) {
        rows.findByDutyId(closed.dutyId())
                .filter(outreach -> !outreach.isConcluded())
                .ifPresent(outreach -> {
                    outreach.withdraw(clock.instant());
                    closeClocks(rows.save(outreach));
                });
    }

    /** A corrected discharge time moves the window: which attempts lie in it is judged again. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(Deadline.Moved moved) {
        if (!moved.after().rule().equals(FIRST_CONTACT)) {
            return;
        }
        rows.findOneById(moved.after().subjectId()).ifPresent(outreach -> {
            EpisodeContext episode = directory.contextOf(outreach.id());
            attempts(outreach.id()).forEach(attempt -> {
                ContactAttempt corrected =
                        attempt.since(hours(attempt.at(), episode), inWindow(attempt.at(), outreach.id(), episode));
                if (!corrected.equals(attempt)) {
                    attempts.save(corrected);
                }
            });
            judgeAgain(outreach, episode);
            rows.save(outreach);
        });
    }

    Outreach lock(UUID id) {
        return rows.findOneById(id).orElseThrow(() -> new IllegalArgumentException("There is no outreach " + id));
    }

    /** Keeps an attempt and what follows from it for the first contact. The caller holds the outreach. */
    ContactAttempt keep(
            Outreach outreach,
            EpisodeContext episode,
            Instant at,
            String by,
            Direction direction,
            ContactAttempt.Channel channel,
            @Nullable String reachedAt,
            ContactAttempt.Outcome outcome,
            @Nullable String withWhom,
            @Nullable String byRight,
            @Nullable Urgency urgency,
            @Nullable String callSheet) {
        ContactAttempt kept = attempts.save(new ContactAttempt(
                UuidCreator.getTimeOrderedEpoch(),
                null,
                outreach.id(),
                at.truncatedTo(ChronoUnit.MILLIS),
                hours(at, episode),
                inWindow(at, outreach.id(), episode),
                by,
                direction,
                channel,
                reachedAt,
                outcome,
                withWhom,
                byRight,
                urgency,
                callSheet));
        if (direction == Direction.OUTGOING && channel.isInteractive()) {
            deadlines.meet(outreach.id(), AGAINST_ADVICE_CALL, at);
        }
        judgeAgain(outreach, episode);
        if (kept.isContact()) {
            // a contact after the window closes the clock too, late
            deadlines.meet(outreach.id(), FIRST_CONTACT, at);
        }
        return kept;
    }

    Outreach save(Outreach outreach) {
        return rows.save(outreach);
    }

    /** The patient named another time; what waits for the next call waits for that. */
    void agree(Outreach outreach, Instant at) {
        outreach.agree(at);
        follow(outreach.id(), at, "The patient asked to be called then");
    }

    private void judgeAgain(Outreach outreach, EpisodeContext episode) {
        if (outreach.status() == Status.DECLINED || outreach.status() == Status.WITHDRAWN) {
            return;
        }
        FirstContact judgement = judge(outreach, episode);
        if (outreach.judged(judgement) && judgement != null) {
            timeline.append(
                    outreach.episodeId(),
                    "first-contact",
                    switch (judgement) {
                        case REACHED -> "First contact: reached in time";
                        case ATTEMPTED ->
                            "First contact: two separate attempts in time, not reached yet; the calls go on";
                        case MISSED -> "First contact: missed";
                    },
                    ITSELF,
                    outreach.id().toString());
            if (judgement == FirstContact.ATTEMPTED) {
                deadlines.meet(outreach.id(), FIRST_CONTACT, clock.instant());
            }
        }
    }

    private @Nullable FirstContact judge(Outreach outreach, EpisodeContext episode) {
        return windowEnds(outreach.id(), episode.episodeId())
                .map(ends -> FirstContact.judge(
                        attempts(outreach.id()),
                        episode.dischargedAt(),
                        ends,
                        properties.separateAttempts(),
                        clock.instant()))
                .orElse(null);
    }

    private boolean inWindow(Instant at, UUID id, EpisodeContext episode) {
        return windowEnds(id, episode.episodeId())
                .filter(ends -> FirstContact.within(at, episode.dischargedAt(), ends))
                .isPresent();
    }

    /** What the rule demands; also when the clock has been closed since. */
    private Optional<Instant> windowEnds(UUID id, UUID episodeId) {
        return deadlines
                .find(id, FIRST_CONTACT)
                .or(() -> deadlines.ofEpisode(episodeId).stream()
                        .filter(deadline -> deadline.subjectId().equals(id)
                                && deadline.rule().equals(FIRST_CONTACT))
                        .max(Comparator.comparing(Deadline::openedAt)))
                .map(Deadline::due);
    }

    private static double hours(Instant at, EpisodeContext episode) {
        long minutes = Duration.between(episode.dischargedAt(), at).toMinutes();
        return Math.round(minutes / 6.0) / 10.0;
    }

    private boolean leftAgainstAdvice(EpisodeContext episode) {
        return episodes.findById(episode.episodeId())
                .map(Episode::visit)
                .map(facts::stateOf)
                .filter(state -> state.isDischarged())
                .map(state -> state.discharge().disposition())
                .map(disposition -> disposition.code())
                .filter(AGAINST_ADVICE::contains)
                .isPresent();
    }

    /** When the next call may begin, in words for people. */
    String nextWords(Outreach outreach, EpisodeContext episode) {
        return FormTimes.words(outreach.nextAttemptAt(), episode.zone());
    }
}

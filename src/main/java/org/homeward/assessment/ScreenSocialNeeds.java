package org.homeward.assessment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.homeward.audit.Audit;
import org.homeward.directory.Need;
import org.homeward.engine.Refused;
import org.homeward.episode.CarryOutEpisode;
import org.homeward.episode.Duties;
import org.homeward.episode.Duty;
import org.homeward.episode.EpisodeContext;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.episode.EpisodeTimeline;
import org.homeward.episode.Standing.Stage;
import org.homeward.security.Person;
import org.homeward.worklist.FormSchema;
import org.homeward.worklist.FormSchemas;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Screen a patient for social needs, and offer a referral for each that was found. An accepted offer is a referral duty
 * of the episode, so that its loop starts like that of a referral the hospital ordered.
 */
@Service
public class ScreenSocialNeeds {

    public static final String FORM = "screen-social-needs";

    private static final String OVER = "This episode has ended meanwhile, so that nobody would follow a referral up."
            + " Tell the patient's primary care or the team lead what you heard.";
    private static final String FASTER = "Somebody else has recorded what the patient said to this offer. Look at it.";
    private static final int MOST_WORDS = 1000;

    private final SocialScreenings screenings;
    private final SocialNeedRows needs;
    private final SocialFindings findings;
    private final FormSchemas schemas;
    private final EpisodeDirectory episodes;
    private final CarryOutEpisode carryOut;
    private final Duties duties;
    private final EpisodeTimeline timeline;
    private final Audit audit;
    private final ObjectMapper json;
    private final Clock clock;

    ScreenSocialNeeds(
            SocialScreenings screenings,
            SocialNeedRows needs,
            SocialFindings findings,
            FormSchemas schemas,
            EpisodeDirectory episodes,
            CarryOutEpisode carryOut,
            Duties duties,
            EpisodeTimeline timeline,
            Audit audit,
            ObjectMapper json,
            Clock clock) {
        this.screenings = screenings;
        this.needs = needs;
        this.findings = findings;
        this.schemas = schemas;
        this.episodes = episodes;
        this.carryOut = carryOut;
        this.duties = duties;
        this.timeline = timeline;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
    }

    /** @throws Refused NOT_FOUND behind a wall, CONFLICT when the episode has ended */
    @Transactional(readOnly = true)
    public FormSchema open(UUID episodeId, Person person) {
        going(visible(episodeId, person));
        return schemas.get(FORM);
    }

    /**
     * Keeps a screening and what it shows. A need that is already being worked on is not found a second time.
     *
     * @throws Refused INVALID naming every field, CONFLICT when the episode has ended, NOT_FOUND behind a wall
     */
    @Transactional
    public UUID record(UUID episodeId, Map<String, Object> sent, Person person) {
        EpisodeContext episode = going(visible(episodeId, person));
        FormSchema schema = schemas.get(FORM);
        Map<String, Object> data = schema.known(sent);
        List<Refused.Field> broken = new ArrayList<>(schema.broken(data));
        if (broken.isEmpty()) {
            SocialAnswers answers = SocialAnswers.of(data);
            answers.contradictions().forEach((field, words) -> broken.add(new Refused.Field(field, words)));
            if (broken.isEmpty() && answers.agreed() && answers.data().isEmpty()) {
                broken.add(
                        new Refused.Field(
                                "screeningOutcome",
                                "Nothing was answered or refused yet: fill in a question, or say that the patient did not agree."));
            }
        }
        if (!broken.isEmpty()) {
            throw new Refused(
                    Refused.Kind.INVALID,
                    broken.stream().map(Refused.Field::message).distinct().collect(Collectors.joining(" ")),
                    broken);
        }
        return kept(episode, SocialAnswers.of(data), data, person);
    }

    private UUID kept(EpisodeContext episode, SocialAnswers answers, Map<String, Object> data, Person person) {
        Instant now = clock.instant();
        SocialFindings.Findings shown = findings.of(answers);
        SocialAnswers.Range safety = answers.safety();
        SocialScreening screening = screenings.save(new SocialScreening(
                UuidCreator.getTimeOrderedEpoch(),
                episode.episodeId(),
                episode.patientId(),
                answers.instrument().name(),
                answers.agreed() ? "ANSWERED" : "REFUSED",
                data.get("answeredBy") instanceof String who ? who : null,
                now,
                person.id(),
                written(answers.data()),
                answers.answered(),
                answers.refused(),
                answers.unasked(),
                shown.foodResult(),
                safety == null ? null : safety.low(),
                safety == null ? null : safety.high(),
                shown.safety().name(),
                shown.verified(),
                null));
        Set<String> open = needs.findByEpisode(episode.episodeId().toString()).stream()
                .filter(this::isBeingWorkedOn)
                .map(SocialNeed::need)
                .collect(Collectors.toSet());
        shown.found().stream()
                .filter(found -> !open.contains(found.need()))
                .forEach(found -> needs.save(SocialNeed.found(screening.id(), episode.episodeId(), found, now)));
        timeline.append(
                episode.episodeId(),
                "social-needs-screened",
                answers.agreed()
                        ? "Screened for social needs: " + answers.answered() + " answered, " + answers.refused()
                                + " refused"
                        : "Screening for social needs: the patient did not want to be asked",
                person.id(),
                screening.id().toString());
        audit.record(
                person.id(),
                "screening.recorded",
                "episode",
                episode.episodeId().toString(),
                episode.teamId(),
                Map.of("instrument", answers.instrument().name()));
        return screening.id();
    }

    private boolean isBeingWorkedOn(SocialNeed need) {
        UUID duty = need.referralDuty();
        return need.isUndecided() || duty != null && duties.get(duty).isOpen();
    }

    /** The newest first. */
    @Transactional(readOnly = true)
    public List<SocialScreening> screenings(UUID episodeId) {
        return screenings.findByEpisode(episodeId.toString());
    }

    /** In the order in which they were found. */
    @Transactional(readOnly = true)
    public List<SocialNeed> needs(UUID episodeId) {
        return needs.findByEpisode(episodeId.toString());
    }

    /** What was answered, by the keys of the form. */
    public Map<String, Object> answers(SocialScreening screening) {
        try {
            return json.readValue(screening.answers(), new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A screening cannot be read", e);
        }
    }

    /** A referral was offered, and the patient wants to think about it. */
    @Transactional
    public void offer(UUID episodeId, UUID needId, int version, Person person) {
        EpisodeContext episode = going(visible(episodeId, person));
        SocialNeed need = asSeen(episode, needId, version);
        if (need.status() != SocialNeed.Status.IDENTIFIED) {
            throw new Refused(Refused.Kind.CONFLICT, FASTER);
        }
        need.offer(person.id(), clock.instant());
        keep(need, "need.offered", episode, person);
    }

    /**
     * The patient wants the help: a referral is made.
     *
     * @param service a code of the directory, one of those that help with the need
     */
    @Transactional
    public void accept(UUID episodeId, UUID needId, int version, String service, Person person) {
        EpisodeContext episode = going(visible(episodeId, person));
        SocialNeed need = offered(episode, needId, version, person);
        if (!need.services().contains(service)) {
            throw new Refused(Refused.Kind.INVALID, "Choose what the patient wants help with.");
        }
        String key = "social-need/" + service + "/" + need.id();
        carryOut.addOrder(
                episode.episodeId(),
                Duty.Kind.REFERRAL,
                key,
                // it stands in lists, on the timeline and in the closing review; called like its need, whoever sends
                // the referral on finds who helps with it
                need.isDiscreet()
                        ? "Community support, see Social needs"
                        : Need.of(service).map(Need::label).orElse(service));
        UUID duty = duties.of(episode.episodeId()).stream()
                .filter(one ->
                        one.kind() == Duty.Kind.REFERRAL && one.orderKey().equals(key))
                .map(Duty::id)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("A duty that was added is not there"));
        need.accept(service, duty, person.id(), clock.instant());
        keep(need, "need.accepted", episode, person);
    }

    /** The patient does not want a referral. */
    @Transactional
    public void decline(
            UUID episodeId, UUID needId, int version, SocialNeed.@Nullable Reason reason, String words, Person person) {
        EpisodeContext episode = going(visible(episodeId, person));
        if (reason == null || reason == SocialNeed.Reason.OTHER && words.isBlank()) {
            throw new Refused(Refused.Kind.INVALID, "Say why the patient declines: choose a reason, or write another.");
        }
        if (words.length() > MOST_WORDS) {
            throw new Refused(Refused.Kind.INVALID, "Shorten the reason to " + MOST_WORDS + " characters.");
        }
        SocialNeed need = offered(episode, needId, version, person);
        need.decline(reason, words.isBlank() ? null : words.strip(), person.id(), clock.instant());
        keep(need, "need.declined", episode, person);
    }

    /** Who answers an offer at once was offered it at once. */
    private SocialNeed offered(EpisodeContext episode, UUID needId, int version, Person person) {
        SocialNeed need = asSeen(episode, needId, version);
        if (need.status() == SocialNeed.Status.IDENTIFIED) {
            need.offer(person.id(), clock.instant());
        } else if (need.status() != SocialNeed.Status.OFFERED) {
            throw new Refused(Refused.Kind.CONFLICT, FASTER);
        }
        return need;
    }

    private SocialNeed asSeen(EpisodeContext episode, UUID needId, int version) {
        SocialNeed need = needs.findById(needId)
                .filter(one -> one.episodeId().equals(episode.episodeId()))
                .orElseThrow(() -> new Refused(Refused.Kind.NOT_FOUND, "There is no such need."));
        if (need.version() != version) {
            throw new Refused(Refused.Kind.CONFLICT, FASTER);
        }
        return need;
    }

    private void keep(SocialNeed need, String action, EpisodeContext episode, Person person) {
        try {
            needs.save(need);
        } catch (OptimisticLockingFailureException raced) {
            throw new Refused(Refused.Kind.CONFLICT, FASTER);
        }
        audit.record(person.id(), action, "need", need.id().toString(), episode.teamId(), Map.of());
    }

    private EpisodeContext visible(UUID episodeId, Person person) {
        return episodes.find(episodeId)
                .filter(context -> context.episodeId().equals(episodeId))
                .filter(context -> person.careTeams().contains(context.teamId()))
                .orElseThrow(() -> new Refused(Refused.Kind.NOT_FOUND, "There is no such episode."));
    }

    private static EpisodeContext going(EpisodeContext episode) {
        if (episode.stage() == Stage.ENDED) {
            throw new Refused(Refused.Kind.CONFLICT, OVER);
        }
        return episode;
    }

    private String written(Map<String, Object> answers) {
        try {
            return json.writeValueAsString(answers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Answers cannot be written as JSON", e);
        }
    }
}

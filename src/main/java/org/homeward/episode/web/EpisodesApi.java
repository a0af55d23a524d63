package org.homeward.episode.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.homeward.audit.Audit;
import org.homeward.calendar.Deadline;
import org.homeward.calendar.Deadlines;
import org.homeward.engine.Refused;
import org.homeward.episode.Episode;
import org.homeward.episode.EpisodeTimeline;
import org.homeward.episode.Episodes;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.SignedIn;
import org.homeward.worklist.HiddenSubjects;
import org.homeward.worklist.WorkItem;
import org.homeward.worklist.Worklist;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * One episode as it stands, for people of the team that works it and for systems of its organisation; for everybody else
 * it does not exist.
 */
@RestController
@RequestMapping("/api/v1/episodes")
@Tag(
        name = "Episodes",
        description = "See where an episode stands: its open tasks, its clocks and why, what has happened")
class EpisodesApi {

    private final Episodes episodes;
    private final Worklist worklist;
    private final Deadlines deadlines;
    private final EpisodeTimeline timeline;
    private final List<HiddenSubjects> hiding;
    private final Audit audit;
    private final SignedIn signedIn;

    EpisodesApi(
            Episodes episodes,
            Worklist worklist,
            Deadlines deadlines,
            EpisodeTimeline timeline,
            List<HiddenSubjects> hiding,
            Audit audit,
            SignedIn signedIn) {
        this.episodes = episodes;
        this.worklist = worklist;
        this.deadlines = deadlines;
        this.timeline = timeline;
        this.hiding = hiding;
        this.audit = audit;
        this.signedIn = signedIn;
    }

    /** @param stage triage, active, parked, death-reported or ended */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EpisodeView(
            UUID id,
            UUID patientId,
            String kind,
            String stage,
            @Nullable String outcome,
            String reason,
            Visit visit,
            String organizationId,
            String teamId,
            @Nullable String careManager,
            OffsetDateTime dischargedAt,
            OffsetDateTime receivedAt,
            @Nullable OffsetDateTime endedAt,
            @Nullable Risk risk,
            @Nullable UUID predecessorId,
            @Nullable UUID successorId,
            List<Task> tasks,
            List<Clock> clocks,
            List<Event> timeline) {}

    record Visit(String sourceFacility, String visitNumber) {}

    /** @param complete whether every input was known; else the tier is the upper end of what is possible */
    record Risk(String tier, boolean complete) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Task(
            String id,
            String title,
            UUID subjectId,
            String role,
            @Nullable String assignee,
            OffsetDateTime workBy,
            OffsetDateTime due) {}

    /**
     * @param state open, stopped, met or void
     * @param due what the rule demands
     * @param workBy the last time the team is there with room to act
     * @param verified whether a clinician has checked the rule against its source
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Clock(
            UUID id,
            String rule,
            String kind,
            UUID subjectId,
            String state,
            OffsetDateTime due,
            OffsetDateTime workBy,
            String reason,
            String source,
            boolean verified,
            @Nullable OffsetDateTime missedAt,
            @Nullable OffsetDateTime metAt,
            @Nullable String stateReason,
            List<Move> moves) {}

    record Move(OffsetDateTime at, OffsetDateTime fromDue, OffsetDateTime toDue, String why) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Event(
            OffsetDateTime at,
            String kind,
            String words,
            String actor,
            @Nullable String ref) {}

    @GetMapping(path = "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "readEpisode",
            summary = "See where an episode stands",
            description =
                    "State, open tasks, clocks with the reason of each, and the timeline. Times carry the offset of"
                            + " the patient's zone.")
    @ApiResponse(responseCode = "200", description = "The episode as it stands")
    @ApiResponse(
            responseCode = "404",
            description = "There is no such episode for this person or system",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                            schema = @Schema(implementation = ProblemDetail.class)))
    EpisodeView read(@Parameter(description = "The episode's id") @PathVariable UUID id) {
        Person asking = signedIn.person();
        Episode episode = episodes.findById(id)
                .filter(found -> maySee(asking, found))
                .orElseThrow(() -> new Refused(Refused.Kind.NOT_FOUND, "There is no such episode."));
        audit.recordRead(asking.id(), "episode.read", "episode", id.toString(), episode.teamId(), Map.of());
        return view(episode, asking);
    }

    private static boolean maySee(Person asking, Episode episode) {
        return asking.careTeams().contains(episode.teamId())
                // a system of the hospital that sent it
                || asking.memberships().stream()
                        .anyMatch(membership -> membership.role() == Role.INTEGRATION
                                && membership.organizationId().equals(episode.organizationId()));
    }

    /** Whoever cares for the patient sees it wholly; a system learns what is done and when, and nothing in people's words. */
    private EpisodeView view(Episode episode, Person asking) {
        boolean wholly = asking.careTeams().contains(episode.teamId());
        List<Deadline> clocks = deadlines.ofEpisode(episode.id());
        // of what may not be known there is neither task nor clock nor word, for a system of the hospital as for a
        // person
        Set<UUID> hidden = hiding.stream()
                .flatMap(one -> one.hiddenFrom(asking, episode.id()).stream())
                .collect(Collectors.toSet());
        ZoneId zone = episode.zone();
        return new EpisodeView(
                episode.id(),
                episode.patientId(),
                code(episode.kind()),
                code(episode.stage()),
                episode.outcome() == null ? null : code(episode.outcome()),
                episode.reason(),
                new Visit(episode.visit().sourceFacility(), episode.visit().visitNumber()),
                episode.organizationId(),
                episode.teamId(),
                episode.careManager(),
                at(episode.dischargedAt(), zone),
                at(episode.receivedAt(), zone),
                atOrNull(episode.endedAt(), zone),
                episode.tier() == null || !wholly
                        ? null
                        : new Risk(episode.tier().toLowerCase(Locale.ROOT), !episode.isTierIncomplete()),
                episode.predecessorId(),
                episode.successorId(),
                (wholly
                                ? worklist.ofEpisode(episode.id(), asking).stream()
                                : worklist.ofEpisode(episode.id()).stream()
                                        .filter(item -> !hidden.contains(item.subjectId())))
                        .map(item -> task(item, zone))
                        .toList(),
                clocks.stream()
                        .filter(clock -> !hidden.contains(clock.subjectId()))
                        .map(deadline -> clock(deadline, zone))
                        .toList(),
                timeline.of(episode.id()).stream()
                        .filter(entry -> !entry.tellsOfAny(hidden))
                        .map(entry -> new Event(
                                at(entry.at(), zone),
                                entry.kind(),
                                wholly ? entry.words() : entry.kind().replace('-', ' '),
                                entry.actor(),
                                entry.ref()))
                        .toList());
    }

    private static Task task(WorkItem item, ZoneId zone) {
        return new Task(
                item.taskId(),
                item.title(),
                item.subjectId(),
                item.role(),
                item.assignee(),
                at(item.workBy(), zone),
                at(item.due(), zone));
    }

    private Clock clock(Deadline deadline, ZoneId zone) {
        return new Clock(
                deadline.id(),
                deadline.rule(),
                code(deadline.terms().kind()),
                deadline.subjectId(),
                code(deadline.state()),
                at(deadline.due(), zone),
                at(deadline.workBy(), zone),
                deadline.reason(),
                deadline.terms().source(),
                deadline.terms().verified(),
                atOrNull(deadline.missedAt(), zone),
                atOrNull(deadline.metAt(), zone),
                deadline.state() == Deadline.State.STOPPED ? deadline.stoppedReason() : deadline.closedReason(),
                deadlines.moves(deadline.id()).stream()
                        .map(move -> new Move(
                                at(move.movedAt(), zone), at(move.fromDue(), zone), at(move.toDue(), zone), move.why()))
                        .toList());
    }

    private static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static OffsetDateTime at(Instant instant, ZoneId zone) {
        return instant.atZone(zone).toOffsetDateTime();
    }

    private static @Nullable OffsetDateTime atOrNull(@Nullable Instant instant, ZoneId zone) {
        return instant == null ? null : at(instant, zone);
    }
}

package org.homeward.episode;

import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.homeward.calendar.Rosters;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.worklist.WorkContexts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells the worklist who owns the work on a subject: its episode's team, and for their own role the care manager, while
 * they are there. Work of somebody who is away would be on nobody's list.
 */
@Component
class EpisodeWorkContexts implements WorkContexts {

    private final EpisodeDirectory directory;
    private final People people;
    private final Rosters rosters;
    private final List<OwnerSource> owners;
    private final Clock clock;

    EpisodeWorkContexts(
            EpisodeDirectory directory, People people, Rosters rosters, List<OwnerSource> owners, Clock clock) {
        this.directory = directory;
        this.people = people;
        this.rosters = rosters;
        this.owners = owners;
        this.clock = clock;
    }

    @Override
    public WorkContext of(UUID subjectId, String named, String processInstanceId) {
        var context = directory
                .find(subjectId)
                .orElseThrow(() -> new IllegalStateException("Nobody owns work on the subject " + subjectId));
        var role = owners.stream()
                .filter(source -> source.role().equals(named))
                .findFirst()
                .map(source -> source.ownerOf(subjectId, context.teamId()))
                .orElse(named);
        return new WorkContext(
                context.episodeId(),
                context.patientId(),
                context.organizationId(),
                context.teamId(),
                role,
                context.tier(),
                role.equals(Role.CARE_MANAGER.code()) ? there(context.careManager(), context.teamId()) : null);
    }

    @Override
    public @Nullable ZoneId patientZone(UUID subjectId) {
        return directory.find(subjectId).map(EpisodeContext::zone).orElse(null);
    }

    /** A team that keeps no roster of its care managers is taken to be there. */
    private @Nullable String there(@Nullable String careManager, String teamId) {
        if (careManager == null
                || people.find(careManager)
                        .filter(Person::active)
                        .filter(person -> person.has(Role.CARE_MANAGER, teamId))
                        .isEmpty()) {
            return null;
        }
        var turns = rosters.at(teamId, Role.CARE_MANAGER.code(), clock.instant());
        return turns.isEmpty()
                        || turns.stream().anyMatch(turn -> turn.personId().equals(careManager))
                ? careManager
                : null;
    }
}

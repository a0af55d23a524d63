package org.homeward.episode;

import java.time.ZoneId;
import java.util.UUID;
import org.homeward.worklist.WorkContexts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells the worklist who owns the work on a subject: its episode's team, and the care manager for their own role. */
@Component
class EpisodeWorkContexts implements WorkContexts {

    private final EpisodeDirectory directory;

    EpisodeWorkContexts(EpisodeDirectory directory) {
        this.directory = directory;
    }

    @Override
    public WorkContext of(UUID subjectId, String role, String processInstanceId) {
        var context = directory
                .find(subjectId)
                .orElseThrow(() -> new IllegalStateException("Nobody owns work on the subject " + subjectId));
        return new WorkContext(
                context.episodeId(),
                context.patientId(),
                context.organizationId(),
                context.teamId(),
                role,
                context.tier(),
                role.equals("care-manager") ? context.careManager() : null);
    }

    @Override
    public @Nullable ZoneId patientZone(UUID subjectId) {
        return directory.find(subjectId).map(EpisodeContext::zone).orElse(null);
    }
}

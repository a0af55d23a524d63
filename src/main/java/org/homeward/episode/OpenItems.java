package org.homeward.episode;

import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Say which work of a kind is open: the contributing module's own aggregates, or the duties themselves. */
@Service
public class OpenItems {

    private final EpisodeDirectory directory;
    private final Duties duties;
    private final List<ItemSource> sources;

    OpenItems(EpisodeDirectory directory, Duties duties, List<ItemSource> sources) {
        this.directory = directory;
        this.duties = duties;
        this.sources = sources;
    }

    /** Ids in a stable order; the kinds {@code added} and {@code added-appointment} are those without a step yet. */
    @Transactional(readOnly = true)
    public List<UUID> of(UUID subjectId, String kind) {
        var episodeId = directory.contextOf(subjectId).episodeId();
        for (var source : sources) {
            if (source.kinds().contains(kind)) {
                return source.open(episodeId, kind);
            }
        }
        return duties.openNow(episodeId).stream()
                .filter(duty -> !kind.startsWith("added") || !duty.takenUp())
                .filter(duty -> fits(duty, kind))
                .map(Duties.OpenDuty::id)
                .toList();
    }

    private static boolean fits(Duties.OpenDuty duty, String kind) {
        return switch (kind) {
            case "added" -> duty.kind() != Duty.Kind.APPOINTMENT;
            case "added-appointment" -> duty.kind() == Duty.Kind.APPOINTMENT;
            default -> duty.kind().code().equals(kind);
        };
    }
}

package org.homeward.episode;

import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Say which work of a kind is open: the contributing module's own aggregates, or the duties themselves. */
@Service
public class OpenItems {

    private static final String ADDED = "added";

    private final EpisodeDirectory directory;
    private final Duties duties;
    private final List<ItemSource> sources;

    OpenItems(EpisodeDirectory directory, Duties duties, List<ItemSource> sources) {
        this.directory = directory;
        this.duties = duties;
        this.sources = sources;
    }

    /**
     * Ids in a stable order. {@code added-referral} and its like are those that have no step yet; {@code added} is
     * whatever else has none, so that an order of no step of its own is not forgotten.
     */
    @Transactional(readOnly = true)
    public List<UUID> of(UUID subjectId, String kind) {
        var episodeId = directory.contextOf(subjectId).episodeId();
        for (var source : sources) {
            if (source.kinds().contains(kind)) {
                return source.open(episodeId, kind);
            }
        }
        return duties.openNow(episodeId).stream()
                .filter(duty -> fits(duty, kind))
                .map(Duties.OpenDuty::id)
                .toList();
    }

    private static boolean fits(Duties.OpenDuty duty, String kind) {
        if (kind.equals(ADDED)) {
            return !duty.takenUp() && duty.kind() != Duty.Kind.APPOINTMENT;
        }
        return kind.startsWith(ADDED + "-")
                ? !duty.takenUp() && duty.kind().code().equals(kind.substring(ADDED.length() + 1))
                : duty.kind().code().equals(kind);
    }
}

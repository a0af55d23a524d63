package org.homeward.episode;

import java.sql.Timestamp;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import org.homeward.episode.Standing.Stage;
import org.springframework.context.event.EventListener;
import org.springframework.data.relational.core.mapping.event.AfterSaveEvent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Find the episode of any subject. Every aggregate with a process or a task of its own registers here. */
@Component
public class EpisodeDirectory {

    private final JdbcClient jdbc;
    private final Remembered<UUID, EpisodeContext> seen = new Remembered<>();

    EpisodeDirectory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional
    public void register(UUID subjectId, UUID episodeId, String kind) {
        jdbc.sql("INSERT INTO episode_subject (subject_id, episode_id, kind) VALUES (?, ?, ?)")
                .params(subjectId.toString(), episodeId.toString(), kind)
                .update();
    }

    /** @throws IllegalArgumentException for an id nobody registered */
    @Transactional(readOnly = true)
    public EpisodeContext contextOf(UUID subjectId) {
        return find(subjectId)
                .orElseThrow(() -> new IllegalArgumentException("No episode has the subject " + subjectId));
    }

    /** Reads the episode's other subjects along: whoever asks for one soon asks for the next. */
    @Transactional(readOnly = true)
    public Optional<EpisodeContext> find(UUID subjectId) {
        var known = seen.find(subjectId);
        if (known != null) {
            return Optional.of(known);
        }
        jdbc.sql("""
                        SELECT s.subject_id, s.kind AS subject_kind, e.id, e.patient_id, e.organization_id, e.team_id,
                               e.care_manager, e.stage, e.zone, e.tier, e.discharged_at, e.received_at
                        FROM episode_subject asked JOIN episode e ON e.id = asked.episode_id
                        JOIN episode_subject s ON s.episode_id = e.id
                        WHERE asked.subject_id = ?
                        """)
                .param(subjectId.toString())
                .query((row, number) -> new EpisodeContext(
                        UUID.fromString(row.getString("subject_id")),
                        row.getString("subject_kind"),
                        UUID.fromString(row.getString("id")),
                        UUID.fromString(row.getString("patient_id")),
                        row.getString("organization_id"),
                        row.getString("team_id"),
                        row.getString("care_manager"),
                        Stage.valueOf(row.getString("stage")),
                        ZoneId.of(row.getString("zone")),
                        row.getString("tier"),
                        row.getObject("discharged_at", Timestamp.class).toInstant(),
                        row.getObject("received_at", Timestamp.class).toInstant()))
                .list()
                .forEach(context -> seen.put(context.subjectId(), context));
        return Optional.ofNullable(seen.find(subjectId));
    }

    @EventListener
    void on(AfterSaveEvent<Episode> saved) {
        seen.forget();
    }
}

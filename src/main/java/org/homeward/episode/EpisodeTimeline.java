package org.homeward.episode;

import com.github.f4b6a3.uuid.UuidCreator;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Tell an episode's story in order, in words that people read on the patient's page and in the transition record. */
@Component
public class EpisodeTimeline {

    /**
     * @param kind for filters and icons: {@code episode-opened}, {@code duty-done}, {@code call-made}
     * @param actor a person's id, or {@code homeward}
     * @param ref the id of what proves it; null when there is none
     */
    public record Entry(
            UUID episodeId,
            Instant at,
            String kind,
            String words,
            String actor,
            @Nullable String ref) {

        /**
         * Whether it tells of one of these referrals. A reference may be a loop, a conversation, a link or a file: where one
         * loop of an episode is hidden, all of them are.
         */
        public boolean tellsOfAny(Set<UUID> referrals) {
            return !referrals.isEmpty()
                    && (kind.startsWith("referral")
                            || referrals.stream()
                                    .anyMatch(loop -> loop.toString().equals(ref)));
        }
    }

    static final String ITSELF = "homeward";

    private final JdbcClient jdbc;
    private final Clock clock;

    EpisodeTimeline(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Appends in the transaction of what happened, so that neither is told without the other. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(UUID episodeId, String kind, String words, String actor, @Nullable String ref) {
        jdbc.sql("INSERT INTO episode_timeline (id, episode_id, at, kind, words, actor, ref)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)")
                .params(
                        UuidCreator.getTimeOrderedEpoch().toString(),
                        episodeId.toString(),
                        Timestamp.from(clock.instant()),
                        kind,
                        Fitting.fit(words, Fitting.WORDS),
                        actor,
                        ref)
                .update();
    }

    @Transactional(readOnly = true)
    public List<Entry> of(UUID episodeId) {
        return jdbc.sql("SELECT at, kind, words, actor, ref FROM episode_timeline WHERE episode_id = ? ORDER BY at, id")
                .param(episodeId.toString())
                .query((row, number) -> new Entry(
                        episodeId,
                        row.getObject("at", Timestamp.class).toInstant(),
                        row.getString("kind"),
                        row.getString("words"),
                        row.getString("actor"),
                        row.getString("ref")))
                .list();
    }
}

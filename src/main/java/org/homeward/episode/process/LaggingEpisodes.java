package org.homeward.episode.process;

import org.homeward.episode.EpisodeReconciler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Tells again what a process could not hear: it stood at a save point when its facts changed. */
@Component
class LaggingEpisodes {

    private static final Logger log = LoggerFactory.getLogger(LaggingEpisodes.class);

    private final EpisodeReconciler reconciler;

    LaggingEpisodes(EpisodeReconciler reconciler) {
        this.reconciler = reconciler;
    }

    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
    void tellAgain() {
        for (var episodeId : reconciler.lagging()) {
            try {
                reconciler.reconcile(episodeId);
            } catch (RuntimeException failed) {
                // one that cannot move must not hold up the others; it is tried again in a minute
                log.warn(
                        "Episode {} does not follow its facts: {}",
                        episodeId,
                        failed.getClass().getSimpleName());
            }
        }
    }
}

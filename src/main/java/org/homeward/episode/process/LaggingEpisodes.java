package org.homeward.episode.process;

import org.homeward.episode.EpisodeReconciler;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Tells again what a process could not hear: it stood at a save point when its facts changed. */
@Component
class LaggingEpisodes {

    private final EpisodeReconciler reconciler;

    LaggingEpisodes(EpisodeReconciler reconciler) {
        this.reconciler = reconciler;
    }

    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
    void tellAgain() {
        reconciler.reconcileLagging();
    }
}

package org.homeward.intake;

import java.time.Clock;
import java.util.UUID;
import org.homeward.episode.Episode;
import org.homeward.episode.EpisodeState;
import org.homeward.episode.EpisodeState.Death;
import org.homeward.episode.Episodes;
import org.homeward.episode.VisitFacts;
import org.homeward.episode.VisitKey;
import org.homeward.patient.PatientDetails;
import org.homeward.patient.Patients;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps "deceased" on the patient's record as the facts have it: a sender repeats the flag with every message, also
 * after a person has spoken with the patient.
 */
@Component
class DeathAsKnown {

    private final VisitFacts facts;
    private final Episodes episodes;
    private final Patients patients;
    private final Clock clock;

    DeathAsKnown(VisitFacts facts, Episodes episodes, Patients patients, Clock clock) {
        this.facts = facts;
        this.episodes = episodes;
        this.patients = patients;
        this.clock = clock;
    }

    void follow(UUID patientId, VisitKey visit) {
        EpisodeState state = facts.stateOf(visit);
        boolean dead = state.death() != Death.NONE;
        patients.find(patientId)
                .filter(shown -> shown.deceased() != dead)
                .ifPresent(shown -> patients.update(patientId, PatientDetails.deceased(dead), clock.instant()));
    }

    /** A person has confirmed or refuted it. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(Episode.StageChanged changed) {
        episodes.findById(changed.episodeId()).ifPresent(episode -> follow(episode.patientId(), episode.visit()));
    }
}

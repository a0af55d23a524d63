package org.homeward.episode;

/** Decide what an accepted discharge starts; what no rule fits goes to a person. */
public interface DischargeEligibility {

    Verdict decide(EpisodeState state);
}

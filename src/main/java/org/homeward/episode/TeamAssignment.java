package org.homeward.episode;

/** Decide which team works an episode; what no rule fits goes to the coordination desk. */
public interface TeamAssignment {

    record Owner(String organizationId, String teamId, String rule) {}

    Owner ownerOf(EpisodeState state);
}

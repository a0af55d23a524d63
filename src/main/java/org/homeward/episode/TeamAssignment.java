package org.homeward.episode;

/** Decide which team works an episode; what no rule fits goes to the coordination desk. */
public interface TeamAssignment {

    /**
     * @param rule the row of the table, or who decided
     * @param basis a digest of what the decision was made on
     */
    record Owner(String organizationId, String teamId, String rule, String basis) {}

    Owner ownerOf(EpisodeState state);

    /** A digest of what {@link #ownerOf} would decide on now. */
    String basisOf(EpisodeState state);
}

package org.homeward.episode;

import java.util.UUID;

/** Make the engine moves that an episode may make, and no others. */
public interface EpisodeProcess {

    /**
     * @param teamId the owning team: the wall around the instance
     * @return the id of the new process instance
     */
    String start(UUID episodeId, String teamId);

    /**
     * Let the process ask what is true now.
     *
     * @return whether it was waiting for that; if not, it is asked again later
     */
    boolean factsChanged(String processInstanceId);

    /**
     * Tell the process of work that came while it runs.
     *
     * @param kind {@code APPOINTMENT} or {@code ORDER}
     * @return whether it was waiting for that
     */
    boolean workAdded(String processInstanceId, String kind);

    boolean running(String processInstanceId);

    /** End an instance that is to start again behind another team's wall. */
    void withdraw(String processInstanceId, String reason);
}

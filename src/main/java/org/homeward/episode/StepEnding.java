package org.homeward.episode;

/** End what waits in the engine for something that is settled already. */
public interface StepEnding {

    /** End the step that a task stands for, as if it had been completed. */
    void end(String processInstanceId, String taskId);

    /** End a called process at one of its ends, wherever it stands; nothing when it has ended. */
    void endAt(String processInstanceId, String endEventId);
}

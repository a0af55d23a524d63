package org.homeward.episode;

/** End the step that a task stands for, as if it had been completed. */
public interface StepEnding {

    void end(String processInstanceId, String taskId);
}

package org.homeward.escalation;

import java.util.UUID;

/** Make the moves in the engine that a ladder may make, in the caller's transaction. */
public interface LadderEngine {

    /** Starts the ladder of an escalation; answers its instance's id. */
    String start(UUID escalationId, String teamId);

    /** Tells the ladder that its deadline closed; false when it does not run any more. */
    boolean deadlineClosed(String processInstanceId);

    /** Makes a ladder go on from where its timer should have taken it; false when it does not wait there. */
    boolean climb(String processInstanceId);

    /** Gives a task to a person, from whoever has it. */
    void assign(String taskId, String personId);

    /** Says whether a timer still waits in this scope. */
    boolean timerWaits(String processInstanceId, String executionId);
}

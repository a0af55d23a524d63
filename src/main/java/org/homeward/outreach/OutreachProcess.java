package org.homeward.outreach;

/** Tell the process of one outreach what became true without it. */
public interface OutreachProcess {

    /**
     * Somebody was spoken to outside the step that was to do so.
     *
     * @return whether the instance was waiting for that
     */
    boolean contactRecorded(String processInstanceId, Urgency urgency);
}

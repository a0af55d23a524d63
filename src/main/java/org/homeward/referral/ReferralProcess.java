package org.homeward.referral;

/** Tell the process of a loop that its conversation moved without it. */
public interface ReferralProcess {

    /** @return whether the instance was waiting for that */
    boolean conversationMoved(String processInstanceId);
}

package org.homeward.outreach;

/** Say how soon somebody must act on what a patient tells. The order counts: a later one is more urgent. */
public enum Urgency {
    GREEN,
    AMBER,
    RED
}

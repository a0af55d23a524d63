package org.homeward.referral;

/** What of the other side is awaited. */
public enum Awaited {
    ANSWER,
    SCHEDULE,
    ATTEND,
    OUTCOME,
    CANCEL;

    static Awaited of(Referral referral) {
        return switch (referral.state()) {
            case ACCEPTED, NO_SHOW, APPOINTMENT_CANCELLED -> SCHEDULE;
            case SCHEDULED -> ATTEND;
            case VISIT_DONE, ACTIVE -> OUTCOME;
            case CANCEL_REQUESTED -> CANCEL;
            default -> ANSWER;
        };
    }
}

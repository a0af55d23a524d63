package org.homeward.escalation;

import org.homeward.calendar.Deadline;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Let escalations follow their deadlines, at once and in the transaction that changes them. Not at its end: what an
 * episode does to its clocks just before commit would come too late to be heard.
 */
@Component
class FollowDeadlines {

    private final Escalations escalations;

    FollowDeadlines(Escalations escalations) {
        this.escalations = escalations;
    }

    @EventListener
    void on(Deadline.Missed missed) {
        escalations.raise(missed.deadline());
    }

    @EventListener
    void on(Deadline.Met met) {
        closed(met.deadline());
    }

    @EventListener
    void on(Deadline.Voided voided) {
        closed(voided.deadline());
    }

    @EventListener
    void on(Deadline.Stopped stopped) {
        closed(stopped.deadline());
    }

    /** It was missed before its episode was parked, and is missed still. */
    @EventListener
    void on(Deadline.Resumed resumed) {
        if (resumed.deadline().missedAt() != null) {
            escalations.raise(resumed.deadline());
        }
    }

    /**
     * A missed deadline that is in the future again is nobody's fault any more. The calendar sets its timer anew; where
     * it cannot, the sweep finds the next miss within a minute.
     */
    @EventListener
    void on(Deadline.Moved moved) {
        if (moved.noLongerMissed()) {
            escalations.deadlineClosed(moved.after().id());
        }
    }

    private void closed(Deadline deadline) {
        if (deadline.missedAt() != null) {
            escalations.deadlineClosed(deadline.id());
        }
    }
}

package org.homeward.escalation;

import java.time.Clock;
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
    private final LadderEngine engine;
    private final Clock clock;

    FollowDeadlines(Escalations escalations, LadderEngine engine, Clock clock) {
        this.escalations = escalations;
        this.engine = engine;
        this.clock = clock;
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
     * A missed deadline that is in the future again is nobody's fault any more. Its timer has fired, so it is set anew;
     * where that cannot be done, the sweep finds the next miss within a minute.
     */
    @EventListener
    void on(Deadline.Moved moved) {
        Deadline deadline = moved.after();
        if (moved.noLongerMissed()) {
            escalations.deadlineClosed(deadline.id());
        }
        String instance = deadline.processInstanceId();
        String execution = deadline.executionId();
        if (!moved.timerMoved()
                && deadline.state() == Deadline.State.OPEN
                && deadline.workBy().isAfter(clock.instant())
                && instance != null
                && execution != null) {
            engine.setTimerAnew(instance, execution);
        }
    }

    private void closed(Deadline deadline) {
        if (deadline.missedAt() != null) {
            escalations.deadlineClosed(deadline.id());
        }
    }
}

package org.homeward.escalation;

import java.time.Clock;
import org.homeward.calendar.Deadline;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Let escalations follow their deadlines, in the transaction that changes them.
 *
 * <p>A miss is answered at once. The others wait for the end of the transaction: the calendar closes many deadlines in
 * one go, the ladder's own among them, and a ladder that ends in the middle of that would change rows under its hands.
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

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void on(Deadline.Met met) {
        closed(met.deadline());
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void on(Deadline.Voided voided) {
        closed(voided.deadline());
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void on(Deadline.Stopped stopped) {
        closed(stopped.deadline());
    }

    /** It was missed before its episode was parked, and is missed still. */
    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void on(Deadline.Resumed resumed) {
        if (resumed.deadline().missedAt() != null) {
            escalations.raise(resumed.deadline());
        }
    }

    /**
     * A missed deadline that is in the future again is nobody's fault any more. Its timer has fired, so it is set anew;
     * where that cannot be done, the sweep finds the next miss within a minute.
     */
    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
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

package org.homeward.calendar.process;

import java.time.Instant;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.homeward.calendar.BusinessClock;
import org.springframework.stereotype.Component;

/** Keeps the engine's clock with ours: its timers fall due by the time that the deadlines were computed by. */
@Component
class EngineClock {

    EngineClock(BusinessClock clock) {
        follow(clock);
        clock.onShift((Instant now) -> follow(clock));
    }

    private static void follow(BusinessClock clock) {
        ClockUtil.offset(clock.offset().toMillis());
    }
}

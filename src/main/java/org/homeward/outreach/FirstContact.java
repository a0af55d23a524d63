package org.homeward.outreach;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Say how the first contact after a discharge ended. Two documented tries within the window are enough for the duty
 * (CMS TCM: at least two separate attempts within two business days), yet the calls go on; only {@link #MISSED} breaches.
 */
public enum FirstContact {
    REACHED,
    ATTEMPTED,
    MISSED;

    static final int TRIES_DEMANDED = 2;

    /**
     * Judges the attempts. A pure function of them, so that a corrected discharge time is judged again.
     *
     * @param attempts in any order
     * @param windowEnds what the rule demands, not the team's own earlier mark
     * @param apart how far apart two tries must lie to be separate ones
     * @return null while the window is open and nothing is decided
     */
    static @Nullable FirstContact judge(
            List<ContactAttempt> attempts, Instant dischargedAt, Instant windowEnds, Duration apart, Instant now) {
        List<ContactAttempt> inWindow = attempts.stream()
                .filter(attempt -> within(attempt.at(), dischargedAt, windowEnds))
                .toList();
        if (inWindow.stream().anyMatch(ContactAttempt::isContact)) {
            return REACHED;
        }
        Instant last = null;
        int tries = 0;
        for (Instant at : inWindow.stream()
                .filter(ContactAttempt::isTry)
                .map(ContactAttempt::at)
                .sorted()
                .toList()) {
            if (last == null || !at.isBefore(last.plus(apart))) {
                tries++;
                last = at;
            }
        }
        if (tries >= TRIES_DEMANDED) {
            return ATTEMPTED;
        }
        return now.isAfter(windowEnds) ? MISSED : null;
    }

    /** A contact before the discharge is no contact after it. */
    static boolean within(Instant at, Instant dischargedAt, Instant windowEnds) {
        return at.isAfter(dischargedAt) && !at.isAfter(windowEnds);
    }
}

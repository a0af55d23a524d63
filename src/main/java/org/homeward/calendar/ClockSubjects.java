package org.homeward.calendar;

import java.util.UUID;

/** Supply subjects to the clocks; implemented by the module that owns episodes. */
public interface ClockSubjects {

    /** The subject, of whatever kind; fails for one that does not exist. */
    ClockSubject of(UUID subjectId);
}

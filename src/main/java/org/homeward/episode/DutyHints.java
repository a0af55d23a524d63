package org.homeward.episode;

import java.util.Map;

/** Contribute what other conversations have settled about a duty already, so that nobody asks the patient twice. */
public interface DutyHints {

    /** By field key of the duty's form; empty when nothing is known. */
    Map<String, Object> of(Duty duty);
}

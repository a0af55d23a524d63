/** Follow-up visits and tests: ordered, booked, attended, missed, booked again. */
@NullMarked
@ApplicationModule(allowedDependencies = {"calendar", "engine", "episode", "patient", "risk", "security", "worklist"})
package org.homeward.appointment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

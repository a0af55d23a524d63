/** Business days, staffed hours, calling windows and rosters of teams; the deadlines computed from them, and the clock they run on. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "security"})
package org.homeward.calendar;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** Break the glass: a clinician reads one patient of another team, for a reason, for a while, and everybody hears of it. */
@NullMarked
@ApplicationModule(allowedDependencies = {"audit", "episode", "notification", "patient", "security"})
package org.homeward.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

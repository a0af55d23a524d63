/** What the decision tables in force say, and which clinician of this installation vouches for it. */
@NullMarked
@ApplicationModule(allowedDependencies = {"audit", "engine", "episode", "notification", "security"})
package org.homeward.rules;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

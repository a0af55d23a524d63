/** Bringing an installation into use and keeping it right: people, roles, teams, their hours and who is on call. */
@NullMarked
@ApplicationModule(allowedDependencies = {"audit", "calendar", "security", "worklist"})
package org.homeward.administration;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

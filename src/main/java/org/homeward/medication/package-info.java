/** Reads medication lists, compares them, and has every difference decided, signed and told. */
@ApplicationModule(
        displayName = "Medication",
        allowedDependencies = {"calendar", "engine", "episode", "notification", "security", "worklist"})
@NullMarked
package org.homeward.medication;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

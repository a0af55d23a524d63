/** Reads medication lists, compares them, and names every difference that somebody must decide. */
@ApplicationModule(
        displayName = "Medication",
        allowedDependencies = {})
@NullMarked
package org.homeward.medication;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** Instruments that ask the patient, their scores, and what becomes of each need that was found. */
@ApplicationModule(
        displayName = "Assessment",
        allowedDependencies = {"audit", "directory", "engine", "episode", "security", "worklist"})
@NullMarked
package org.homeward.assessment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

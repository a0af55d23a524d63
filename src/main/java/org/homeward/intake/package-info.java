/** Takes discharges and their corrections in, at least once, and applies them exactly once, in order for each patient. */
@ApplicationModule(allowedDependencies = {"audit", "episode", "patient"})
@NullMarked
package org.homeward.intake;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

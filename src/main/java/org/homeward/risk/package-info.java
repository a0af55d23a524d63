/** Turns what is known of a stay into LACE, HOSPITAL and a risk tier, and says how it got there. */
@ApplicationModule(displayName = "Risk", allowedDependencies = "engine")
@NullMarked
package org.homeward.risk;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

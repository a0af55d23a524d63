/** The append-only trail of who did what to what, sealed into a chain that tells if it was touched. */
@NullMarked
@ApplicationModule(allowedDependencies = {"command", "keys"})
package org.homeward.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** The append-only trail of who did what to what. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package org.homeward.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

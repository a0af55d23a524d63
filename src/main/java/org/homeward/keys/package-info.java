/** The keys that only this installation holds: from its settings or a file, never with a default. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package org.homeward.keys;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** The only engine glue: settings, guards, identity, typed variables, decisions, deployment. */
@NullMarked
@ApplicationModule(allowedDependencies = "security")
package org.homeward.engine;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

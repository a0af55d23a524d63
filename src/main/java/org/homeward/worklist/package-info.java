/** Human tasks as rows, with their forms, drafts and the one way to complete them. */
@NullMarked
@ApplicationModule(allowedDependencies = {"audit", "calendar", "engine", "security"})
package org.homeward.worklist;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

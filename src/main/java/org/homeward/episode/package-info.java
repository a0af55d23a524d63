/** Facts about hospital stays, the episodes of care they ask for, every duty they bring, and who owns them. */
@NullMarked
@ApplicationModule(allowedDependencies = {"audit", "engine", "calendar", "patient", "risk", "security", "worklist"})
package org.homeward.episode;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** Who can help with what and where: organisations, their programmes, how many places they have and how they are reached. */
@NullMarked
@ApplicationModule(
        displayName = "Directory",
        allowedDependencies = {"audit", "engine", "security"})
package org.homeward.directory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

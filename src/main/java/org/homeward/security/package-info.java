/** People, teams, roles and who may see what: decided here, asked from everywhere. */
@NullMarked
@ApplicationModule(allowedDependencies = "audit")
package org.homeward.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

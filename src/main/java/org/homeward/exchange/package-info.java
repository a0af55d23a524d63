/** FHIR R4 outward: what other systems read of ours. */
@NullMarked
@ApplicationModule(allowedDependencies = {"audit", "episode", "patient", "security"})
package org.homeward.exchange;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

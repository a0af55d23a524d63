/** Who the patient is and how to reach them: identifiers, demographics, language, preferences, consent, caregivers. */
@ApplicationModule(allowedDependencies = {"audit", "command", "keys", "worklist"})
@NullMarked
package org.homeward.patient;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** Pages that join several modules: sign-in, My work, the patient, escalations, quarantine. */
@NullMarked
@ApplicationModule
package org.homeward.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

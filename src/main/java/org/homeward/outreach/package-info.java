/** Reaching the patient after the discharge: attempts, the cadence between them, the call sheet and its red flags. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "appointment",
            "calendar",
            "engine",
            "episode",
            "notification",
            "patient",
            "security",
            "worklist"
        })
package org.homeward.outreach;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

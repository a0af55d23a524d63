/** Pages that join several modules: sign-in, My work, the patient, escalations, intake, the transition record. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "appointment",
            "assessment",
            "audit",
            "calendar",
            "directory",
            "engine",
            "episode",
            "escalation",
            "intake",
            "medication",
            "notification",
            "outreach",
            "patient",
            "referral",
            "risk",
            "security",
            "worklist"
        })
package org.homeward.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

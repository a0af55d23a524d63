/** Referrals, clinical and community: each conversation with the other side, and the loop that closes around it. */
@ApplicationModule(
        displayName = "Referral",
        allowedDependencies = {
            "audit",
            "calendar",
            "directory",
            "engine",
            "episode",
            "notification",
            "patient",
            "security",
            "worklist"
        })
@NullMarked
package org.homeward.referral;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** What was missed climbs a ladder of people until somebody answers for it; the ledger of that, and who is on call. */
@NullMarked
@ApplicationModule(allowedDependencies = {"audit", "calendar", "engine", "notification", "security", "worklist"})
package org.homeward.escalation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

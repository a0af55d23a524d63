/** What whoever runs the place asks for: checks at start, what is thrown away when, all that is kept of one patient. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"audit", "command", "engine", "intake", "notification", "patient", "security", "worklist"
        })
package org.homeward.operation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

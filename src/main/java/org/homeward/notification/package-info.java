/** Telling people: an outbox with delivery by e-mail, and alarms for operators; knows ids and codes, no episode. */
@NullMarked
@ApplicationModule(allowedDependencies = "security")
package org.homeward.notification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** What an operator asks of the jar instead of starting it: {@code java -jar homeward.jar audit verify}. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package org.homeward.command;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

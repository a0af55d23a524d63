/** What the trail hears from the engine. */
@NullMarked
package org.homeward.audit.process;

import org.jspecify.annotations.NullMarked;

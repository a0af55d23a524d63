/** The ladder's steps as its model calls them, and its moves in the engine. */
@NullMarked
package org.homeward.escalation.process;

import org.jspecify.annotations.NullMarked;

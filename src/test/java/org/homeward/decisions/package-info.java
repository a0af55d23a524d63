/** Proves the decision tables, each against a readable table of cases, through the real decision engine. */
@NullMarked
package org.homeward.decisions;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.homeward.worklist.process;

import org.jspecify.annotations.NullMarked;

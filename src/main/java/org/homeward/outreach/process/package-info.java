@NullMarked
package org.homeward.outreach.process;

import org.jspecify.annotations.NullMarked;

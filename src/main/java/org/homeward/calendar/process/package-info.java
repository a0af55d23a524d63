/** What the models and the engine see of the calendar. */
@NullMarked
package org.homeward.calendar.process;

import org.jspecify.annotations.NullMarked;

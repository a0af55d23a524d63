@NullMarked
package org.homeward.appointment.process;

import org.jspecify.annotations.NullMarked;

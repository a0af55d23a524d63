/** Takes discharges and facts over HTTP. */
@NullMarked
package org.homeward.intake.web;

import org.jspecify.annotations.NullMarked;

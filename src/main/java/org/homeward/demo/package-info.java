/** What only the demo and the tests have: the embedded database, synthetic people and discharges, the shifted clock. */
@NullMarked
@ApplicationModule
package org.homeward.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

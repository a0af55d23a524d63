/** The few engine moves an episode may make, and the steps of its model that only tell our services. */
@NullMarked
package org.homeward.episode.process;

import org.jspecify.annotations.NullMarked;

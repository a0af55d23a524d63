/** The doors of the engine's own web applications: who comes in, and which routes exist at all. */
@NullMarked
package org.homeward.engine.web;

import org.jspecify.annotations.NullMarked;

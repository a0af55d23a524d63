@NullMarked
package org.homeward.worklist.web;

import org.jspecify.annotations.NullMarked;

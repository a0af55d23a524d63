@NullMarked
package org.homeward.episode.web;

import org.jspecify.annotations.NullMarked;

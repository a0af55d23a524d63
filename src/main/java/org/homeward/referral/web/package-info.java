/** The pages that recipients of a referral see behind their links. */
@NullMarked
package org.homeward.referral.web;

import org.jspecify.annotations.NullMarked;

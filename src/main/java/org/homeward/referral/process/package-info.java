/** Steps of the referral's model that only tell our services, and the messages that its instances hear. */
@NullMarked
package org.homeward.referral.process;

import org.jspecify.annotations.NullMarked;

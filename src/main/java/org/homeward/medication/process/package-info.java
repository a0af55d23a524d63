/** Steps of the reconciliation's models that only tell our services, and the messages that its instances hear. */
@NullMarked
package org.homeward.medication.process;

import org.jspecify.annotations.NullMarked;

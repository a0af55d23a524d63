/** Writes the generated part of the medication corpus. Knows nothing of the code that the corpus measures. */
@NullMarked
package org.homeward.medication.corpus;

import org.jspecify.annotations.NullMarked;

package org.homeward.episode;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Say where the patient went.
 *
 * @param code the normalised code: two digits of the US patient discharge status, zero-padded; null when the sender's
 *     code could not be translated
 * @param received what the sender wrote, kept for the person who decides
 */
public record Disposition(@Nullable String code, @Nullable String received) {

    // patient discharge status 20, 40, 41, 42: expired
    private static final Set<String> EXPIRED = Set.of("20", "40", "41", "42");

    boolean expired() {
        return code != null && EXPIRED.contains(code);
    }
}

package org.homeward.episode;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Say where the patient went.
 *
 * @param code the normalised code with its system, {@code nubc:01}; null when the sender's code could not be translated
 * @param received what the sender wrote, kept for the person who decides
 */
public record Disposition(@Nullable String code, @Nullable String received) {

    // US patient discharge status 20, 40, 41, 42; FHIR discharge-disposition exp; NHS discharge destination 79
    private static final Set<String> EXPIRED = Set.of("nubc:20", "nubc:40", "nubc:41", "nubc:42", "fhir:exp", "nhs:79");

    boolean expired() {
        return code != null && EXPIRED.contains(code);
    }
}

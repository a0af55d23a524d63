package org.homeward.medication;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hold what a comparison needs to know of the patient.
 *
 * @param allergies what the patient is said not to tolerate, as received
 * @param age in years; null when not known, which counts as 65 or over
 * @param hospice at the end of life the list of potentially inappropriate medicines does not apply
 */
public record PatientFacts(
        List<Allergy> allergies, @Nullable Integer age, boolean hospice) {

    /** Names a substance in words, with a code where there is one. */
    public record Allergy(
            String text,
            @Nullable String codeSystem,
            @Nullable String code) {}

    public static final PatientFacts UNKNOWN = new PatientFacts(List.of(), null, false);

    public PatientFacts {
        allergies = List.copyOf(allergies);
    }

    boolean elderly() {
        return age == null || age >= 65;
    }
}

package org.homeward.medication;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
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

    /**
     * Names a substance in words, with a code where there is one.
     *
     * @param readAs what a person says these words mean; read instead of them, and shown beside them
     */
    public record Allergy(
            String text,
            @Nullable String codeSystem,
            @Nullable String code,
            @Nullable String readAs) {

        public Allergy(String text, @Nullable String codeSystem, @Nullable String code) {
            this(text, codeSystem, code, null);
        }

        public Allergy withReading(@Nullable String meant) {
            return new Allergy(text, codeSystem, code, meant);
        }

        /** Which words name it, as {@link MedicationEntry#nameKey()}. */
        public String nameKey() {
            return UUID.nameUUIDFromBytes(("allergy|" + text).getBytes(StandardCharsets.UTF_8))
                    .toString();
        }

        String words() {
            return readAs == null ? text : text + " (read as " + readAs + ")";
        }
    }

    public static final PatientFacts UNKNOWN = new PatientFacts(List.of(), null, false);

    public PatientFacts {
        allergies = List.copyOf(allergies);
    }

    boolean elderly() {
        return age == null || age >= 65;
    }
}

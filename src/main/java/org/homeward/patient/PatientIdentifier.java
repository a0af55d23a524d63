package org.homeward.patient;

import java.util.Locale;
import java.util.Set;

/**
 * Identifies a patient at an assigner.
 *
 * @param assigner the system that gave the value, as an OID or URI; a value means nothing without it
 * @param type HL7 v2 table 0203, such as {@code MR} (medical record), {@code SS} (social security), {@code NI}
 */
public record PatientIdentifier(String assigner, String value, String type) {

    private static final Set<String> NATIONAL = Set.of("SS", "NI", "NH", "TAX", "PPN", "DL");

    public PatientIdentifier {
        assigner = assigner.strip();
        value = value.strip();
        type = type.strip().toUpperCase(Locale.ROOT);
    }

    /** National numbers are worth stealing; they are encrypted at rest. */
    public boolean national() {
        return NATIONAL.contains(type) || type.startsWith("NN");
    }
}

package org.homeward.intake;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Translates a sender's disposition code into the one spelling the decision tables know: {@code nubc:01},
 * {@code fhir:home}, {@code nhs:19}.
 *
 * <p>The same US code travels under many system names (US Core, Da Vinci, Synthea, C-CDA) and with or without its
 * leading zero, and the NHS's 19 is not the NUBC's: a code means nothing before its system is known.
 */
public final class DispositionCodes {

    private static final String NUBC = "nubc";
    private static final String FHIR = "fhir";
    private static final String NHS = "nhs";

    // keys are as normalised() leaves them: no scheme, no version, no trailing slash, lower case
    private static final Map<String, String> SYSTEMS = Map.ofEntries(
            Map.entry("nubc", NUBC),
            Map.entry("www.nubc.org/codesystem/patdischargestatus", NUBC),
            Map.entry("www.nubc.org/patient-discharge", NUBC),
            Map.entry("terminology.hl7.org/codesystem/nubc-ub92", NUBC),
            Map.entry("terminology.hl7.org/codesystem/ahanubcpatientdischargestatus", NUBC),
            Map.entry("terminology.hl7.org/codesystem/v2-0112", NUBC),
            Map.entry("hl70112", NUBC),
            Map.entry("2.16.840.1.113883.12.112", NUBC),
            Map.entry("2.16.840.1.113883.6.301.5", NUBC),
            Map.entry("fhir", FHIR),
            Map.entry("hl7-fhir", FHIR),
            Map.entry("terminology.hl7.org/codesystem/discharge-disposition", FHIR),
            Map.entry("hl7.org/fhir/discharge-disposition", FHIR),
            Map.entry("nhs", NHS),
            Map.entry("fhir.hl7.org.uk/codesystem/ukcore-dischargedestinationengland", NHS),
            Map.entry("fhir.hl7.org.uk/stu3/codesystem/careconnect-dischargedestination-1", NHS),
            Map.entry("fhir.nhs.uk/stu3/codesystem/dch-dischargedestination-1", NHS));

    private static final Set<String> FHIR_CODES =
            Set.of("home", "alt-home", "other-hcf", "hosp", "long", "aadvice", "exp", "psy", "rehab", "snf", "oth");

    private DispositionCodes() {}

    /** Returns the code as the decision tables know it; empty when system or code is unknown, which is a case for triage. */
    public static Optional<String> normalise(@Nullable String system, @Nullable String code) {
        if (system == null || code == null || code.isBlank()) {
            return Optional.empty();
        }
        String known = SYSTEMS.get(normalised(system));
        if (known == null) {
            return Optional.empty();
        }
        String bare = code.strip().toLowerCase(Locale.ROOT);
        if (known.equals(FHIR)) {
            return FHIR_CODES.contains(bare) ? Optional.of(FHIR + ":" + bare) : Optional.empty();
        }
        if (!bare.matches("0*[0-9]{1,2}")) {
            return Optional.empty();
        }
        return Optional.of("%s:%02d".formatted(known, Integer.parseInt(bare)));
    }

    private static String normalised(String system) {
        String bare = system.strip().toLowerCase(Locale.ROOT);
        int version = bare.indexOf('|');
        if (version >= 0) {
            bare = bare.substring(0, version);
        }
        return bare.replaceFirst("^https?://", "").replaceFirst("^urn:oid:", "").replaceFirst("/+$", "");
    }
}

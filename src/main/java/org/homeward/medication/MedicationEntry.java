package org.homeward.medication;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hold one line of a medication list exactly as it was received. Nothing here is interpreted, and nothing is refused.
 *
 * @param id the caller's name for this line, unique within a comparison
 * @param text the medicine in the sender's or the patient's words; may say dose and frequency too
 * @param codeSystem the code's system (URI or OID); without it the code is not understood
 * @param ingredients names of ingredients, where the sender tells them apart
 * @param highAlert true when the sender itself marks the medicine
 * @param source who or what said so
 * @param statedAt when it was said
 * @param said how the patient put it, where somebody wrote it down
 * @param readAs which medicine a person says these words mean; read instead of them, and shown beside them
 */
public record MedicationEntry(
        String id,
        String text,
        @Nullable String codeSystem,
        @Nullable String code,
        List<String> ingredients,
        @Nullable String strength,
        @Nullable String form,
        @Nullable String route,
        @Nullable String dose,
        @Nullable String frequency,
        @Nullable String indication,
        MedicationStatus status,
        boolean highAlert,
        @Nullable String source,
        @Nullable OffsetDateTime statedAt,
        @Nullable String said,
        @Nullable String readAs) {

    public MedicationEntry {
        ingredients = List.copyOf(ingredients);
    }

    /** An active medicine of which only the words are known. */
    public static MedicationEntry of(String id, String text) {
        return new MedicationEntry(
                id,
                text,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                MedicationStatus.ACTIVE,
                false,
                null,
                null,
                null,
                null);
    }

    public MedicationEntry withText(String other) {
        return new MedicationEntry(
                id,
                other,
                codeSystem,
                code,
                ingredients,
                strength,
                form,
                route,
                dose,
                frequency,
                indication,
                status,
                highAlert,
                source,
                statedAt,
                said,
                readAs);
    }

    public MedicationEntry withCode(@Nullable String system, @Nullable String value) {
        return new MedicationEntry(
                id,
                text,
                system,
                value,
                ingredients,
                strength,
                form,
                route,
                dose,
                frequency,
                indication,
                status,
                highAlert,
                source,
                statedAt,
                said,
                readAs);
    }

    /** The product's attributes; null says that the list does not state it by itself. */
    public MedicationEntry withProduct(List<String> names, @Nullable String ofStrength, @Nullable String ofForm) {
        return new MedicationEntry(
                id,
                text,
                codeSystem,
                code,
                names,
                ofStrength,
                ofForm,
                route,
                dose,
                frequency,
                indication,
                status,
                highAlert,
                source,
                statedAt,
                said,
                readAs);
    }

    /** How it is taken; null says that the list does not state it by itself. */
    public MedicationEntry withUse(@Nullable String amount, @Nullable String by, @Nullable String often) {
        return new MedicationEntry(
                id,
                text,
                codeSystem,
                code,
                ingredients,
                strength,
                form,
                by,
                amount,
                often,
                indication,
                status,
                highAlert,
                source,
                statedAt,
                said,
                readAs);
    }

    public MedicationEntry withStatus(MedicationStatus other, boolean markedHighAlert) {
        return new MedicationEntry(
                id,
                text,
                codeSystem,
                code,
                ingredients,
                strength,
                form,
                route,
                dose,
                frequency,
                indication,
                other,
                markedHighAlert,
                source,
                statedAt,
                said,
                readAs);
    }

    public MedicationEntry withOrigin(@Nullable String why, @Nullable String from, @Nullable OffsetDateTime at) {
        return new MedicationEntry(
                id,
                text,
                codeSystem,
                code,
                ingredients,
                strength,
                form,
                route,
                dose,
                frequency,
                why,
                status,
                highAlert,
                from,
                at,
                said,
                readAs);
    }

    public MedicationEntry withWords(@Nullable String ofThePatient, @Nullable String meant) {
        return new MedicationEntry(
                id,
                text,
                codeSystem,
                code,
                ingredients,
                strength,
                form,
                route,
                dose,
                frequency,
                indication,
                status,
                highAlert,
                source,
                statedAt,
                ofThePatient,
                meant);
    }

    /** Which words name the medicine: the same wherever they stand, so that what a person reads in them holds there too. */
    public String nameKey() {
        return UUID.nameUUIDFromBytes(String.join("|", text, String.valueOf(codeSystem), String.valueOf(code))
                        .getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}

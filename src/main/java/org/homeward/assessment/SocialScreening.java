package org.homeward.assessment;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/**
 * One screening as it was answered; never changed.
 *
 * @param agreed whether the patient agreed to be asked at all
 * @param answers JSON by the keys of the form
 * @param foodResult the LOINC answer to 88124-3, or {@code NO_RESULT}
 * @param safetyLow the sum of the safety questions, missing answers counted as the least; null when none was answered
 * @param safety {@code POSITIVE}, {@code NEGATIVE} or {@code NO_RESULT}
 * @param verified whether every row that decided had been approved by a clinician
 */
public record SocialScreening(
        @Id UUID id,
        UUID episodeId,
        UUID patientId,
        String instrument,
        String outcome,
        @Nullable String answeredBy,
        Instant askedAt,
        String askedBy,
        String answers,
        int answered,
        int refused,
        int unasked,
        String foodResult,
        @Nullable Integer safetyLow,
        @Nullable Integer safetyHigh,
        String safety,
        boolean verified,
        @Version @Nullable Integer version) {

    public boolean agreed() {
        return outcome.equals("ANSWERED");
    }

    public String instrumentLabel() {
        return SocialAnswers.Instrument.valueOf(instrument).label();
    }

    public String foodLabel() {
        return switch (foodResult) {
            case "LA19952-3" -> "At risk";
            case "LA19983-8" -> "No risk";
            default -> "No result";
        };
    }
}

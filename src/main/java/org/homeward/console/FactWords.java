package org.homeward.console;

import java.time.Instant;
import java.util.function.Function;
import org.homeward.episode.FactPayload;
import org.homeward.episode.VisitFact;
import org.jspecify.annotations.Nullable;

/** What was told about a stay, as people say it. */
final class FactWords {

    private FactWords() {}

    /** @param when how the page writes moments */
    static String of(VisitFact fact, Function<Instant, String> when) {
        FactPayload told = fact.payload();
        if (told instanceof FactPayload.Admitted admitted) {
            return "Admitted " + when.apply(admitted.admittedAt());
        } else if (told instanceof FactPayload.AdmissionCancelled cancelled) {
            return "Admission taken back" + because(cancelled.reason());
        } else if (told instanceof FactPayload.Discharged discharged) {
            return "Discharged" + at(discharged.details().dischargedAt(), when);
        } else if (told instanceof FactPayload.DischargeChanged) {
            return "Discharge corrected";
        } else if (told instanceof FactPayload.DischargeCancelled cancelled) {
            return "Discharge taken back" + because(cancelled.reason());
        } else if (told instanceof FactPayload.Readmitted readmitted) {
            return "Back in hospital since " + when.apply(readmitted.admittedAt());
        } else if (told instanceof FactPayload.ReadmissionCancelled cancelled) {
            return "Report of a readmission taken back" + because(cancelled.reason());
        } else if (told instanceof FactPayload.Died died) {
            return "Death reported" + at(died.diedAt(), when);
        } else if (told instanceof FactPayload.DeathConfirmed confirmed) {
            return "Death confirmed" + at(confirmed.diedAt(), when);
        } else if (told instanceof FactPayload.DeathRefuted refuted) {
            return "Report of death refuted" + because(refuted.reason());
        } else if (told instanceof FactPayload.Refused refused) {
            return "Declined: " + refused.service().replace('-', ' ') + because(refused.reason());
        } else if (told instanceof FactPayload.Transferred transferred) {
            return "Care taken over" + (transferred.to() == null ? "" : " by " + transferred.to())
                    + because(transferred.reason());
        } else if (told instanceof FactPayload.OwnerTransferred owner) {
            return "Given to team " + owner.teamId() + because(owner.reason());
        } else if (told instanceof FactPayload.TriageDecided decided) {
            return "Decided: " + decided.decision().name().toLowerCase(java.util.Locale.ROOT)
                    + (decided.byDefault() ? " (by default, nobody decided in time)" : because(decided.reason()));
        } else if (told instanceof FactPayload.EndedByReview) {
            return "Closing review done";
        } else if (told instanceof FactPayload.PatientMerged) {
            return "Two records became one patient";
        }
        return fact.type().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    private static String at(@Nullable Instant instant, Function<Instant, String> when) {
        return instant == null ? "" : " " + when.apply(instant);
    }

    private static String because(@Nullable String reason) {
        return reason == null || reason.isBlank() ? "" : ": " + reason;
    }
}

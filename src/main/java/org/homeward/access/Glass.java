package org.homeward.access;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One patient of another team, opened to one person for a while; never changed but to end it and to review it.
 *
 * @param teamId the team that owned the patient's current episode when it was opened
 * @param words why, in the person's own words; they may be about the patient
 * @param givenBackAt when the person ended it before its time
 * @param remark what the privacy officer found
 */
public record Glass(
        UUID id,
        String personId,
        UUID patientId,
        String teamId,
        String organizationId,
        Reason reason,
        String words,
        Instant openedAt,
        Instant endsAt,
        @Nullable Instant givenBackAt,
        @Nullable String reviewedBy,
        @Nullable Instant reviewedAt,
        @Nullable String remark) {

    /** Why somebody needs a patient who is not their team's. */
    public enum Reason {
        EMERGENCY("The patient needs care now"),
        CALLED("The patient or a caregiver has called me"),
        COVERING("I cover for the team that owns the patient"),
        ADVICE("The team that owns the patient has asked me for advice"),
        OTHER("Another reason, which I explain");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    public boolean isOpen(Instant now) {
        return givenBackAt == null && now.isBefore(endsAt);
    }

    public boolean isReviewed() {
        return reviewedAt != null;
    }
}

package org.homeward.episode;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Name one thing the discharge asks somebody to do.
 *
 * @param key what identifies the order among the visit's orders, the placer's number where there is one
 * @param description what was ordered, in the sender's words
 * @param dueBy the day by which the order wants it, in the patient's zone
 * @param with the code or name of whom it is with: a clinic, a laboratory, an agency
 */
public record OrderedItem(
        Kind kind,
        String key,
        String description,
        @Nullable LocalDate dueBy,
        @Nullable String with) {

    public enum Kind {
        VISIT(Section.FOLLOW_UPS),
        TEST(Section.FOLLOW_UPS),
        REFERRAL(Section.REFERRALS),
        SERVICE(Section.SERVICES),
        EQUIPMENT(Section.SERVICES),
        PENDING_RESULT(Section.PENDING_RESULTS),
        OTHER(Section.OTHERS);

        private final Section section;

        Kind(Section section) {
            this.section = section;
        }

        public Section section() {
            return section;
        }
    }

    /** Orders that a message tells together: a list of one section says nothing of the others. */
    public enum Section {
        FOLLOW_UPS,
        REFERRALS,
        SERVICES,
        PENDING_RESULTS,
        OTHERS
    }

    public OrderedItem {
        if (key.isBlank() || description.isBlank()) {
            throw new IllegalArgumentException("An order has a key and says what was ordered");
        }
    }

    /** An order whose sender gives no number: the same words are the same order. */
    public static OrderedItem described(Kind kind, String description) {
        return new OrderedItem(kind, description.strip().toLowerCase(java.util.Locale.ROOT), description, null, null);
    }
}

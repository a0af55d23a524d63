package org.homeward.outreach;

import java.util.Map;
import java.util.Objects;
import org.homeward.outreach.Outreach.Next;
import org.homeward.outreach.Outreach.Whom;
import org.jspecify.annotations.Nullable;

/**
 * Hold one row of decision {@code outreach-cadence}.
 *
 * @param businessDays how many business days after {@code countedFrom}
 * @param rule the row, for people who ask why
 */
record CadenceStep(Next next, int businessDays, From countedFrom, PartOfDay partOfDay, Whom whom, String rule) {

    enum From {
        DISCHARGE,
        RECEIPT,
        PREVIOUS
    }

    enum PartOfDay {
        MORNING,
        MIDDAY,
        AFTERNOON,
        ANY
    }

    /** Where the discharge stands in its cadence; the decision table's input {@code window}. */
    enum Window {
        OPEN,
        LATE,
        OVER
    }

    static CadenceStep of(Map<String, Object> row) {
        return new CadenceStep(
                Next.valueOf(text(row, "next", "STOP")),
                row.get("businessDays") instanceof Number days ? days.intValue() : 0,
                From.valueOf(text(row, "countedFrom", "previous").toUpperCase(java.util.Locale.ROOT)),
                PartOfDay.valueOf(text(row, "partOfDay", "ANY")),
                Whom.valueOf(text(row, "contact", "PATIENT")),
                text(row, "rule", ""));
    }

    /** Calls now, whatever the cadence says: somebody waits for an answer. */
    static CadenceStep callNow(String rule) {
        return new CadenceStep(Next.CALL, 0, From.RECEIPT, PartOfDay.ANY, Whom.PATIENT, rule);
    }

    static CadenceStep stop(String rule) {
        return new CadenceStep(Next.STOP, 0, From.PREVIOUS, PartOfDay.ANY, Whom.PATIENT, rule);
    }

    private static String text(Map<String, Object> row, String name, String otherwise) {
        @Nullable Object value = row.get(name);
        return Objects.requireNonNullElse(value, otherwise).toString();
    }
}

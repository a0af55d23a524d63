package org.homeward.patient;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a phone number as it was given and, where it can be read, in the form that dials.
 *
 * @param raw what the sender or the patient wrote; never changed
 * @param e164 {@code +12025550123}; absent when the number cannot be read, which people must see before they dial
 * @param rank 1 is tried first
 */
public record Phone(String raw, @Nullable String e164, Use use, int rank) {

    public enum Use {
        HOME,
        MOBILE,
        WORK,
        OTHER
    }

    /** Reads a number as it would be dialled in a region (ISO 3166, such as {@code US}). */
    public static Phone read(String raw, String region, Use use, int rank) {
        return new Phone(raw, normalised(raw, region), use, rank);
    }

    public boolean readable() {
        return e164 != null;
    }

    static @Nullable String normalised(String raw, String region) {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        try {
            var number = numbers.parse(raw, region);
            return numbers.isPossibleNumber(number) ? numbers.format(number, PhoneNumberFormat.E164) : null;
        } catch (NumberParseException unreadable) {
            return null;
        }
    }
}

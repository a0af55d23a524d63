package org.homeward.directory;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Postal codes as they are compared: capital letters and digits only, of a ZIP+4 the first five. */
final class PostalCodes {

    private static final Pattern ZIP_PLUS_4 = Pattern.compile("(\\d{5})-?\\d{4}");
    private static final Pattern CODE = Pattern.compile("[A-Z0-9]{1,10}");

    private PostalCodes() {}

    /** @return null for what is no postal code nor the beginning of one */
    static @Nullable String read(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String stripped = text.strip();
        var zip = ZIP_PLUS_4.matcher(stripped);
        String code =
                zip.matches() ? zip.group(1) : stripped.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "");
        return CODE.matcher(code).matches() ? code : null;
    }
}

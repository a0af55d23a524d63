package org.homeward.console;

import java.text.MessageFormat;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The words of the medicine list that a patient takes home, in each language that there is a translation for. */
final class ListWords {

    /** By code, each in its own words. */
    static final SortedMap<String, String> LANGUAGES =
            Collections.unmodifiableSortedMap(new TreeMap<>(Map.of("en", "English", "es", "Español")));

    private ListWords() {}

    /** English where the language is not known, or there is no translation. */
    static Locale locale(@Nullable String language) {
        Locale asked = language == null ? Locale.US : Locale.forLanguageTag(language.replace('_', '-'));
        return LANGUAGES.containsKey(asked.getLanguage()) ? new Locale(asked.getLanguage(), "US") : Locale.US;
    }

    static Map<String, String> in(Locale locale) {
        ResourceBundle bundle = bundle(locale);
        Map<String, String> words = new LinkedHashMap<>();
        bundle.keySet().forEach(key -> words.put(key, bundle.getString(key)));
        return words;
    }

    static String checked(Locale locale, LocalDate on, String by) {
        String date = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .format(on);
        return new MessageFormat(bundle(locale).getString("checked"), locale).format(new Object[] {date, by});
    }

    private static ResourceBundle bundle(Locale locale) {
        return ResourceBundle.getBundle(
                "medication-list",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }
}

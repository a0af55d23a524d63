package org.homeward.console;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what people type to find a patient: birth dates in many spellings, identifiers with the word before them. */
final class SearchWords {

    private static final Map<String, Integer> MONTHS = months();
    private static final String MONTH = "("
            + String.join(
                    "|",
                    MONTHS.keySet().stream()
                            .sorted((one, other) -> other.length() - one.length())
                            .toList()) + ")\\.?";
    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

    private record Spelling(Pattern pattern, int year, int month, int day) {

        Spelling(String regex, int year, int month, int day) {
            this(Pattern.compile("(?<![\\w/.-])" + regex + "(?![\\w/.-])", FLAGS), year, month, day);
        }
    }

    private static final List<Spelling> SPELLINGS = List.of(
            new Spelling("(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})", 1, 2, 3),
            // with dots the day comes first, with slashes and dashes the month: as either is written
            new Spelling("(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4}|\\d{2})", 3, 2, 1),
            new Spelling("(\\d{1,2})[/-](\\d{1,2})[/-](\\d{4}|\\d{2})", 3, 1, 2),
            new Spelling(MONTH + "\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})", 3, 1, 2),
            new Spelling(
                    "(\\d{1,2})(?:st|nd|rd|th)?[\\s-]+(?:de\\s+)?" + MONTH + ",?[\\s-]+(?:de\\s+)?(\\d{4})", 3, 2, 1));

    private static final Set<String> LABELS = Set.of("mr", "mrn", "id", "pi", "no", "number", "dob", "born", "record");

    private SearchWords() {}

    /** The same words with every date as 1948-03-07 and without words that only name what follows them. */
    static String read(String typed, int thisYear) {
        String words = typed.strip();
        for (Spelling spelling : SPELLINGS) {
            words = spelling.pattern.matcher(words).replaceAll(found -> {
                LocalDate date = date(found, spelling, thisYear);
                return Matcher.quoteReplacement(date == null ? found.group() : date.toString());
            });
        }
        StringBuilder kept = new StringBuilder();
        String[] parts = words.split("[\\s#:]+");
        for (int i = 0; i < parts.length; i++) {
            boolean names = LABELS.contains(parts[i].toLowerCase(Locale.ROOT))
                    && i + 1 < parts.length
                    && parts[i + 1].chars().anyMatch(Character::isDigit);
            if (!names) {
                kept.append(kept.isEmpty() ? "" : " ").append(parts[i]);
            }
        }
        return kept.toString();
    }

    private static @Nullable LocalDate date(MatchResult found, Spelling spelling, int thisYear) {
        try {
            int year = Integer.parseInt(found.group(spelling.year));
            if (found.group(spelling.year).length() == 2) {
                year += 2000 + year > thisYear ? 1900 : 2000;
            }
            String month = found.group(spelling.month).toLowerCase(Locale.ROOT);
            return LocalDate.of(
                    year,
                    MONTHS.containsKey(month) ? MONTHS.get(month) : Integer.parseInt(month),
                    Integer.parseInt(found.group(spelling.day)));
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }

    private static Map<String, Integer> months() {
        Map<String, Integer> months = new java.util.HashMap<>();
        String[] english = {
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december"
        };
        String[] spanish = {
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre"
        };
        for (int i = 0; i < 12; i++) {
            months.put(english[i], i + 1);
            months.put(english[i].substring(0, 3), i + 1);
            months.put(spanish[i], i + 1);
            months.put(spanish[i].substring(0, 3), i + 1);
        }
        months.put("sept", 9);
        return Map.copyOf(months);
    }
}

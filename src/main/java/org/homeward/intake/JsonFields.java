package org.homeward.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object field by field and collects every problem instead of stopping at the first, as binding to
 * classes would. A field that cannot be read gives a harmless stand-in: what was read counts only when no problem was
 * found.
 */
final class JsonFields implements Fields {

    /** More than this many problems help nobody; one more says that there are others. */
    private static final int MOST_PROBLEMS = 200;

    private static final int EARLIEST_YEAR = 1870;
    private static final int LATEST_YEAR = 2200;

    /** Collects the problems of one message. */
    static final class Problems {

        private final List<FieldProblem> found = new ArrayList<>();

        void add(String pointer, String message) {
            if (found.size() < MOST_PROBLEMS) {
                found.add(new FieldProblem(pointer, message));
            } else if (found.size() == MOST_PROBLEMS) {
                found.add(new FieldProblem("", "has more problems than are listed here; mend these first"));
            }
        }

        List<FieldProblem> all() {
            return List.copyOf(found);
        }
    }

    private final JsonNode object;
    private final String pointer;
    private final Problems problems;
    private final Set<String> known = new TreeSet<>();

    JsonFields(JsonNode object, String pointer, Problems problems) {
        this.object = object;
        this.pointer = pointer;
        this.problems = problems;
    }

    @Override
    public boolean has(String name) {
        return !node(name).isMissingNode();
    }

    @Override
    public void problem(String name, String message) {
        problems.add(at(name), message);
    }

    @Override
    public boolean isEmptyList(String name) {
        return node(name).isArray() && node(name).isEmpty();
    }

    @Override
    public @Nullable String text(String name, int longest) {
        JsonNode node = node(name);
        if (node.isMissingNode()) {
            return null;
        }
        if (!node.isTextual()) {
            problem(name, "must be a text, in quotation marks");
            return null;
        }
        String text = node.textValue().strip();
        if (text.length() > longest) {
            problem(name, "is too long: at most " + longest + " characters");
            return null;
        }
        if (!text.chars()
                .allMatch(character -> character >= ' ' && character != 0x7f
                        || character == '\n'
                        || character == '\t'
                        || character == '\r')) {
            problem(name, "has control characters: remove them");
            return null;
        }
        if (text.chars().anyMatch(character -> character == 0xFFFD) || !wellFormed(text)) {
            problem(name, "has characters that were damaged on the way: send it as UTF-8");
            return null;
        }
        return text;
    }

    @Override
    public <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type) {
        String text = text(name, 100);
        if (text == null) {
            return null;
        }
        for (E value : type.getEnumConstants()) {
            if (Fields.spelled(value).equalsIgnoreCase(text)) {
                return value;
            }
        }
        problem(
                name,
                "must be one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(Fields::spelled)
                                .collect(Collectors.joining(", ")));
        return null;
    }

    @Override
    public @Nullable Boolean flag(String name) {
        JsonNode node = node(name);
        if (node.isMissingNode()) {
            return null;
        }
        if (!node.isBoolean()) {
            problem(name, "must be true or false, without quotation marks");
            return null;
        }
        return node.booleanValue();
    }

    @Override
    public @Nullable Integer integer(String name, int least, int most) {
        JsonNode node = node(name);
        if (node.isMissingNode()) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < least || node.intValue() > most) {
            problem(name, "must be a whole number from " + least + " to " + most);
            return null;
        }
        return node.intValue();
    }

    @Override
    public @Nullable BigDecimal decimal(String name, String least, String most) {
        JsonNode node = node(name);
        if (node.isMissingNode()) {
            return null;
        }
        if (!node.isNumber()
                || (node.isDouble() || node.isFloat()) && !Double.isFinite(node.doubleValue())
                || node.decimalValue().compareTo(new BigDecimal(least)) < 0
                || node.decimalValue().compareTo(new BigDecimal(most)) > 0) {
            problem(name, "must be a number from " + least + " to " + most);
            return null;
        }
        return node.decimalValue();
    }

    @Override
    public @Nullable LocalDate date(String name) {
        String text = text(name, 40);
        if (text == null) {
            return null;
        }
        try {
            return plausible(name, LocalDate.parse(text), LocalDate::getYear);
        } catch (DateTimeParseException e) {
            problem(name, "must be a date, such as 2026-11-20");
            return null;
        }
    }

    @Override
    public @Nullable LocalTime time(String name) {
        String text = text(name, 40);
        if (text == null) {
            return null;
        }
        try {
            return LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            problem(name, "must be a time of day, such as 09:30");
            return null;
        }
    }

    /** Reads a time that says its own offset: without one, a time in the autumn night of the change happens twice. */
    @Override
    public @Nullable OffsetDateTime moment(String name) {
        String text = text(name, 40);
        if (text == null) {
            return null;
        }
        try {
            return plausible(name, OffsetDateTime.parse(text), OffsetDateTime::getYear);
        } catch (DateTimeParseException e) {
            problem(
                    name,
                    isLocal(text)
                            ? "needs its offset from UTC, such as -05:00 in 2026-11-20T16:40:00-05:00"
                            : "must be a date and time with offset, such as 2026-11-20T16:40:00-05:00");
            return null;
        }
    }

    @Override
    public @Nullable ZoneId zone(String name) {
        String text = text(name, 50);
        if (text == null) {
            return null;
        }
        try {
            // a bare offset knows no daylight saving time, and abbreviations are ambiguous
            if (text.contains("/") || text.equals("UTC")) {
                return ZoneId.of(text);
            }
        } catch (DateTimeException e) {
            // said below
        }
        problem(name, "must be a time zone of the IANA list, such as America/New_York");
        return null;
    }

    @Override
    public @Nullable String language(String name) {
        String text = text(name, 35);
        if (text == null) {
            return null;
        }
        try {
            Locale locale = new Locale.Builder().setLanguageTag(text).build();
            if (locale.getLanguage().length() >= 2) {
                return locale.toLanguageTag();
            }
        } catch (IllformedLocaleException e) {
            // said below
        }
        problem(name, "must be a language tag (BCP 47), such as en or es-MX");
        return null;
    }

    @Override
    public <T> @Nullable T object(String name, Function<Fields, T> read) {
        JsonNode node = node(name);
        if (node.isMissingNode()) {
            return null;
        }
        return read(node, at(name), read);
    }

    /** Returns null when the list is not told, which an update distinguishes from an empty one. */
    @Override
    public <T> @Nullable List<T> listOrNull(String name, int most, Function<Fields, T> read) {
        JsonNode node = node(name);
        if (node.isMissingNode()) {
            return null;
        }
        List<T> values = new ArrayList<>();
        if (!node.isArray()) {
            problem(name, "must be a list, in square brackets");
            return values;
        }
        if (node.size() > most) {
            problem(name, "has too many entries: at most " + most);
            return values;
        }
        for (int index = 0; index < node.size(); index++) {
            T value = read(node.get(index), at(name) + "/" + index, read);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    @Override
    public <E extends Enum<E>> @Nullable List<E> listOf(String name, Class<E> type) {
        JsonNode node = node(name);
        if (node.isMissingNode()) {
            return null;
        }
        Set<String> allowed =
                Arrays.stream(type.getEnumConstants()).map(Fields::spelled).collect(Collectors.toSet());
        if (!node.isArray() || node.size() > 20) {
            problem(name, "must be a list of " + String.join(", ", new TreeSet<>(allowed)));
            return List.of();
        }
        List<E> values = new ArrayList<>();
        for (int index = 0; index < node.size(); index++) {
            JsonNode entry = node.get(index);
            if (entry.isTextual() && allowed.contains(entry.textValue())) {
                values.add(Enum.valueOf(
                        type, entry.textValue().toUpperCase(Locale.ROOT).replace('-', '_')));
            } else {
                problems.add(at(name) + "/" + index, "must be one of " + String.join(", ", new TreeSet<>(allowed)));
            }
        }
        return values;
    }

    private <T> @Nullable T read(JsonNode node, String where, Function<Fields, T> read) {
        if (!node.isObject()) {
            problems.add(where, "must be an object, in braces");
            return null;
        }
        JsonFields reader = new JsonFields(node, where, problems);
        T value = read.apply(reader);
        reader.refuseUnknown();
        return value;
    }

    /** Names each field nobody asked for: a misspelt name would otherwise lose what it holds. */
    void refuseUnknown() {
        object.fieldNames().forEachRemaining(name -> {
            if (known.contains(name)) {
                return;
            }
            // a name that is no name may hold anything, a patient's included; it is not repeated
            boolean nameable = name.matches("[A-Za-z][A-Za-z0-9_-]{0,39}");
            String near = nearest(name);
            problems.add(
                    nameable ? at(name) : pointer,
                    (nameable ? "is not known here" : "has a field with a name that is not known here")
                            + (near == null ? ": remove it" : ": did you mean " + near + "?"));
        });
    }

    private @Nullable String nearest(String name) {
        return known.stream()
                .filter(candidate -> distance(candidate.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT)) <= 2)
                .findFirst()
                .orElse(null);
    }

    private static int distance(String one, String other) {
        if (Math.abs(one.length() - other.length()) > 2) {
            return 3;
        }
        int[] row = new int[other.length() + 1];
        Arrays.setAll(row, column -> column);
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int above = row[j];
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[other.length()];
    }

    @Override
    public void need(String name, String whatToGive) {
        if (node(name).isMissingNode()) {
            problem(name, "is missing: give " + whatToGive);
        }
    }

    private <T> @Nullable T plausible(String name, T value, Function<T, Integer> year) {
        if (year.apply(value) < EARLIEST_YEAR || year.apply(value) > LATEST_YEAR) {
            problem(name, "has a year that cannot be right: from " + EARLIEST_YEAR + " to " + LATEST_YEAR);
            return null;
        }
        return value;
    }

    private JsonNode node(String name) {
        known.add(name);
        JsonNode node = object.path(name);
        // many senders write an empty text where they have nothing to say
        boolean nothing = node.isNull() || node.isTextual() && node.textValue().isBlank();
        return nothing ? MissingNode.getInstance() : node;
    }

    private String at(String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private static boolean isLocal(String text) {
        try {
            LocalDateTime.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static boolean wellFormed(String text) {
        for (int index = 0; index < text.length(); index++) {
            if (Character.isHighSurrogate(text.charAt(index))) {
                index++;
                if (index == text.length() || !Character.isLowSurrogate(text.charAt(index))) {
                    return false;
                }
            } else if (Character.isLowSurrogate(text.charAt(index))) {
                return false;
            }
        }
        return true;
    }
}

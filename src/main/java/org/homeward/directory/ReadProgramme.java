package org.homeward.directory;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.directory.Programme.Details;
import org.jspecify.annotations.Nullable;

/** Read what somebody wrote about a programme, in a file or on the page, and say of each field what to do about it. */
final class ReadProgramme {

    private static final int MOST_PLACES = 100_000;
    private static final Pattern EMAIL = Pattern.compile("[^@\\s<>\",;]+@[^@\\s<>\",;]+\\.[^@\\s<>\",;]+");
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9 ().x/-]{7,40}");
    /** What cannot be seen, or makes what is seen read differently. */
    private static final Pattern UNSHOWABLE =
            Pattern.compile("[\\p{Cc}\\p{Co}\\p{Cn}\\p{Cs}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]");

    private static final Map<String, String> LANGUAGES = languages();

    /** @param details null while there is a problem */
    record Reading(@Nullable Details details, Map<Column, String> problems) {}

    private final Map<Column, String> written;
    private final Map<Column, String> problems = new EnumMap<>(Column.class);

    private ReadProgramme(Map<Column, String> written) {
        this.written = written;
    }

    static Reading of(Map<Column, String> written) {
        return new ReadProgramme(written).read();
    }

    private Reading read() {
        for (Column column : Column.values()) {
            String text = text(column);
            boolean inLines = column == Column.ELIGIBILITY;
            if (text.length() > column.longest()) {
                problems.put(column, "Shorten it to " + column.longest() + " characters; it has " + text.length());
            } else if (!inLines && (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0)) {
                problems.put(column, "Write it in one line; in a file a quotation mark may be missing here");
            } else if (UNSHOWABLE.matcher(text.replaceAll("[\\r\\n\\t]", "")).find()) {
                problems.put(column, "Take out the characters that cannot be shown");
            }
        }
        Set<Need> needs = needs();
        Set<String> area = area();
        String postalCode = postalCode();
        Set<String> languages = languagesWritten();
        Integer capacity = capacity();
        Route route = route();
        String email = orNull(Column.EMAIL);
        String phone = number(Column.PHONE);
        String fax = number(Column.FAX);
        boolean acceptsLinks = yes(Column.ACCEPTS_LINKS, route != null && route.link());
        boolean active = yes(Column.ACTIVE, true);
        if (text(Column.ORGANIZATION).isEmpty()) {
            problem(Column.ORGANIZATION, "Name the organisation");
        }
        if (text(Column.PROGRAMME).isEmpty()) {
            problem(Column.PROGRAMME, "Name the programme");
        }
        if (email != null && !EMAIL.matcher(email).matches()) {
            problem(Column.EMAIL, "Write one address, such as intake@example.org");
        }
        reached(route, email, phone, fax, acceptsLinks);
        if (!problems.isEmpty() || route == null) {
            return new Reading(null, problems);
        }
        return new Reading(
                new Details(
                        oneLine(Column.ORGANIZATION),
                        oneLine(Column.PROGRAMME),
                        needs,
                        text(Column.ELIGIBILITY).replaceAll("\\r\\n?", "\n"),
                        area,
                        postalCode,
                        languages,
                        oneLine(Column.HOURS),
                        capacity,
                        route,
                        email,
                        phone,
                        fax,
                        acceptsLinks,
                        active),
                problems);
    }

    /** Whoever is to be asked on a way must be there to be asked. */
    private void reached(
            @Nullable Route route,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String fax,
            boolean acceptsLinks) {
        if (route == Route.EMAIL && email == null) {
            problem(Column.EMAIL, "Give the address that the link goes to, or choose another way");
        }
        if ((route == Route.TEXT || route == Route.PHONE) && phone == null) {
            problem(Column.PHONE, "Give the number, or choose another way");
        }
        if (route == Route.FAX && fax == null) {
            problem(Column.FAX, "Give the number, or choose another way");
        }
        if (route != null && route.link() && !acceptsLinks) {
            problem(
                    Column.ACCEPTS_LINKS,
                    "Whoever takes no links is reached by phone or fax: choose one of these ways");
        }
        if (acceptsLinks && email == null && phone == null) {
            problem(Column.ACCEPTS_LINKS, "Give an e-mail address or a phone number that a link can go to");
        }
    }

    private Set<Need> needs() {
        Set<Need> needs = EnumSet.noneOf(Need.class);
        for (String part : parts(Column.NEEDS)) {
            Need.read(part)
                    .ifPresentOrElse(
                            needs::add,
                            () -> problem(
                                    Column.NEEDS,
                                    "'" + shown(part) + "' is no service of the list: write a code such as "
                                            + "food-insecurity or cardiology"));
        }
        if (needs.isEmpty()) {
            problem(Column.NEEDS, "Say what it helps with, by codes such as food-insecurity or cardiology");
        }
        return needs;
    }

    private Set<String> area() {
        Set<String> area = new TreeSet<>();
        for (String part : parts(Column.AREA)) {
            String code = PostalCodes.read(part);
            if (code == null) {
                problem(Column.AREA, "'" + shown(part) + "' is no postal code nor its beginning, such as 60614 or 606");
            } else {
                area.add(code);
            }
        }
        return area;
    }

    private @Nullable String postalCode() {
        String text = text(Column.POSTAL_CODE);
        String code = text.isEmpty() ? null : PostalCodes.read(text);
        if (!text.isEmpty() && code == null) {
            problem(Column.POSTAL_CODE, "Write a postal code, such as 60614");
        }
        return code;
    }

    private Set<String> languagesWritten() {
        Set<String> languages = new TreeSet<>();
        for (String part : parts(Column.LANGUAGES)) {
            String code = language(part);
            if (code == null) {
                problem(
                        Column.LANGUAGES,
                        "'" + shown(part) + "' is no language: write its code or English name, such as es or Spanish");
            } else {
                languages.add(code);
            }
        }
        return languages;
    }

    /** The ISO 639 code of a language given by code, tag or English name; null when it is none. */
    static @Nullable String language(@Nullable String words) {
        if (words == null) {
            return null;
        }
        String plain = words.strip().toLowerCase(Locale.ROOT);
        String code = LANGUAGES.get(plain);
        int dash = Math.max(plain.indexOf('-'), plain.indexOf('_'));
        return code != null || dash < 0 ? code : LANGUAGES.get(plain.substring(0, dash));
    }

    static String languageName(String code) {
        return Locale.forLanguageTag(code).getDisplayLanguage(Locale.ENGLISH);
    }

    private @Nullable Integer capacity() {
        String text = text(Column.CAPACITY);
        if (text.isEmpty() || text.equalsIgnoreCase("unknown")) {
            return null;
        }
        try {
            int places = Integer.parseInt(text);
            if (places >= 0 && places <= MOST_PLACES) {
                return places;
            }
        } catch (NumberFormatException notANumber) {
            // the same answer as for a number out of bounds
        }
        problem(Column.CAPACITY, "Write how many places are free, 0 to " + MOST_PLACES + ", or nothing when unknown");
        return null;
    }

    private @Nullable Route route() {
        String text = text(Column.ROUTE).toLowerCase(Locale.ROOT).replace("-", "");
        for (Route route : Route.values()) {
            if (route.code().equals(text)) {
                return route;
            }
        }
        problem(Column.ROUTE, "Say how it is asked: email, text, phone or fax");
        return null;
    }

    private @Nullable String number(Column column) {
        String number = orNull(column);
        if (number != null
                && (!NUMBER.matcher(number).matches()
                        || number.chars().filter(Character::isDigit).count() < 7)) {
            problem(column, "Write a number with its area code, such as 312-555-0142");
        }
        return number;
    }

    private boolean yes(Column column, boolean otherwise) {
        return switch (text(column).toLowerCase(Locale.ROOT)) {
            case "" -> otherwise;
            case "yes", "y", "true", "1" -> true;
            case "no", "n", "false", "0" -> false;
            default -> {
                problem(column, "Write yes or no");
                yield otherwise;
            }
        };
    }

    private List<String> parts(Column column) {
        return Stream.of(text(column).split("[|;,]"))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private String text(Column column) {
        return written.getOrDefault(column, "").strip();
    }

    private String oneLine(Column column) {
        return text(column).replaceAll("\\s+", " ");
    }

    private @Nullable String orNull(Column column) {
        String text = text(column);
        return text.isEmpty() ? null : text;
    }

    private void problem(Column column, String words) {
        problems.putIfAbsent(column, words);
    }

    private static String shown(String part) {
        return part.length() <= 40 ? part : part.substring(0, 40) + "…";
    }

    private static Map<String, String> languages() {
        Map<String, String> languages = new HashMap<>();
        for (String code : Locale.getISOLanguages()) {
            languages.putIfAbsent(languageName(code).toLowerCase(Locale.ROOT), code);
        }
        languages.putAll(
                Stream.of(Locale.getISOLanguages()).collect(Collectors.toMap(code -> code, code -> code, (a, b) -> a)));
        return Map.copyOf(languages);
    }
}

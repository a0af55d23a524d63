package org.homeward.directory;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.homeward.directory.Programme.Details;

/** Each thing that is written about a programme, as a column of a file and as a field of the page. */
enum Column {
    ORGANIZATION(200, "organisation", Details::organization),
    PROGRAMME(200, "program", Details::name),
    NEEDS(1000, "services", details -> details.needs().stream().map(Need::code).collect(Collectors.joining("|"))),
    ELIGIBILITY(2000, "", Details::eligibility),
    AREA(2000, "areaserved", details -> String.join("|", details.area())),
    POSTAL_CODE(12, "zip", details -> Objects.requireNonNullElse(details.postalCode(), "")),
    LANGUAGES(500, "language", details -> String.join("|", details.languages())),
    HOURS(200, "", Details::hours),
    CAPACITY(
            7,
            "",
            details -> details.capacity() == null ? "" : details.capacity().toString()),
    ROUTE(10, "contactroute", details -> details.route().code()),
    EMAIL(254, "mail", details -> Objects.requireNonNullElse(details.email(), "")),
    PHONE(40, "telephone", details -> Objects.requireNonNullElse(details.phone(), "")),
    FAX(40, "", details -> Objects.requireNonNullElse(details.fax(), "")),
    ACCEPTS_LINKS(5, "links", details -> details.acceptsLinks() ? "yes" : "no"),
    ACTIVE(5, "", details -> details.active() ? "yes" : "no");

    private final int longest;
    private final String alias;
    private final Function<Details, String> text;

    Column(int longest, String alias, Function<Details, String> text) {
        this.longest = longest;
        this.alias = alias;
        this.text = text;
    }

    /** As the first line of a file and the fields of the page name it. */
    String header() {
        return name().toLowerCase(Locale.ROOT);
    }

    int longest() {
        return longest;
    }

    String text(Details details) {
        return text.apply(details);
    }

    /** Capitals, spaces, dashes and underscores do not matter. */
    static Optional<Column> of(String header) {
        String plain = plain(header);
        return Arrays.stream(values())
                .filter(column ->
                        plain(column.name()).equals(plain) || !column.alias.isEmpty() && column.alias.equals(plain))
                .findFirst();
    }

    private static String plain(String words) {
        return words.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
    }
}

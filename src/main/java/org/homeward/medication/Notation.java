package org.homeward.medication;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Know how lists write units, forms, routes and frequencies. */
final class Notation {

    record Form(
            @Nullable String form,
            @Nullable String release,
            @Nullable String route) {}

    record Route(String route, String region) {}

    /** What a phrase says of how often; each part may be missing. */
    record Often(
            @Nullable BigDecimal times,
            @Nullable BigDecimal hours,
            boolean asNeeded,
            @Nullable String timing,
            boolean once) {}

    enum WordKind {
        SALT,
        NUMBER,
        WEEKDAY,
        FILLER,
        CAUTION
    }

    record Word(WordKind kind, String value) {}

    private final Map<String, Amount.Unit> units = new HashMap<>();
    private final PhraseTable<Form> forms = new PhraseTable<>();
    private final PhraseTable<Route> routes = new PhraseTable<>();
    private final Map<String, String> regions = new HashMap<>();
    private final PhraseTable<Often> frequencies = new PhraseTable<>();
    private final Map<String, Word> words = new HashMap<>();

    Notation(@Nullable Path siteFolder) {
        for (String[] row : CsvTable.read("units.csv", siteFolder)) {
            units.put(row[0], new Amount.Unit(row[1], Amount.Dimension.valueOf(row[2]), new BigDecimal(row[3])));
        }
        for (String[] row : CsvTable.read("forms.csv", siteFolder)) {
            forms.put(row[0], new Form(orNull(row[1]), orNull(row[2]), orNull(row[3])));
        }
        for (String[] row : CsvTable.read("routes.csv", siteFolder)) {
            routes.put(row[0], new Route(row[1], row[2]));
            regions.put(row[1], row[2]);
        }
        for (String[] row : CsvTable.read("frequencies.csv", siteFolder)) {
            frequencies.put(
                    row[0],
                    new Often(
                            row[1].isEmpty() ? null : new BigDecimal(row[1]),
                            row[2].isEmpty() ? null : new BigDecimal(row[2]),
                            row[3].equals("yes"),
                            orNull(row[4]),
                            row[5].equals("yes")));
        }
        for (String[] row : CsvTable.read("words.csv", siteFolder)) {
            words.putIfAbsent(row[0], new Word(WordKind.valueOf(row[1].toUpperCase(Locale.ROOT)), row[2]));
        }
    }

    Amount.@Nullable Unit unit(Token token) {
        return token.number() ? null : units.get(token.text());
    }

    PhraseTable<Form> forms() {
        return forms;
    }

    PhraseTable<Route> routes() {
        return routes;
    }

    /** Where a route brings a medicine; a route that nobody knows may be anywhere, so it counts as systemic. */
    String region(@Nullable String route) {
        return route == null ? "systemic" : regions.getOrDefault(route, "systemic");
    }

    PhraseTable<Often> frequencies() {
        return frequencies;
    }

    @Nullable
    Word word(String text) {
        return words.get(text);
    }

    @Nullable
    BigDecimal number(Token token) {
        if (token.number()) {
            return token.value();
        }
        Word word = words.get(token.text());
        return word != null && word.kind() == WordKind.NUMBER ? new BigDecimal(word.value()) : null;
    }

    private static @Nullable String orNull(String cell) {
        return cell.isEmpty() ? null : cell;
    }
}

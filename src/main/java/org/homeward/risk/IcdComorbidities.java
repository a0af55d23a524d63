package org.homeward.risk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Read comorbidities from ICD-10 diagnosis codes by the groups of Quan 2005. The table is general knowledge that no
 * clinician has verified; so it only ever adds conditions, and never says that a list is complete.
 */
@Component
public class IcdComorbidities {

    private static final String TABLE = "icd10-comorbidities.csv";

    private record Prefix(String code, CharlsonCondition condition) {}

    private final List<Prefix> prefixes = read();

    /** The conditions that the codes show, with or without dots, in any case; unknown codes show nothing. */
    public Comorbidities shownBy(Collection<String> icd10Codes) {
        Set<CharlsonCondition> present = EnumSet.noneOf(CharlsonCondition.class);
        for (String code : icd10Codes) {
            String plain = code.strip().replace(".", "").toUpperCase(Locale.ROOT);
            prefixes.stream()
                    .filter(prefix -> plain.startsWith(prefix.code()))
                    .forEach(prefix -> present.add(prefix.condition()));
        }
        return Comorbidities.atLeast(present);
    }

    private static List<Prefix> read() {
        try (InputStream table = IcdComorbidities.class.getResourceAsStream(TABLE)) {
            if (table == null) {
                throw new IllegalStateException(TABLE + " is missing");
            }
            return new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.startsWith("prefix,"))
                    .map(IcdComorbidities::prefix)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Prefix prefix(String line) {
        int comma = line.indexOf(',');
        return new Prefix(line.substring(0, comma), CharlsonCondition.valueOf(line.substring(comma + 1)));
    }
}

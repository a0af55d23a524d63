package org.homeward.medication;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Read a table of the vocabulary: comma-separated, {@code #} begins a comment, the first row names the columns. The
 * packaged rows come first, then those of the site's file of the same name.
 */
final class CsvTable {

    private CsvTable() {}

    static List<String[]> read(String file, @Nullable Path siteFolder) {
        List<String[]> rows = new ArrayList<>();
        try (InputStream packaged = CsvTable.class.getResourceAsStream(file)) {
            if (packaged == null) {
                throw new IllegalStateException(file + " is missing");
            }
            int columns = append(file, new InputStreamReader(packaged, StandardCharsets.UTF_8), rows, -1);
            Path ofSite = siteFolder == null ? null : siteFolder.resolve(file);
            if (ofSite != null && Files.exists(ofSite)) {
                append(ofSite.toString(), Files.newBufferedReader(ofSite), rows, columns);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private static int append(String name, Reader from, List<String[]> rows, int expected) throws IOException {
        int columns = -1;
        try (CsvReader<CsvRecord> records = CsvReader.builder()
                .commentStrategy(CommentStrategy.SKIP)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(from)) {
            for (CsvRecord record : records) {
                String[] cells = record.getFields().stream().map(String::strip).toArray(String[]::new);
                if (cells.length == 1 && cells[0].isEmpty()) {
                    continue;
                }
                if (columns < 0) {
                    columns = cells.length;
                    if (expected >= 0 && columns != expected) {
                        throw new IllegalStateException(name + " must have " + expected + " columns");
                    }
                    continue;
                }
                if (cells.length != columns) {
                    throw new IllegalStateException(
                            name + ", line " + record.getStartingLineNumber() + ": " + columns + " columns expected");
                }
                rows.add(cells);
            }
        }
        return columns;
    }
}

package org.homeward.directory;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A directory as a comma-separated file: what spreadsheets make of one, and what they can open without harm. */
final class DirectoryFile {

    static final int MOST_BYTES = 4 * 1024 * 1024;
    static final int MOST_LINES = 5_000;
    /** More is not read by anybody; the file is mended and sent again. */
    private static final int MOST_PROBLEMS = 200;

    private static final String BOM = "\uFEFF";
    /** What a spreadsheet would take for a formula, with the mark of text that {@link #harmless} puts before it. */
    private static final Pattern MARKED = Pattern.compile("(?s)'[=+\\-@\\t\\r].*");

    private static final Pattern FORMULA = Pattern.compile("(?s)[=+\\-@\\t\\r].*");

    record Line(long number, Map<Column, String> cells) {}

    /**
     * @param line as a text editor counts; 0: the file as a whole
     * @param column its header; empty: the line as a whole
     */
    record Problem(long line, String column, String words) {}

    /** @param readable false when its shape is wrong, so that no line of it can be trusted */
    record Content(List<Line> lines, List<Problem> problems, boolean readable) {

        static Content unreadable(long line, String words) {
            return new Content(List.of(), List.of(new Problem(line, "", words)), false);
        }
    }

    private DirectoryFile() {}

    /** The text of what was sent; empty when it is none in UTF-8. */
    static Optional<String> text(byte[] sent) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(sent))
                    .toString();
            return text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(text);
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    static Content read(String sent) {
        String text = sent.startsWith(BOM) ? sent.substring(1) : sent;
        if (text.isBlank()) {
            return Content.unreadable(0, "The file is empty");
        }
        List<CsvRecord> records = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(separator(text))
                .allowExtraFields(true)
                .allowMissingFields(true)
                .trimWhitespacesAroundQuotes(true)
                .ofCsvRecord(text)) {
            for (CsvRecord record : reader) {
                if (records.size() > MOST_LINES) {
                    return Content.unreadable(0, "Split the file: it has more than " + MOST_LINES + " programmes");
                }
                records.add(record);
            }
        } catch (CsvParseException | IOException malformed) {
            return Content.unreadable(
                    records.isEmpty() ? 1 : after(records.get(records.size() - 1)),
                    "This line cannot be read. After a closing quotation mark only a separator may follow: double the"
                            + " marks inside a text (\"\")");
        }
        CsvRecord last = records.get(records.size() - 1);
        if (unclosed(text, last)) {
            return Content.unreadable(
                    last.getStartingLineNumber(), "A quotation mark is opened in this line and never closed");
        }
        return lines(records);
    }

    private static Content lines(List<CsvRecord> records) {
        List<Problem> problems = new ArrayList<>();
        CsvRecord first = records.get(0);
        Map<Integer, Column> columns = new LinkedHashMap<>();
        for (int i = 0; i < first.getFieldCount(); i++) {
            String header = first.getField(i).strip();
            Column column = Column.of(header).orElse(null);
            if (column == null || columns.containsValue(column)) {
                if (!header.isEmpty()) {
                    problems.add(new Problem(
                            first.getStartingLineNumber(),
                            shown(header),
                            column == null
                                    ? "There is no such column: take it out, or call it one of " + headers()
                                    : "The column is there twice: take one out"));
                }
            } else {
                columns.put(i, column);
            }
        }
        for (Column needed : List.of(Column.ORGANIZATION, Column.PROGRAMME)) {
            if (!columns.containsValue(needed)) {
                problems.add(new Problem(
                        first.getStartingLineNumber(),
                        needed.header(),
                        "The first line must name this column; it names " + first.getFieldCount() + " columns"));
            }
        }
        if (!problems.isEmpty()) {
            return new Content(List.of(), problems, false);
        }
        List<Line> lines = new ArrayList<>();
        for (CsvRecord record : records.subList(1, records.size())) {
            long number = record.getStartingLineNumber();
            if (record.getFields().stream().allMatch(String::isBlank)) {
                continue;
            }
            if (record.getFieldCount() < first.getFieldCount() && !endsEarly(record, first)
                    || record.getFieldCount() > first.getFieldCount() && !blankAfter(record, first.getFieldCount())) {
                problems.add(new Problem(
                        number,
                        "",
                        "The line has " + record.getFieldCount() + " columns and the first line "
                                + first.getFieldCount()
                                + ": put quotation marks around texts that contain a separator"));
                continue;
            }
            Map<Column, String> cells = new EnumMap<>(Column.class);
            columns.forEach(
                    (i, column) -> cells.put(column, i < record.getFieldCount() ? unmarked(record.getField(i)) : ""));
            lines.add(new Line(number, cells));
        }
        if (lines.isEmpty() && problems.isEmpty()) {
            return Content.unreadable(0, "The file names columns and no programme");
        }
        return new Content(lines, problems, true);
    }

    static List<Problem> shown(List<Problem> problems) {
        return problems.size() <= MOST_PROBLEMS ? problems : problems.subList(0, MOST_PROBLEMS);
    }

    /** Spreadsheets leave out empty cells at the end; a line that lost its cells to a stray quotation mark has a break. */
    private static boolean endsEarly(CsvRecord record, CsvRecord first) {
        return record.getFieldCount() >= Math.min(2, first.getFieldCount())
                && record.getFields().stream().noneMatch(cell -> cell.indexOf('\n') >= 0);
    }

    private static long after(CsvRecord record) {
        return record.getStartingLineNumber()
                + 1
                + record.getFields().stream()
                        .mapToLong(cell -> count(cell, '\n'))
                        .sum();
    }

    private static boolean blankAfter(CsvRecord record, int count) {
        return record.getFields().stream().skip(count).allMatch(String::isBlank);
    }

    /** The library closes an open quotation at the end of the file; what it swallowed on the way would be lost. */
    private static boolean unclosed(String text, CsvRecord last) {
        String field = last.getField(last.getFieldCount() - 1);
        return text.endsWith("\"" + field.replace("\"", "\"\"")) && !(field.isEmpty() && text.endsWith("\"\""));
    }

    /** The one of comma, semicolon and tab that the first line has most of: what spreadsheets of any language write. */
    private static char separator(String text) {
        String first = text.lines().findFirst().orElse("");
        char separator = ',';
        for (char candidate : new char[] {';', '\t'}) {
            if (count(first, candidate) > count(first, separator)) {
                separator = candidate;
            }
        }
        return separator;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(character -> character == wanted).count();
    }

    static String write(List<Programme> programmes) {
        StringWriter written = new StringWriter();
        // without it spreadsheets take accented letters for something else
        written.write(BOM);
        try (CsvWriter writer = CsvWriter.builder().build(written)) {
            writer.writeRecord(
                    Arrays.stream(Column.values()).map(Column::header).toList());
            for (Programme programme : programmes) {
                writer.writeRecord(Arrays.stream(Column.values())
                        .map(column -> harmless(column.text(programme.details())))
                        .toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return written.toString();
    }

    /** A cell that begins like a formula is one, for a spreadsheet: an apostrophe says that it is text. */
    private static String harmless(String cell) {
        return FORMULA.matcher(cell).matches() || MARKED.matcher(cell).matches() ? "'" + cell : cell;
    }

    private static String unmarked(String cell) {
        return MARKED.matcher(cell).matches()
                        || cell.startsWith("''")
                                && MARKED.matcher(cell.substring(1)).matches()
                ? cell.substring(1)
                : cell;
    }

    private static String headers() {
        return String.join(
                ", ", Arrays.stream(Column.values()).map(Column::header).toList());
    }

    private static String shown(String header) {
        return header.length() <= 40 ? header : header.substring(0, 40) + "…";
    }
}

package org.homeward.console;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A line of a CSV file that spreadsheets open: what would be a formula there is written as text. */
final class SpreadsheetLine {

    private SpreadsheetLine() {}

    static String of(String... cells) {
        return Arrays.stream(cells).map(SpreadsheetLine::cell).collect(Collectors.joining(",")) + "\r\n";
    }

    private static String cell(String value) {
        boolean formula = !value.isEmpty() && "=+-@\t\r\n|%".indexOf(value.charAt(0)) >= 0;
        return '"' + (formula ? "'" : "") + value.replace("\"", "\"\"") + '"';
    }
}

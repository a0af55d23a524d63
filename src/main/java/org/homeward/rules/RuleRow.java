package org.homeward.rules;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.homeward.engine.DecisionTables.Cell;
import org.homeward.engine.DecisionTables.Row;

/** One row of a decision table, as it is approved: by everything it says, and by nothing else. */
record RuleRow(String decision, Row row) {

    /** What every row says about itself, apart from what it decides. */
    private static final Set<String> ABOUT_ITSELF = Set.of("rule", "source", "verified");

    /** Of the table's key and each cell with its column's name; ids, descriptions and layout do not count. */
    String hash() {
        StringBuilder all = new StringBuilder(decision);
        row.inputs().forEach(cell -> add(all, "?", cell));
        row.outputs().forEach(cell -> add(all, "=", cell));
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(all.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(StringBuilder all, String kind, Cell cell) {
        // lengths, so that no two rows read the same when their cells are joined
        all.append(kind)
                .append(cell.name().length())
                .append(':')
                .append(cell.name())
                .append(cell.text().length())
                .append(':')
                .append(cell.text());
    }

    /** Whether the table itself says that the row was checked against its source. */
    boolean verified() {
        return "true".equals(output("verified"));
    }

    String rule() {
        return unquoted(output("rule"));
    }

    String source() {
        return unquoted(output("source"));
    }

    /** When it holds, besides the dates; empty: always. */
    List<Cell> asks() {
        return row.inputs().stream()
                .filter(cell -> !cell.text().isEmpty() && !cell.text().equals("-") && !isDate(cell))
                .map(cell -> new Cell(words(cell.name()), unquoted(cell.text())))
                .toList();
    }

    List<Cell> answers() {
        return row.outputs().stream()
                .filter(cell ->
                        !ABOUT_ITSELF.contains(cell.name()) && !cell.text().isEmpty())
                .map(cell -> new Cell(words(cell.name()), unquoted(cell.text())))
                .toList();
    }

    /** From when, or between which days, as the table writes it. */
    String inForce() {
        return row.inputs().stream()
                .filter(RuleRow::isDate)
                .map(cell ->
                        cell.text().replaceAll("date\\(\"([0-9-]+)\"\\)", "$1").replace(">=", "since"))
                .findFirst()
                .orElse("");
    }

    private static boolean isDate(Cell cell) {
        return cell.name().contains("asOf");
    }

    private String output(String name) {
        return row.outputs().stream()
                .filter(cell -> cell.name().equals(name))
                .map(Cell::text)
                .findFirst()
                .orElse("");
    }

    private static String unquoted(String text) {
        return text.replace("\"", "");
    }

    private static String words(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(java.util.Locale.ROOT);
    }
}

package org.homeward.directory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.homeward.directory.DirectoryFile.Line;
import org.homeward.directory.DirectoryFile.Problem;
import org.homeward.directory.Programme.Details;
import org.jspecify.annotations.Nullable;

/** What a file would do to a directory: computed the same way for the preview and for the import. */
record ImportPlan(List<Step> steps, List<Problem> problems, boolean readable) {

    /**
     * One programme of the file.
     *
     * @param known as it stands in the directory; null: it is new
     * @param changed the columns that would say something else
     */
    record Step(long line, Details details, @Nullable Programme known, List<Column> changed) {

        boolean isNew() {
            return known == null;
        }

        boolean changes() {
            return known != null && !changed.isEmpty();
        }
    }

    static ImportPlan of(String text, List<Programme> directory) {
        DirectoryFile.Content content = DirectoryFile.read(text);
        Map<String, Programme> known = new HashMap<>();
        directory.forEach(programme -> known.put(
                key(programme.details().organization(), programme.details().name()), programme));
        Map<String, Long> seen = new HashMap<>();
        List<Step> steps = new ArrayList<>();
        List<Problem> problems = new ArrayList<>(content.problems());
        for (Line line : content.lines()) {
            String key = key(
                    line.cells().getOrDefault(Column.ORGANIZATION, ""),
                    line.cells().getOrDefault(Column.PROGRAMME, ""));
            Long before = seen.putIfAbsent(key, line.number());
            if (before != null) {
                problems.add(new Problem(
                        line.number(),
                        Column.PROGRAMME.header(),
                        "The same organisation and programme as line " + before + ": keep one of the two lines"));
                continue;
            }
            Programme standing = known.get(key);
            ReadProgramme.Reading reading = ReadProgramme.of(withWhatStands(line.cells(), standing));
            reading.problems()
                    .forEach((column, words) -> problems.add(new Problem(line.number(), column.header(), words)));
            Details details = reading.details();
            if (details != null) {
                steps.add(new Step(
                        line.number(),
                        details,
                        standing,
                        standing == null ? List.of() : changed(standing.details(), details)));
            }
        }
        problems.sort(java.util.Comparator.comparingLong(Problem::line));
        return new ImportPlan(List.copyOf(steps), List.copyOf(problems), content.readable());
    }

    /** A column that the file does not have changes nothing. */
    private static Map<Column, String> withWhatStands(Map<Column, String> cells, @Nullable Programme standing) {
        Map<Column, String> all = new EnumMap<>(Column.class);
        if (standing != null) {
            for (Column column : Column.values()) {
                all.put(column, column.text(standing.details()));
            }
        }
        all.putAll(cells);
        return all;
    }

    private static List<Column> changed(Details before, Details after) {
        List<Column> changed = new ArrayList<>();
        for (Column column : Column.values()) {
            if (!column.text(before).equals(column.text(after))) {
                changed.add(column);
            }
        }
        return changed;
    }

    private static String key(String organization, String programme) {
        return ProgrammeRows.key(organization) + '\n' + ProgrammeRows.key(programme);
    }

    List<Step> added() {
        return steps.stream().filter(Step::isNew).toList();
    }

    List<Step> changing() {
        return steps.stream().filter(Step::changes).toList();
    }

    public int same() {
        return steps.size() - added().size() - changing().size();
    }

    public boolean changesAnything() {
        return readable && steps.size() > same();
    }

    /** The same while the file would do the same to the same: what is confirmed is what was seen. */
    public String seal() {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            for (Step step : steps) {
                Programme known = step.known();
                hash.update((step.line() + ":" + (known == null ? "new" : known.id() + "@" + known.version()) + "\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(hash.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

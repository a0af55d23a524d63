package org.homeward.medication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.homeward.medication.CorpusCases.Case;
import org.homeward.medication.corpus.GenerateCorpus;
import org.junit.jupiter.api.Test;

/**
 * Measures the comparison on the corpus. The published page must say what is measured now, and no value may fall below
 * what it says. {@code -Dhomeward.corpus.write=true} publishes new values, and refuses lower ones: who wants those has to
 * change the page by hand, where a reviewer sees it.
 */
class CorpusTests {

    private static final Path PAGE = Path.of("src/docs/medication-corpus.md");
    private static final Pattern ROW = Pattern.compile(
            "\\| (hand-written|generated) \\| ([A-Z_]+) \\| (\\d+) \\| (\\d+) \\| (\\d+) \\| ([\\d.]+|–) \\| ([\\d.]+|–) \\|");

    private static final class Count {
        private int right;
        private int tooMany;
        private int missed;

        String row(String corpus, Category category) {
            return "| %s | %s | %d | %d | %d | %s | %s |"
                    .formatted(corpus, category, right, tooMany, missed, precision(), recall());
        }

        String precision() {
            return share(right, right + tooMany);
        }

        String recall() {
            return share(right, right + missed);
        }

        private static String share(int part, int whole) {
            return whole == 0 ? "–" : String.format(Locale.ROOT, "%.3f", (double) part / whole);
        }
    }

    private record Measured(Map<Category, Count> counts, List<String> failures, int cases) {}

    private static final List<Case> HANDWRITTEN = CorpusCases.read("handwritten.txt");
    private static final List<Case> GENERATED = CorpusCases.read("generated.txt");

    private static Measured measure(List<Case> cases) {
        CompareMedications compare = MedicationFixtures.COMPARE;
        Map<Category, Count> counts = new EnumMap<>(Category.class);
        for (Category category : Category.values()) {
            counts.put(category, new Count());
        }
        List<String> failures = new ArrayList<>();
        for (Case of : cases) {
            List<String> missed = new ArrayList<>(of.expected());
            List<String> tooMany = new ArrayList<>();
            for (String found : CorpusCases.found(of, compare)) {
                if (missed.remove(found)) {
                    count(counts, found).right++;
                } else {
                    tooMany.add(found);
                    count(counts, found).tooMany++;
                }
            }
            missed.forEach(words -> count(counts, words).missed++);
            if (!missed.isEmpty() || !tooMany.isEmpty()) {
                failures.add("%s: missed %s, too many %s".formatted(of.name(), missed, tooMany));
            }
        }
        return new Measured(counts, failures, cases.size());
    }

    private static Count count(Map<Category, Count> counts, String words) {
        String category = words.startsWith("HOME ") ? words.substring(5) : words;
        return counts.computeIfAbsent(
                Category.valueOf(category.substring(0, category.indexOf(' '))), key -> new Count());
    }

    @Test
    void holdsAtLeastThreeHundredCasesOfEveryCategory() {
        assertThat(HANDWRITTEN.size() + GENERATED.size()).isGreaterThanOrEqualTo(300);
        assertThat(Stream.of(HANDWRITTEN, GENERATED)
                        .flatMap(List::stream)
                        .flatMap(of -> of.expected().stream())
                        .map(words -> words.replace("HOME ", ""))
                        .map(words -> words.substring(0, words.indexOf(' ')))
                        .distinct())
                // a site's own list is empty here, so no case can expect it
                .containsExactlyInAnyOrderElementsOf(Stream.of(Category.values())
                        .filter(category -> category != Category.PIM)
                        .map(Category::name)
                        .toList());
        assertThat(HANDWRITTEN).extracting(Case::name).doesNotHaveDuplicates();
    }

    @Test
    void theGeneratedCasesAreWhatTheGeneratorMakes() throws IOException {
        assertThat(GenerateCorpus.text()).isEqualTo(Files.readString(GenerateCorpus.FILE));
    }

    @Test
    void thePublishedPageSaysWhatIsMeasured() throws IOException {
        String page = page(measure(HANDWRITTEN), measure(GENERATED));
        if (Boolean.getBoolean("homeward.corpus.write")) {
            noCategoryFallsBelow(Files.readString(PAGE));
            Files.writeString(PAGE, page);
        }
        assertThat(page).isEqualTo(Files.readString(PAGE));
    }

    @Test
    void noCategoryFallsBelowWhatIsPublished() throws IOException {
        assertThat(noCategoryFallsBelow(Files.readString(PAGE))).isGreaterThanOrEqualTo(20);
    }

    private static int noCategoryFallsBelow(String page) {
        Map<String, Measured> measured = Map.of("hand-written", measure(HANDWRITTEN), "generated", measure(GENERATED));
        int rows = 0;
        Matcher row = ROW.matcher(page);
        while (row.find()) {
            rows++;
            Measured corpus = measured.getOrDefault(row.group(1), measure(List.of()));
            Count count = corpus.counts().getOrDefault(Category.valueOf(row.group(2)), new Count());
            assertThat(value(count.precision()))
                    .as("precision of %s\n%s", row.group(), String.join("\n", corpus.failures()))
                    .isGreaterThanOrEqualTo(value(row.group(6)));
            assertThat(value(count.recall()))
                    .as("recall of %s\n%s", row.group(), String.join("\n", corpus.failures()))
                    .isGreaterThanOrEqualTo(value(row.group(7)));
        }
        return rows;
    }

    private static double value(String share) {
        return share.equals("–") ? 1 : Double.parseDouble(share);
    }

    private static String page(Measured handwritten, Measured generated) {
        StringBuilder page = new StringBuilder("""
                # How well medication lists are compared

                What the comparison says of %d hand-written and %d generated cases, all synthetic, against what their
                authors expect. Each case expects everything that is to be said, `CONTINUE` included, with the medicine it
                is said of and, for a change, exactly the attributes that differ; anything else counts as wrong. This page
                is written by `CorpusTests`, which fails when it no longer says what is measured and when a value falls.

                Read it with care: hand-written cases and vocabulary come from the same people, and the generated ones use
                medicines that the vocabulary knows. The figures say that the rules are kept, not how often a real list
                holds a name or a notation that is not known. Such an entry becomes an `UNCODED` item for a person; it is
                not lost. Nothing here was verified by a clinician.

                | Corpus | Category | Right | Too many | Missed | Precision | Recall |
                |---|---|---|---|---|---|---|
                """.formatted(handwritten.cases(), generated.cases()));
        rows(page, "hand-written", handwritten);
        rows(page, "generated", generated);
        page.append("\n## Cases that do not come out as expected\n\n");
        List<String> failures = Stream.of(handwritten, generated)
                .flatMap(measured -> measured.failures().stream())
                .toList();
        if (failures.isEmpty()) {
            page.append("None.\n");
        }
        failures.forEach(failure ->
                page.append("- ").append(failure.replace("[]", "nothing")).append('\n'));
        return page.toString();
    }

    private static void rows(StringBuilder page, String corpus, Measured measured) {
        measured.counts().forEach((category, count) -> {
            if (count.right + count.missed + count.tooMany > 0) {
                page.append(count.row(corpus, category)).append('\n');
            }
        });
    }
}

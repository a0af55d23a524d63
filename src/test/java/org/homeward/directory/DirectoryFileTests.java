package org.homeward.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.homeward.directory.DirectoryFile.Content;
import org.homeward.directory.DirectoryFile.Problem;
import org.homeward.directory.Programme.Details;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as spreadsheets of many places write them, broken ones, and hostile ones. */
class DirectoryFileTests {

    private static final String HEADER = "organization,programme,needs,route,phone,eligibility\n";

    private static Programme programme(String name, String eligibility, @Nullable String phone) {
        return new Programme(
                UUID.randomUUID(),
                "owner",
                UUID.randomUUID(),
                new Details(
                        "Sample Pantry",
                        name,
                        Set.of(Need.FOOD_INSECURITY),
                        eligibility,
                        Set.of("606"),
                        null,
                        Set.of("en", "es"),
                        "",
                        null,
                        Route.PHONE,
                        null,
                        phone,
                        null,
                        false,
                        true),
                0,
                0,
                0,
                0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "organization,programme,hours\nA,B,9-5\n",
                "organization,programme,hours\r\nA,B,9-5\r\n",
                "organization,programme,hours\rA,B,9-5",
                "\uFEFForganization,programme,hours\nA,B,9-5",
                "Organisation;Program;Hours\n A ; B ;9-5;;\n;;;\n",
                "organization\tprogramme\thours\nA\tB\t9-5",
                "\"organization\",\"programme\",\"hours\"\n\n\"A\",\"B\",\"9-5\"\n\n"
            })
    void theSameProgrammeInEverySpelling(String text) {
        Content content = DirectoryFile.read(text);
        assertThat(content.problems()).isEmpty();
        assertThat(content.lines()).singleElement().satisfies(line -> {
            assertThat(line.cells().get(Column.ORGANIZATION)).contains("A");
            assertThat(line.cells().get(Column.HOURS)).isEqualTo("9-5");
        });
    }

    @Test
    void aProblemNamesLineAndColumn() {
        ImportPlan plan = ImportPlan.of(
                HEADER
                        + "A,First,food-insecurity,phone,312-555-0142,\"in\ntwo lines\"\n"
                        + "A,Second,free lunch,phone,312-555-0142,\n"
                        + "A,Third,food-insecurity,phone,,\n"
                        + "a , first,food-insecurity,phone,312-555-0142,\n"
                        + "A,Fourth,food-insecurity,phone,312-555-0142,Mon, Tue\n",
                List.of());
        assertThat(plan.steps()).extracting(step -> step.details().name()).containsExactly("First");
        assertThat(plan.problems()).extracting(Problem::line).containsExactly(4L, 5L, 6L, 7L);
        assertThat(plan.problems()).extracting(Problem::column).containsExactly("needs", "phone", "programme", "");
        assertThat(plan.problems().get(2).words()).contains("line 2");
        assertThat(plan.problems().get(3).words()).contains("7 columns", "quotation marks");
    }

    @Test
    void aQuotationMarkThatIsNeverClosedSwallowsNothing() {
        Content open = DirectoryFile.read(
                HEADER
                        + "A,B,food-insecurity,phone,1,ok\nA,C,food-insecurity,phone,1,\"open\nA,D,food-insecurity,phone,1,ok\n");
        assertThat(open.readable()).isFalse();
        assertThat(open.problems())
                .containsExactly(new Problem(3, "", "A quotation mark is opened in this line and never closed"));
        assertThat(DirectoryFile.read(HEADER + "A,\"B,food-insecurity,phone,1,ok\nA,C,x,phone,1,\n")
                        .readable())
                .isFalse();
        assertThat(DirectoryFile.read(HEADER + "A,B,x,phone,1,\"closed\"").readable())
                .isTrue();
        assertThat(DirectoryFile.read(HEADER + "A,B,x,phone,1,\"he said \"\"so\"\"\"")
                        .readable())
                .isTrue();
        assertThat(DirectoryFile.read(HEADER + "A,B,x,phone,1,\"\"").readable()).isTrue();
        assertThat(DirectoryFile.read(HEADER + "A,B,x,phone,1,5\" pipe").readable())
                .isTrue();
        Content stray = DirectoryFile.read(HEADER + "A,\"B\"C,x,phone,1,\n");
        assertThat(stray.readable()).isFalse();
        assertThat(stray.problems().get(0).line()).isEqualTo(2);
    }

    @Test
    void aFileOfAnotherShapeIsRefusedAsAWhole() {
        assertThat(DirectoryFile.read("").readable()).isFalse();
        assertThat(DirectoryFile.read(HEADER).readable()).isFalse();
        assertThat(DirectoryFile.read("name,phone\nA,1\n").problems())
                .extracting(Problem::column)
                .contains("name", "organization", "programme");
        assertThat(DirectoryFile.read("organization,programme,Program\nA,B,C\n").problems())
                .extracting(Problem::words)
                .containsExactly("The column is there twice: take one out");
        assertThat(DirectoryFile.text("Núñez".getBytes(StandardCharsets.ISO_8859_1)))
                .isEmpty();
        assertThat(DirectoryFile.text("organization".getBytes(StandardCharsets.UTF_16)))
                .isEmpty();
        assertThat(DirectoryFile.text(new byte[] {'P', 'K', 3, 4, 0, 0})).isEmpty();
    }

    @Test
    void fiveThousandProgrammesAreReadAndOneMoreIsNot() {
        StringBuilder file = new StringBuilder(HEADER);
        for (int i = 0; i < DirectoryFile.MOST_LINES; i++) {
            file.append("A,Programme ").append(i).append(",cardiology,phone,312-555-0142,\n");
        }
        assertThat(ImportPlan.of(file.toString(), List.of()).added()).hasSize(DirectoryFile.MOST_LINES);
        assertThat(DirectoryFile.read(file + "A,One more,cardiology,phone,312-555-0142,\n")
                        .readable())
                .isFalse();
    }

    @Test
    void whatIsWrittenComesBackAndIsNoFormula() {
        List<Programme> programmes = List.of(
                programme("=HYPERLINK(\"https://example.org\")", "+1\n\"quoted\", and 'so'", "+1 312 555 0142"),
                programme("'=already marked", "-2", "312-555-0142"),
                programme("@Núñez", "plain", "312-555-0143"));
        String written = DirectoryFile.write(programmes);

        assertThat(DirectoryFile.read(written).lines()).hasSize(3);
        assertThat(written.lines()).noneMatch(line -> line.matches("(.*,)?\"?[=+@-].*"));
        ImportPlan plan = ImportPlan.of(written, programmes);
        assertThat(plan.problems()).isEmpty();
        assertThat(plan.same()).isEqualTo(3);
        assertThat(plan.changesAnything()).isFalse();
    }

    @Test
    void aColumnThatIsNotThereChangesNothing() {
        Programme standing = programme("Food boxes", "Everybody", "312-555-0142");
        ImportPlan plan =
                ImportPlan.of("organization,programme,capacity\nSAMPLE  PANTRY,food boxes,7\n", List.of(standing));
        assertThat(plan.problems()).isEmpty();
        assertThat(plan.changing()).singleElement().satisfies(step -> {
            assertThat(step.changed())
                    .containsExactlyInAnyOrder(Column.ORGANIZATION, Column.PROGRAMME, Column.CAPACITY);
            assertThat(step.details().eligibility()).isEqualTo("Everybody");
            assertThat(step.details().capacity()).isEqualTo(7);
        });
    }
}

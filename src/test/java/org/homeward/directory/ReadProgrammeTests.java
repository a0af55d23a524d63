package org.homeward.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What people write about a programme, and what they are told to do about it. */
class ReadProgrammeTests {

    private static Map<Column, String> foodBoxes(Object... changed) {
        Map<Column, String> written = new EnumMap<>(Column.class);
        written.put(Column.ORGANIZATION, "Sample  Pantry");
        written.put(Column.PROGRAMME, "Food boxes");
        written.put(Column.NEEDS, "Food, cardiac rehabilitation");
        written.put(Column.AREA, "606; 60614-1234 | k1a 0b1");
        written.put(Column.LANGUAGES, "Spanish, en-US, zh");
        written.put(Column.CAPACITY, "5");
        written.put(Column.ROUTE, "E-Mail");
        written.put(Column.EMAIL, "intake@pantry.invalid");
        for (int i = 0; i < changed.length; i += 2) {
            written.put((Column) changed[i], (String) changed[i + 1]);
        }
        return written;
    }

    @Test
    void codesNamesAndLabelsAreAllUnderstood() {
        Programme.Details details =
                Objects.requireNonNull(ReadProgramme.of(foodBoxes()).details());
        assertThat(details.organization()).isEqualTo("Sample Pantry");
        assertThat(details.needs()).containsExactly(Need.FOOD_INSECURITY, Need.CARDIAC_REHABILITATION);
        assertThat(details.area()).containsExactly("606", "60614", "K1A0B1");
        assertThat(details.languages()).containsExactly("en", "es", "zh");
        assertThat(details.capacity()).isEqualTo(5);
        assertThat(details.route()).isEqualTo(Route.EMAIL);
        // whoever is asked by link takes links, unless it is said that they do not
        assertThat(details.acceptsLinks()).isTrue();
        assertThat(details.active()).isTrue();
    }

    @Test
    void eachFieldSaysWhatToDo() {
        var problems = ReadProgramme.of(foodBoxes(
                        Column.ORGANIZATION, " ",
                        Column.NEEDS, "free lunch",
                        Column.AREA, "606, 10%",
                        Column.POSTAL_CODE, "<b>",
                        Column.LANGUAGES, "Klingonese",
                        Column.CAPACITY, "-1",
                        Column.ROUTE, "pigeon",
                        Column.PHONE, "call me",
                        Column.EMAIL, "a@b",
                        Column.ACTIVE, "perhaps"))
                .problems();
        assertThat(problems.keySet())
                .containsExactlyInAnyOrder(
                        Column.ORGANIZATION,
                        Column.NEEDS,
                        Column.AREA,
                        Column.POSTAL_CODE,
                        Column.LANGUAGES,
                        Column.CAPACITY,
                        Column.ROUTE,
                        Column.PHONE,
                        Column.EMAIL,
                        Column.ACTIVE);
        assertThat(problems.get(Column.NEEDS)).contains("'free lunch'", "food-insecurity");
        assertThat(problems.get(Column.ROUTE)).contains("email, text, phone or fax");
    }

    @Test
    void whoIsAskedOnAWayCanBeReachedOnIt() {
        assertThat(ReadProgramme.of(foodBoxes(Column.EMAIL, "")).problems())
                .containsOnlyKeys(Column.EMAIL, Column.ACCEPTS_LINKS);
        assertThat(ReadProgramme.of(foodBoxes(Column.ROUTE, "text")).problems()).containsOnlyKeys(Column.PHONE);
        assertThat(ReadProgramme.of(foodBoxes(Column.ROUTE, "fax")).problems()).containsOnlyKeys(Column.FAX);
        assertThat(ReadProgramme.of(foodBoxes(Column.ACCEPTS_LINKS, "no")).problems())
                .containsOnlyKeys(Column.ACCEPTS_LINKS);
        assertThat(ReadProgramme.of(foodBoxes(Column.ROUTE, "phone", Column.PHONE, "312-555-0142"))
                        .problems())
                .isEmpty();
    }

    @Test
    void textThatDeceivesTheEyeIsRefused() {
        assertThat(ReadProgramme.of(foodBoxes(Column.PROGRAMME, "Food\u202Esexob"))
                        .problems())
                .containsOnlyKeys(Column.PROGRAMME);
        assertThat(ReadProgramme.of(foodBoxes(Column.HOURS, "9-5\u0007")).problems())
                .containsOnlyKeys(Column.HOURS);
        assertThat(ReadProgramme.of(foodBoxes(Column.HOURS, "9-5\n10-6")).problems())
                .containsOnlyKeys(Column.HOURS);
        assertThat(ReadProgramme.of(foodBoxes(Column.ELIGIBILITY, "One\r\nTwo")).details())
                .extracting(Programme.Details::eligibility)
                .isEqualTo("One\nTwo");
        assertThat(ReadProgramme.of(foodBoxes(Column.PROGRAMME, "Núñez & <Söhne> 🙂"))
                        .problems())
                .isEmpty();
    }

    @Test
    void theBoundariesHold() {
        assertThat(ReadProgramme.of(foodBoxes(Column.PROGRAMME, "x".repeat(200)))
                        .problems())
                .isEmpty();
        assertThat(ReadProgramme.of(foodBoxes(Column.PROGRAMME, "x".repeat(201)))
                        .problems())
                .containsOnlyKeys(Column.PROGRAMME);
        assertThat(ReadProgramme.of(foodBoxes(Column.CAPACITY, "100000")).problems())
                .isEmpty();
        assertThat(ReadProgramme.of(foodBoxes(Column.CAPACITY, "100001")).problems())
                .containsOnlyKeys(Column.CAPACITY);
        assertThat(ReadProgramme.of(foodBoxes(Column.CAPACITY, "unknown")).details())
                .extracting(Programme.Details::capacity)
                .isNull();
    }
}

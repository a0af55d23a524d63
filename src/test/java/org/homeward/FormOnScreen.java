package org.homeward;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * Fills in a task's form as a person does, with clicks and keys. The answers are given by the keys and values of {@code
 * forms/<form>.form}, which says what kind of field each is and what its choices are called.
 */
public final class FormOnScreen {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("M/d/yyyy");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("h:mm a", Locale.US);

    private final Page page;
    private final JsonNode schema;

    /** The form of the task that is on screen, once it can be filled in. */
    public FormOnScreen(Page page, String form) {
        this.page = page;
        try {
            this.schema =
                    new ObjectMapper().readTree(Path.of("forms", form + ".form").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(page.locator(".hw-form:not(:has(.hw-readonly)) .fjs-form-field")
                        .first())
                .isVisible();
    }

    public FormOnScreen answer(String key, Object value) {
        fill(field(schema, key), "", value);
        return this;
    }

    /** An answer in a row of a list, counted from 0. */
    public FormOnScreen answer(String list, int row, String key, Object value) {
        fill(field(field(schema, list), key), "_" + row, value);
        return this;
    }

    /** What a date field, or a date-and-time field, shows: {@code 2026-11-30} or {@code 2026-11-30T14:30}. */
    public String shownTime(String key) {
        JsonNode field = field(schema, key);
        String date = LocalDate.parse(input(field, "-date").inputValue(), DATE).toString();
        return field.path("subtype").asText("date").equals("date")
                ? date
                : date + "T"
                        + java.time.LocalTime.parse(
                                input(field, "-time").inputValue().toUpperCase(Locale.US), TIME);
    }

    public String shownText(String key) {
        return input(field(schema, key), "").inputValue();
    }

    /** What is chosen in a row's list of choices, as it is called there. */
    public Locator choice(String list, int row, String key) {
        return input(field(field(schema, list), key), "_" + row + "-display");
    }

    /** The rows that a list shows. */
    public Locator rows(String list, String key) {
        String id = field(field(schema, list), key).get("id").asText();
        return page.locator(".hw-form [id*='-" + id + "_'][id$='-display']");
    }

    /** What was typed last is on the server. */
    public FormOnScreen isSaved() {
        assertThat(page.locator(".hw-save")).containsText(Pattern.compile("^Saved"));
        return this;
    }

    private void fill(JsonNode field, String row, Object value) {
        switch (field.get("type").asText()) {
            case "radio" -> choose(field, row, value.toString());
            case "checklist" -> ((List<?>) value).forEach(each -> choose(field, row, each.toString()));
            case "select" -> {
                Locator shown = input(field, row + "-display");
                shown.click();
                String label = label(field, value.toString());
                page.locator(".hw-form .fjs-dropdownlist")
                        .getByText(label, new Locator.GetByTextOptions().setExact(true))
                        .click();
                assertThat(shown).hasText(label);
            }
            case "datetime" -> {
                String text = value.toString();
                boolean timed = field.path("subtype").asText("date").equals("datetime");
                LocalDate day = timed ? LocalDateTime.parse(text).toLocalDate() : LocalDate.parse(text);
                Locator date = input(field, row + "-date");
                typeDate(date, DATE.format(day));
                if (timed) {
                    type(input(field, row + "-time"), TIME.format(LocalDateTime.parse(text)));
                }
            }
            case "checkbox" -> input(field, row).setChecked((Boolean) value);
            default -> typeText(input(field, row), value.toString());
        }
    }

    /** A date that was typed a moment ago draws the form once more; nobody but a test has written the next line by then. */
    private static void typeText(Locator input, String text) {
        for (int i = 0; i < 10; i++) {
            input.fill(text);
            input.blur();
            if (input.inputValue().equals(text)) {
                break;
            }
        }
        assertThat(input).hasValue(text);
    }

    /** A calendar that has just appeared clears what is typed in its first milliseconds; nobody but a test is so fast. */
    private static void typeDate(Locator date, String text) {
        type(date, text);
        for (int i = 0; i < 10 && !date.inputValue().equals(text); i++) {
            type(date, text);
        }
        assertThat(date).hasValue(text);
    }

    private static void type(Locator input, String text) {
        input.fill(text);
        input.press("Enter");
        // not with the Tab key: the next field, a list of choices, would open and the next click close it
        input.blur();
    }

    private void choose(JsonNode field, String row, String value) {
        JsonNode values = field.get("values");
        if (values == null) {
            // choices that the server gives are called what the test calls them
            Locator radio = page.locator(".hw-form [id^='fjs-form-'][id*='-"
                            + field.get("id").asText() + row + "-'][type=radio]")
                    .locator("xpath=ancestor::label | following-sibling::label | ..")
                    .filter(new Locator.FilterOptions().setHasText(value))
                    .first();
            radio.click();
            return;
        }
        int index = IntStream.range(0, values.size())
                .filter(i -> values.get(i).get("value").asText().equals(value))
                .findFirst()
                .orElseThrow(() -> new AssertionError(field.get("key") + " has no choice " + value));
        String id = field.get("id").asText() + row + "-" + index;
        Locator label = page.locator(".hw-form label[for$='-" + id + "']");
        assertThat(label).containsText(values.get(index).get("label").asText());
        label.click();
        assertThat(input(field, row + "-" + index)).isChecked();
    }

    private static String label(JsonNode field, String value) {
        return StreamSupport.stream(field.path("values").spliterator(), false)
                .filter(choice -> choice.get("value").asText().equals(value))
                .map(choice -> choice.get("label").asText())
                .findFirst()
                // choices that the server gives are called what the test calls them
                .orElse(value);
    }

    private Locator input(JsonNode field, String suffix) {
        return page.locator(
                ".hw-form [id^='fjs-form-'][id$='-" + field.get("id").asText() + suffix + "']");
    }

    private static JsonNode field(JsonNode parent, String key) {
        return find(parent, key).orElseThrow(() -> new AssertionError("The form has no field " + key));
    }

    private static Optional<JsonNode> find(JsonNode parent, String key) {
        for (JsonNode component : parent.path("components")) {
            if (key.equals(component.path("key").asText(component.path("path").asText()))) {
                return Optional.of(component);
            }
            // the fields of a list's rows have keys of their own
            if (!component.path("type").asText().equals("dynamiclist")) {
                Optional<JsonNode> inside = find(component, key);
                if (inside.isPresent()) {
                    return inside;
                }
            }
        }
        return Optional.empty();
    }
}

package org.homeward.intake;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes the JSON schema (2020-12) of what is read through it. */
final class SchemaFields implements Fields {

    private final Map<String, Map<String, Object>> properties = new LinkedHashMap<>();
    private final TreeSet<String> required = new TreeSet<>();

    static Map<String, Object> of(Function<Fields, ?> read) {
        SchemaFields fields = new SchemaFields();
        Object unused = read.apply(fields);
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", fields.properties);
        if (!fields.required.isEmpty()) {
            schema.put("required", List.copyOf(fields.required));
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    @Override
    public boolean has(String name) {
        return true;
    }

    @Override
    public boolean isEmptyList(String name) {
        return false;
    }

    @Override
    public void problem(String name, String message) {
        // there is no message that could have one
    }

    @Override
    public void need(String name, String whatToGive) {
        required.add(name);
        Map<String, Object> property = properties.get(name);
        if (property != null) {
            property.put("description", whatToGive);
        }
    }

    @Override
    public @Nullable String text(String name, int longest) {
        property(name, "string").put("maxLength", longest);
        return null;
    }

    @Override
    public <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type) {
        property(name, "string").put("enum", spellings(type));
        return null;
    }

    @Override
    public @Nullable Boolean flag(String name) {
        property(name, "boolean");
        return null;
    }

    @Override
    public @Nullable Integer integer(String name, int least, int most) {
        Map<String, Object> property = property(name, "integer");
        property.put("minimum", least);
        property.put("maximum", most);
        return null;
    }

    @Override
    public @Nullable BigDecimal decimal(String name, String least, String most) {
        Map<String, Object> property = property(name, "number");
        property.put("minimum", new BigDecimal(least));
        property.put("maximum", new BigDecimal(most));
        return null;
    }

    @Override
    public @Nullable LocalDate date(String name) {
        property(name, "string").put("format", "date");
        return null;
    }

    @Override
    public @Nullable LocalTime time(String name) {
        property(name, "string").put("description", "local time of day, such as 09:30");
        return null;
    }

    @Override
    public @Nullable OffsetDateTime moment(String name) {
        property(name, "string").put("format", "date-time");
        return null;
    }

    @Override
    public @Nullable ZoneId zone(String name) {
        property(name, "string").put("description", "IANA time zone, such as America/New_York");
        return null;
    }

    @Override
    public @Nullable String language(String name) {
        property(name, "string").put("description", "BCP 47 language tag, such as es-MX");
        return null;
    }

    @Override
    public <T> @Nullable T object(String name, Function<Fields, T> read) {
        properties.put(name, of(read));
        return null;
    }

    @Override
    public <T> @Nullable List<T> listOrNull(String name, int most, Function<Fields, T> read) {
        Map<String, Object> property = property(name, "array");
        property.put("maxItems", most);
        property.put("items", of(read));
        return null;
    }

    @Override
    public <E extends Enum<E>> @Nullable List<E> listOf(String name, Class<E> type) {
        property(name, "array").put("items", new LinkedHashMap<>(Map.of("type", "string", "enum", spellings(type))));
        return null;
    }

    private Map<String, Object> property(String name, String type) {
        Map<String, Object> property = new LinkedHashMap<>();
        property.put("type", type);
        properties.put(name, property);
        return property;
    }

    private static <E extends Enum<E>> List<String> spellings(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Fields::spelled).toList();
    }
}

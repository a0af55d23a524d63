package org.homeward.intake;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Names and types the fields of one object of a message. What reads through it is at once the reader of messages
 * ({@link JsonFields}) and the source of the published schema ({@link SchemaFields}), so that the two cannot differ. A
 * reader asks for every field in every case.
 */
interface Fields {

    /** Whether the message holds the field, readable or not. */
    boolean has(String name);

    boolean isEmptyList(String name);

    void problem(String name, String message);

    /** Requires a field that was or will be asked for. */
    void need(String name, String whatToGive);

    @Nullable
    String text(String name, int longest);

    <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type);

    @Nullable
    Boolean flag(String name);

    @Nullable
    Integer integer(String name, int least, int most);

    @Nullable
    BigDecimal decimal(String name, String least, String most);

    @Nullable
    LocalDate date(String name);

    @Nullable
    LocalTime time(String name);

    /** Reads a time that says its own offset: without one, a time in the autumn night of the change happens twice. */
    @Nullable
    OffsetDateTime moment(String name);

    @Nullable
    ZoneId zone(String name);

    @Nullable
    String language(String name);

    <T> @Nullable T object(String name, Function<Fields, T> read);

    /** Returns null when the list is not told, which an update distinguishes from an empty one. */
    <T> @Nullable List<T> listOrNull(String name, int most, Function<Fields, T> read);

    <E extends Enum<E>> @Nullable List<E> listOf(String name, Class<E> type);

    default <T> List<T> list(String name, int most, Function<Fields, T> read) {
        List<T> list = listOrNull(name, most, read);
        return list == null ? List.of() : list;
    }

    default String needText(String name, int longest, String whatToGive) {
        String text = text(name, longest);
        need(name, whatToGive);
        return text == null ? "" : text;
    }

    default <E extends Enum<E>> E needOneOf(String name, Class<E> type, String whatToGive) {
        E value = oneOf(name, type);
        need(name, whatToGive);
        return value == null ? type.getEnumConstants()[0] : value;
    }

    default <T> @Nullable T needObject(String name, String whatToGive, Function<Fields, T> read) {
        T value = object(name, read);
        need(name, whatToGive);
        return value;
    }

    /** Spells a constant as messages do: {@code may-be-told}. */
    static String spelled(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

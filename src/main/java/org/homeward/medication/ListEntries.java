package org.homeward.medication;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.homeward.medication.PatientFacts.Allergy;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what was told of medicines as it is kept, whatever its shape: what has no text still becomes an entry. */
@Component
class ListEntries {

    private static final TypeReference<List<Object>> ANY_LIST = new TypeReference<>() {};

    private final ObjectMapper json;

    ListEntries(ObjectMapper json) {
        this.json = json;
    }

    /** @return null when the message does not speak of the list; an empty one says "none" */
    @Nullable
    String received(@Nullable Map<String, Object> clinical, String name) {
        return clinical == null || !(clinical.get(name) instanceof List<?> list) ? null : write(list);
    }

    String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was told of medicines cannot be kept");
        }
    }

    <T> T read(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What is kept of medicines cannot be read");
        }
    }

    List<MedicationEntry> entries(ToldList list) {
        List<MedicationEntry> entries = new ArrayList<>();
        Map<String, Integer> same = new HashMap<>();
        for (Object raw : read(list.entries(), ANY_LIST)) {
            // by what it says, not by where it stands: an answer must not pass to another medicine when a list is
            // sorted
            String said = UUID.nameUUIDFromBytes(write(raw).getBytes(StandardCharsets.UTF_8))
                    .toString()
                    .substring(0, 18);
            String id = list.kind().name().charAt(0) + said + "-" + same.merge(said, 1, Integer::sum);
            entries.add(
                    raw instanceof Map<?, ?> map
                            ? entry(id, map, list)
                            : MedicationEntry.of(id, Objects.toString(raw, "")));
        }
        return entries;
    }

    private static MedicationEntry entry(String id, Map<?, ?> raw, ToldList list) {
        return new MedicationEntry(
                id,
                Objects.requireNonNullElse(text(raw, "text"), ""),
                text(raw, "system"),
                text(raw, "code"),
                List.of(),
                text(raw, "strength"),
                text(raw, "form"),
                text(raw, "route"),
                text(raw, "dose"),
                text(raw, "frequency"),
                text(raw, "purpose"),
                status(text(raw, "change")),
                Boolean.TRUE.equals(raw.get("highAlert")),
                list.source(),
                list.toldAt().atOffset(java.time.ZoneOffset.UTC),
                text(raw, "said"),
                null);
    }

    private static MedicationStatus status(@Nullable String change) {
        if (change == null) {
            return MedicationStatus.ACTIVE;
        }
        try {
            return MedicationStatus.valueOf(change.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            return MedicationStatus.ACTIVE;
        }
    }

    static List<Allergy> allergies(@Nullable Map<String, Object> clinical) {
        List<Allergy> allergies = new ArrayList<>();
        if (clinical != null && clinical.get("allergies") instanceof List<?> list) {
            for (Object raw : list) {
                allergies.add(
                        raw instanceof Map<?, ?> map
                                ? new Allergy(
                                        Objects.requireNonNullElse(text(map, "text"), ""),
                                        text(map, "system"),
                                        text(map, "code"))
                                : new Allergy(Objects.toString(raw, ""), null, null));
            }
        }
        return allergies;
    }

    private static @Nullable String text(Map<?, ?> raw, String key) {
        Object value = raw.get(key);
        return value == null ? null : value.toString();
    }

    /** How an entry reads on one line: "Furosemide 40 mg tablet, 1 tablet by mouth twice a day". */
    static String line(MedicationEntry entry) {
        StringBuilder words = new StringBuilder(entry.text().strip());
        if (entry.readAs() != null) {
            words.append(" = ").append(entry.readAs());
        }
        String use = java.util.stream.Stream.of(entry.dose(), entry.route(), entry.frequency())
                .filter(part -> part != null && !part.isBlank())
                .map(part -> Objects.requireNonNull(part).strip())
                .collect(java.util.stream.Collectors.joining(" "));
        if (!use.isEmpty()) {
            words.append(words.isEmpty() ? "" : ", ").append(use);
        }
        return words.isEmpty() ? "(nothing is written)" : words.toString();
    }

    /** The same medicine as on a list, taken as the patient says. */
    static Map<String, Object> taken(MedicationEntry listed, @Nullable String dose, @Nullable String frequency) {
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("text", listed.text());
        put(raw, "system", listed.codeSystem());
        put(raw, "code", listed.code());
        put(raw, "strength", listed.strength());
        put(raw, "form", listed.form());
        put(raw, "route", listed.route());
        put(raw, "dose", dose);
        put(raw, "frequency", frequency);
        put(raw, "purpose", listed.indication());
        if (listed.highAlert()) {
            raw.put("highAlert", true);
        }
        return raw;
    }

    private static void put(Map<String, Object> raw, String key, @Nullable String value) {
        if (value != null) {
            raw.put(key, value);
        }
    }
}

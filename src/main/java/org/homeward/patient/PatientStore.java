package org.homeward.patient;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.patient.PatientDetails.Sex;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps patients in tables. Written by hand rather than mapped: registering is on the intake's hot path, and a new
 * patient costs four statements, a known one that told nothing new none.
 */
@Component
class PatientStore {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final AtRest atRest;
    private final PatientProperties properties;
    private final Clock clock;

    PatientStore(JdbcClient jdbc, JdbcTemplate batches, AtRest atRest, PatientProperties properties, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.atRest = atRest;
        this.properties = properties;
        this.clock = clock;
    }

    void insert(Patient patient) {
        LocalDateTime now = LocalDateTime.now(clock);
        var columns = columns(patient);
        columns.put("created_at", now);
        columns.put("changed_at", now);
        columns.put("version", 0);
        columns.put("id", patient.id().toString());
        jdbc.sql("INSERT INTO patient (" + String.join(", ", columns.keySet()) + ") VALUES (:"
                        + String.join(", :", columns.keySet()) + ")")
                .params(columns)
                .update();
        insertNames(patient);
        insertIdentifiers(patient.id(), patient.details().identifiers(), 0);
        insertPhones(patient);
    }

    void update(Patient before, Patient after) {
        if (before.equals(after)) {
            return;
        }
        var columns = columns(after);
        columns.put("changed_at", LocalDateTime.now(clock));
        String assignments = columns.keySet().stream()
                .map(column -> column + " = :" + column)
                .collect(Collectors.joining(", "));
        columns.put("id", before.id().toString());
        columns.put("version", Objects.requireNonNull(before.version()));
        int updated = jdbc.sql("UPDATE patient SET " + assignments
                        + ", version = version + 1 WHERE id = :id AND version = :version")
                .params(columns)
                .update();
        if (updated != 1) {
            throw new OptimisticLockingFailureException("patient " + before.id() + " was changed meanwhile");
        }
        if (!Objects.equals(before.details().name(), after.details().name())) {
            jdbc.sql("DELETE FROM patient_name WHERE patient_id = ?")
                    .param(before.id().toString())
                    .update();
            insertNames(after);
        }
        List<PatientIdentifier> added = new ArrayList<>(after.details().identifiers());
        added.removeAll(before.details().identifiers());
        insertIdentifiers(before.id(), added, before.details().identifiers().size());
        if (!before.details().phones().equals(after.details().phones())) {
            jdbc.sql("DELETE FROM patient_phone WHERE patient_id = ?")
                    .param(before.id().toString())
                    .update();
            insertPhones(after);
        }
    }

    /** Reads and locks: two messages about one patient take turns. */
    Patient lock(UUID id) {
        jdbc.sql("SELECT version FROM patient WHERE id = ? FOR UPDATE")
                .param(id.toString())
                .query(Integer.class)
                .optional();
        Patient patient = load(Set.of(id)).get(id);
        if (patient == null) {
            throw new IllegalArgumentException("no patient " + id);
        }
        return patient;
    }

    Map<UUID, Patient> load(Collection<UUID> ids) {
        return load(ids, true);
    }

    /** @param national whether national identifiers are opened; without them no value is deciphered */
    Map<UUID, Patient> load(Collection<UUID> ids, boolean national) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        List<String> keys = ids.stream().map(UUID::toString).toList();
        Map<String, List<PatientIdentifier>> identifiers = new HashMap<>();
        jdbc.sql("SELECT patient_id, assigner, type, value, sealed_value FROM patient_identifier"
                        + " WHERE patient_id IN (:ids)" + (national ? "" : " AND sealed_value IS NULL")
                        + " ORDER BY patient_id, position")
                .param("ids", keys)
                .query(row -> {
                    identifiers
                            .computeIfAbsent(row.getString("patient_id"), id -> new ArrayList<>())
                            .add(new PatientIdentifier(row.getString("assigner"), value(row), row.getString("type")));
                });
        Map<String, List<Phone>> phones = new HashMap<>();
        jdbc.sql("SELECT patient_id, raw, e164, phone_use, phone_rank FROM patient_phone"
                        + " WHERE patient_id IN (:ids) ORDER BY patient_id, position")
                .param("ids", keys)
                .query(row -> {
                    phones.computeIfAbsent(row.getString("patient_id"), id -> new ArrayList<>())
                            .add(new Phone(
                                    row.getString("raw"),
                                    row.getString("e164"),
                                    Phone.Use.valueOf(row.getString("phone_use")),
                                    row.getInt("phone_rank")));
                });
        Map<UUID, Patient> found = new LinkedHashMap<>();
        jdbc.sql("SELECT * FROM patient WHERE id IN (:ids)").param("ids", keys).query(row -> {
            String id = row.getString("id");
            Patient patient = patient(row, identifiers.getOrDefault(id, List.of()), phones.getOrDefault(id, List.of()));
            found.put(patient.id(), patient);
        });
        return found;
    }

    /** Finds the patients whom trusted identifiers name; more than one is a conflict for a person to decide. */
    Set<UUID> matching(List<PatientIdentifier> identifiers) {
        Set<UUID> found = new TreeSet<>();
        for (PatientIdentifier identifier : identifiers) {
            if (properties.trusts(identifier)) {
                jdbc.sql("SELECT patient_id FROM patient_identifier WHERE trusted_assigner = :assigner"
                                + " AND value_lookup IN (:lookups)")
                        .param("assigner", identifier.assigner())
                        .param("lookups", lookups(identifier))
                        .query(String.class)
                        .list()
                        .forEach(id -> found.add(UUID.fromString(id)));
            }
        }
        return found;
    }

    Set<UUID> withIdentifierValue(String value) {
        return jdbc
                .sql("SELECT patient_id FROM patient_identifier WHERE value_lookup IN (:lookups) LIMIT 200")
                .param(
                        "lookups",
                        Stream.concat(Stream.of(value), atRest.lookups(value).stream())
                                .toList())
                .query(String.class)
                .stream()
                .map(UUID::fromString)
                .collect(Collectors.toSet());
    }

    /** Those that are kept as they are; national ones are digits. The birth date has the index. */
    Set<UUID> withIdentifierWithoutCase(String value, LocalDate birthDate) {
        return jdbc
                .sql("SELECT i.patient_id FROM patient p JOIN patient_identifier i ON i.patient_id = p.id"
                        + " WHERE p.birth_date = :born AND i.sealed_value IS NULL AND LOWER(i.value) = LOWER(:value)"
                        + " LIMIT 200")
                .param("born", birthDate)
                .param("value", value)
                .query(String.class)
                .stream()
                .map(UUID::fromString)
                .collect(Collectors.toSet());
    }

    /** Finds others with the same name and birth date who share a phone number that can be dialled. */
    Set<UUID> lookingLike(Patient patient) {
        PersonName name = patient.details().name();
        LocalDate birthDate = patient.details().birthDate();
        Set<String> numbers = patient.details().phones().stream()
                .map(Phone::e164)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        if (name == null || birthDate == null || numbers.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(jdbc
                .sql("""
                        SELECT DISTINCT p.id FROM patient p JOIN patient_phone t ON t.patient_id = p.id
                        WHERE p.birth_date = :birthDate AND p.name_key = :name AND t.e164 IN (:numbers) AND p.id <> :self
                        """)
                .param("birthDate", birthDate)
                .param("name", nameKey(name))
                .param("numbers", numbers)
                .param("self", patient.id().toString())
                .query(String.class)
                .stream()
                .map(UUID::fromString)
                .toList());
    }

    /** Lists ids by folded name prefixes, birth date and identifier candidates, ordered for keyset paging. */
    List<UUID> search(
            Set<String> prefixes,
            @Nullable LocalDate birthDate,
            @Nullable Set<UUID> among,
            @Nullable UUID after,
            int limit) {
        if (among != null && among.isEmpty()) {
            return List.of();
        }
        Map<String, Object> params = new HashMap<>();
        StringBuilder sql = new StringBuilder("SELECT p.id FROM patient p WHERE 1 = 1");
        int position = 0;
        for (String prefix : prefixes) {
            String param = "prefix" + position++;
            sql.append(" AND EXISTS (SELECT 1 FROM patient_name n WHERE n.patient_id = p.id AND n.token LIKE :")
                    .append(param)
                    .append(')');
            // folded words hold letters and digits only: no wildcard can be typed in
            params.put(param, prefix + "%");
        }
        if (birthDate != null) {
            sql.append(" AND p.birth_date = :birthDate");
            params.put("birthDate", birthDate);
        }
        if (among != null) {
            sql.append(" AND p.id IN (:among)");
            params.put("among", among.stream().map(UUID::toString).toList());
        }
        if (after != null) {
            sql.append(" AND p.id > :after");
            params.put("after", after.toString());
        }
        sql.append(" ORDER BY p.id LIMIT ").append(limit);
        return jdbc.sql(sql.toString()).params(params).query(String.class).stream()
                .map(UUID::fromString)
                .toList();
    }

    private void insertNames(Patient patient) {
        PersonName name = patient.details().name();
        if (name != null) {
            batches.batchUpdate(
                    "INSERT INTO patient_name (token, patient_id) VALUES (?, ?)",
                    NameKey.tokens(name).stream()
                            .map(token -> new Object[] {token, patient.id().toString()})
                            .toList());
        }
    }

    private void insertIdentifiers(UUID patientId, List<PatientIdentifier> identifiers, int from) {
        if (identifiers.isEmpty()) {
            return;
        }
        List<Object[]> rows = new ArrayList<>();
        for (PatientIdentifier identifier : identifiers) {
            rows.add(new @Nullable Object[] {
                newId(),
                patientId.toString(),
                from + rows.size(),
                identifier.assigner(),
                identifier.type(),
                identifier.national() ? null : identifier.value(),
                identifier.national() ? atRest.seal(identifier.value().getBytes(StandardCharsets.UTF_8)) : null,
                lookup(identifier),
                properties.trusts(identifier) ? identifier.assigner() : null
            });
        }
        batches.batchUpdate(
                "INSERT INTO patient_identifier (id, patient_id, position, assigner, type, value, sealed_value,"
                        + " value_lookup, trusted_assigner) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows);
    }

    private void insertPhones(Patient patient) {
        List<Object[]> rows = new ArrayList<>();
        for (Phone phone : patient.details().phones()) {
            rows.add(new @Nullable Object[] {
                newId(),
                patient.id().toString(),
                rows.size(),
                phone.raw(),
                phone.e164(),
                phone.use().name(),
                phone.rank()
            });
        }
        if (!rows.isEmpty()) {
            batches.batchUpdate(
                    "INSERT INTO patient_phone (id, patient_id, position, raw, e164, phone_use, phone_rank)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    rows);
        }
    }

    private String lookup(PatientIdentifier identifier) {
        return identifier.national() ? atRest.lookup(identifier.value()) : identifier.value();
    }

    private List<String> lookups(PatientIdentifier identifier) {
        return identifier.national() ? atRest.lookups(identifier.value()) : List.of(identifier.value());
    }

    private String value(ResultSet row) throws SQLException {
        String value = row.getString("value");
        return value != null ? value : new String(atRest.open(row.getBytes("sealed_value")), StandardCharsets.UTF_8);
    }

    private static String newId() {
        return UuidCreator.getTimeOrderedEpoch().toString();
    }

    private static @Nullable String nameKey(@Nullable PersonName name) {
        if (name == null) {
            return null;
        }
        String key = NameKey.whole(name);
        return key.substring(0, Math.min(key.length(), 500));
    }

    private static Map<String, @Nullable Object> columns(Patient patient) {
        PatientDetails details = patient.details();
        PersonName name = details.name();
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("family_name", name == null ? null : name.family());
        columns.put("second_family_name", name == null ? null : name.secondFamily());
        columns.put("given_name", name == null ? null : name.given());
        columns.put("middle_name", name == null ? null : name.middle());
        columns.put("preferred_name", name == null ? null : name.preferred());
        columns.put("name_prefix", name == null ? null : name.prefix());
        columns.put("name_suffix", name == null ? null : name.suffix());
        columns.put("name_key", nameKey(name));
        columns.put("birth_date", details.birthDate());
        columns.put("sex", details.sex() == null ? null : details.sex().name());
        columns.put("language", details.language());
        columns.put("interpreter_needed", details.interpreterNeeded());
        columns.put(
                "time_zone",
                details.timeZone() == null ? null : details.timeZone().getId());
        columns.put("email", details.email());
        columns.put("deceased", details.deceased());
        columns.put("addresses", json(details.addresses()));
        columns.put("contact_preferences", details.preferences() == null ? null : json(details.preferences()));
        columns.put("consents", json(details.consents()));
        columns.put("primary_care", details.primaryCare() == null ? null : json(details.primaryCare()));
        columns.put("caregivers", json(details.caregivers()));
        columns.put("recorded", json(patient.recorded()));
        return columns;
    }

    private static Patient patient(ResultSet row, List<PatientIdentifier> identifiers, List<Phone> phones)
            throws SQLException {
        String family = row.getString("family_name");
        PersonName name = family == null
                ? null
                : new PersonName(
                        family,
                        row.getString("second_family_name"),
                        row.getString("given_name"),
                        row.getString("middle_name"),
                        row.getString("preferred_name"),
                        row.getString("name_prefix"),
                        row.getString("name_suffix"));
        String sex = row.getString("sex");
        String zone = row.getString("time_zone");
        PatientDetails details = new PatientDetails(
                identifiers,
                name,
                row.getObject("birth_date", LocalDate.class),
                sex == null ? null : Sex.valueOf(sex),
                row.getString("language"),
                flag(row, "interpreter_needed"),
                zone == null ? null : ZoneId.of(zone),
                read(row.getString("addresses"), new TypeReference<>() {}),
                phones,
                row.getString("email"),
                readOptional(row.getString("contact_preferences"), new TypeReference<>() {}),
                read(row.getString("consents"), new TypeReference<>() {}),
                readOptional(row.getString("primary_care"), new TypeReference<>() {}),
                read(row.getString("caregivers"), new TypeReference<>() {}),
                flag(row, "deceased"));
        return new Patient(
                UUID.fromString(row.getString("id")),
                details,
                read(row.getString("recorded"), new TypeReference<>() {}),
                row.getInt("version"));
    }

    private static @Nullable Boolean flag(ResultSet row, String column) throws SQLException {
        boolean value = row.getBoolean(column);
        return row.wasNull() ? null : value;
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getSimpleName());
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            // the cause would carry the patient's data into logs
            throw new IllegalStateException("cannot read a stored part of a patient: " + type.getType());
        }
    }

    private static <T> @Nullable T readOptional(@Nullable String json, TypeReference<T> type) {
        return json == null ? null : read(json, type);
    }
}

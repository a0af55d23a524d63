package org.homeward.patient;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.homeward.patient.PossibleDuplicate.State;
import org.homeward.patient.Registration.IdentifiersOfSeveral;
import org.homeward.patient.Registration.Identity;
import org.homeward.patient.Registration.Registered;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Registers, updates and finds patients. */
@Service
public class Patients {

    /** No search reads more than this many candidates, however few of them its caller may see. */
    private static final int MOST_CANDIDATES = 2_000;

    private static final int PAGE = 200;

    private final PatientStore store;
    private final JdbcClient jdbc;
    private final PatientProperties properties;
    private final Clock clock;

    Patients(PatientStore store, JdbcClient jdbc, PatientProperties properties, Clock clock) {
        this.store = store;
        this.jdbc = jdbc;
        this.properties = properties;
        this.clock = clock;
    }

    /** As {@link #register(PatientDetails, Instant, UUID)}, of nobody known to be meant. */
    @Transactional
    public Registration register(PatientDetails told, Instant recordedAt) {
        return register(told, recordedAt, null);
    }

    /**
     * Takes over what a source told about a patient. Only a trusted assigner's value matches; equal name, birth date
     * and phone elsewhere opens a possible duplicate and merges nothing. Whoever has another family name and another
     * birth date than the patient whose identifier is given is registered apart from that patient, who stays as they
     * were; the two are a possible duplicate.
     *
     * @param recordedAt when the source recorded it; older than what is known, it only fills what nobody told yet
     * @param meant whom the same stay was told of before; null when it was not told of
     */
    @Transactional
    public Registration register(PatientDetails told, Instant recordedAt, @Nullable UUID meant) {
        Set<UUID> matching = store.matching(told.identifiers());
        if (matching.size() > 1) {
            return new IdentifiersOfSeveral(matching);
        }
        if (matching.isEmpty()) {
            Patient doubted =
                    meant == null ? null : find(meant).filter(this::isInDoubt).orElse(null);
            if (doubted != null && doubted.mayBe(told)) {
                Patient known = store.lock(doubted.id());
                return new Registered(known.id(), false, save(known, known.learn(told, recordedAt)), Identity.CLEARED);
            }
            return registered(told, recordedAt, Identity.CERTAIN);
        }
        Patient known = store.lock(matching.iterator().next());
        if (known.mayBe(told)) {
            return new Registered(known.id(), false, save(known, known.learn(told, recordedAt)), Identity.CERTAIN);
        }
        PatientDetails own = told.withIdentifiers(told.identifiers().stream()
                .filter(identifier -> !properties.trusts(identifier)
                        || store.matching(List.of(identifier)).isEmpty())
                .toList());
        Patient before = meant == null || meant.equals(known.id())
                ? null
                : find(meant).filter(one -> one.mayBe(told)).orElse(null);
        boolean named =
                before != null && before.details().identifiers().stream().anyMatch(properties::trusts);
        if (before == null) {
            before = openDuplicatesOf(known.id()).stream()
                    .map(pair -> get(pair.patientId().equals(known.id()) ? pair.otherPatientId() : pair.patientId()))
                    .filter(one -> one.isAsTold(told))
                    .findFirst()
                    .orElse(null);
        }
        Identity identity = named ? Identity.CERTAIN : Identity.IN_DOUBT;
        if (before != null) {
            Patient apart = store.lock(before.id());
            return new Registered(apart.id(), false, save(apart, apart.learn(own, recordedAt)), identity);
        }
        Registered apart = registered(own, recordedAt, identity);
        note(known.id(), apart.patientId());
        return apart;
    }

    private Registered registered(PatientDetails told, Instant recordedAt, Identity identity) {
        Patient created = Patient.unknown(UuidCreator.getTimeOrderedEpoch()).learn(told, recordedAt);
        store.insert(created);
        return new Registered(created.id(), true, noteLookalikes(created), identity);
    }

    /** Whom no trusted identifier names, beside somebody who may be the same. */
    private boolean isInDoubt(Patient patient) {
        return patient.details().identifiers().stream().noneMatch(properties::trusts)
                && !openDuplicatesOf(patient.id()).isEmpty();
    }

    /**
     * Takes over what was told about a known patient; identifiers that belong to somebody else are left out and open a
     * possible duplicate.
     */
    @Transactional
    public Patient update(UUID patientId, PatientDetails told, Instant recordedAt) {
        Patient known = store.lock(patientId);
        Set<UUID> others = new HashSet<>(store.matching(told.identifiers()));
        others.remove(patientId);
        PatientDetails mine = others.isEmpty() ? told : told.withIdentifiers(List.of());
        save(known, known.learn(mine, recordedAt));
        others.forEach(other -> note(patientId, other));
        return get(patientId);
    }

    @Transactional(readOnly = true)
    public Patient get(UUID patientId) {
        return find(patientId).orElseThrow(() -> new IllegalArgumentException("no patient " + patientId));
    }

    @Transactional(readOnly = true)
    public Optional<Patient> find(UUID patientId) {
        return Optional.ofNullable(store.load(Set.of(patientId)).get(patientId));
    }

    /** Finds by an identifier's whole value, whoever assigned it. */
    @Transactional(readOnly = true)
    public List<Patient> withIdentifier(String value) {
        return List.copyOf(store.load(store.withIdentifierValue(value)).values());
    }

    /**
     * Finds by an identifier's whole value, whoever assigned it, and birth date; without case where nobody has it as it is
     * typed.
     */
    @Transactional(readOnly = true)
    public List<Patient> withIdentifier(String value, LocalDate birthDate) {
        List<Patient> exactly = withIdentifier(value).stream()
                .filter(patient -> birthDate.equals(patient.details().birthDate()))
                .toList();
        return exactly.isEmpty()
                ? List.copyOf(store.load(store.withIdentifierWithoutCase(value, birthDate))
                        .values())
                : exactly;
    }

    /** Finds by whole names, without accents and case, and birth date. */
    @Transactional(readOnly = true)
    public List<Patient> called(String given, String family, LocalDate birthDate) {
        Set<String> words = NameKey.tokens(given, family);
        return words.isEmpty()
                ? List.of()
                : store.load(store.search(words, birthDate, null, null, PAGE)).values().stream()
                        .filter(patient -> !given.isBlank() && !family.isBlank() && isCalled(patient, given, family))
                        .toList();
    }

    /** Whether these are a patient's whole names, without accents and case; a blank one asks for nothing. */
    public static boolean isCalled(Patient patient, String given, String family) {
        PersonName name = patient.details().name();
        if (name == null) {
            return given.isBlank() && family.isBlank();
        }
        Set<String> givens = NameKey.tokens(given);
        Set<String> families = NameKey.tokens(family);
        return (given.isBlank()
                        || !givens.isEmpty()
                                && (givens.equals(NameKey.tokens(name.given()))
                                        || givens.equals(NameKey.tokens(name.given(), name.middle()))))
                && (family.isBlank()
                        || !families.isEmpty()
                                && (families.equals(NameKey.tokens(name.family()))
                                        || families.equals(NameKey.tokens(name.family(), name.secondFamily()))));
    }

    /** Finds several at once; those that do not exist are missing from the answer. */
    @Transactional(readOnly = true)
    public Map<UUID, Patient> findAll(Collection<UUID> patientIds) {
        return store.load(patientIds);
    }

    /** Finds several at once for a list of tasks or names: without their national identifiers, which no such list shows. */
    @Transactional(readOnly = true)
    public Map<UUID, Patient> listed(Collection<UUID> patientIds) {
        return store.load(patientIds, false);
    }

    /** Finds by an identifier of a trusted assigner. */
    @Transactional(readOnly = true)
    public Optional<Patient> findByIdentifier(String assigner, String value) {
        return store.matching(List.of(new PatientIdentifier(assigner, value, ""))).stream()
                .findFirst()
                .flatMap(this::find);
    }

    /**
     * Finds patients by what a person types: beginnings of names in any order and without accents, an identifier's
     * value, a birth date (1948-03-07 or 3/7/1948), or several of these.
     */
    @Transactional(readOnly = true)
    public List<Patient> search(String query, int limit) {
        return search(query, limit, id -> true);
    }

    /** Finds as {@link #search(String, int)} does, only among those the caller may see. */
    @Transactional(readOnly = true)
    public List<Patient> search(String query, int limit, Predicate<UUID> visible) {
        return searchAmong(
                query, limit, page -> page.stream().filter(visible).collect(java.util.stream.Collectors.toSet()));
    }

    /**
     * Finds as {@link #search(String, int)} does, only among those the caller may see.
     *
     * @param visible answers which of these the caller may see; asked once for many candidates
     */
    @Transactional(readOnly = true)
    public List<Patient> searchAmong(String query, int limit, UnaryOperator<Set<UUID>> visible) {
        PatientQuery typed = PatientQuery.read(query);
        if (typed.empty()) {
            return List.of();
        }
        Set<UUID> among = null;
        for (String identifier : typed.identifiers()) {
            Set<UUID> holders = store.withIdentifierValue(identifier);
            if (among == null) {
                among = holders;
            } else {
                among.retainAll(holders);
            }
        }
        List<UUID> found = new ArrayList<>();
        UUID after = null;
        for (int read = 0; read < MOST_CANDIDATES && found.size() < limit; read += PAGE) {
            List<UUID> page = store.search(typed.namePrefixes(), typed.birthDate(), among, after, PAGE);
            Set<UUID> seen = page.isEmpty() ? Set.of() : visible.apply(new HashSet<>(page));
            page.stream().filter(seen::contains).limit(limit - found.size()).forEach(found::add);
            if (page.size() < PAGE) {
                break;
            }
            after = page.get(page.size() - 1);
        }
        Map<UUID, Patient> patients = store.load(found);
        return found.stream().map(patients::get).filter(Objects::nonNull).toList();
    }

    /** Lists what waits for a person to say whether two patients are one, oldest first. */
    @Transactional(readOnly = true)
    public List<PossibleDuplicate> openDuplicates(int limit) {
        return duplicates("state = 'OPEN' ORDER BY id LIMIT " + limit, null);
    }

    @Transactional(readOnly = true)
    public List<PossibleDuplicate> openDuplicatesOf(UUID patientId) {
        return duplicates(
                "state = 'OPEN' AND (patient_id = :patient OR other_patient_id = :patient) ORDER BY id", patientId);
    }

    /** Records a person's decision. Two who are one person stay two records here until they are merged at the source. */
    @Transactional
    public void decideDuplicate(UUID id, boolean samePerson, String personId) {
        jdbc.sql("UPDATE possible_duplicate SET state = ?, decided_by = ?, decided_at = ? WHERE id = ?")
                .params(
                        (samePerson ? State.SAME_PERSON : State.DIFFERENT_PEOPLE).name(),
                        personId,
                        LocalDateTime.now(clock),
                        id.toString())
                .update();
    }

    /** Reads a number as numbers without a country code are read here. */
    public Phone phone(String raw, Phone.Use use, int rank) {
        return Phone.read(raw, properties.phoneRegion(), use, rank);
    }

    private boolean save(Patient before, Patient after) {
        store.update(before, after);
        boolean looksNew = !Objects.equals(
                        before.details().name(), after.details().name())
                || !Objects.equals(before.details().birthDate(), after.details().birthDate())
                || !before.details().phones().equals(after.details().phones());
        return looksNew && noteLookalikes(after);
    }

    private boolean noteLookalikes(Patient patient) {
        Set<UUID> lookalikes = store.lookingLike(patient);
        lookalikes.forEach(other -> note(patient.id(), other));
        return !lookalikes.isEmpty();
    }

    private void note(UUID one, UUID another) {
        // one row per pair, whichever of the two came first
        UUID low = one.compareTo(another) < 0 ? one : another;
        UUID high = low.equals(one) ? another : one;
        jdbc.sql("INSERT IGNORE INTO possible_duplicate (id, patient_id, other_patient_id, found_at, state)"
                        + " VALUES (?, ?, ?, ?, 'OPEN')")
                .params(
                        UuidCreator.getTimeOrderedEpoch().toString(),
                        low.toString(),
                        high.toString(),
                        LocalDateTime.now(clock))
                .update();
    }

    private List<PossibleDuplicate> duplicates(String where, @Nullable UUID patientId) {
        var statement = jdbc.sql(
                "SELECT id, patient_id, other_patient_id, found_at, state FROM possible_duplicate WHERE " + where);
        if (patientId != null) {
            statement = statement.param("patient", patientId.toString());
        }
        return statement
                .query((row, number) -> new PossibleDuplicate(
                        UUID.fromString(row.getString("id")),
                        UUID.fromString(row.getString("patient_id")),
                        UUID.fromString(row.getString("other_patient_id")),
                        row.getObject("found_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                        State.valueOf(row.getString("state"))))
                .list();
    }

    /** What a person typed into the search field. */
    record PatientQuery(
            Set<String> namePrefixes,
            List<String> identifiers,
            @Nullable LocalDate birthDate) {

        static PatientQuery read(String typed) {
            List<String> names = new ArrayList<>();
            List<String> identifiers = new ArrayList<>();
            LocalDate birthDate = null;
            for (String word : typed.strip().split("[\\s,;]+", 12)) {
                LocalDate date = date(word);
                if (date != null) {
                    birthDate = date;
                } else if (word.chars().anyMatch(Character::isDigit)) {
                    identifiers.add(word);
                } else {
                    names.add(word);
                }
            }
            return new PatientQuery(NameKey.tokens(names.toArray(String[]::new)), identifiers, birthDate);
        }

        boolean empty() {
            return namePrefixes.isEmpty() && identifiers.isEmpty() && birthDate == null;
        }

        private static @Nullable LocalDate date(String word) {
            try {
                if (word.matches("\\d{4}-\\d{2}-\\d{2}")) {
                    return LocalDate.parse(word);
                }
                if (word.matches("\\d{1,2}/\\d{1,2}/\\d{4}")) {
                    String[] parts = word.split("/");
                    return LocalDate.of(
                            Integer.parseInt(parts[2]), Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
                }
                return null;
            } catch (java.time.DateTimeException noSuchDay) {
                return null;
            }
        }
    }
}

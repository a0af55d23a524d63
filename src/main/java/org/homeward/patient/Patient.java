package org.homeward.patient;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.homeward.patient.PatientDetails.Consent;
import org.homeward.patient.PatientDetails.Right;
import org.jspecify.annotations.Nullable;

/**
 * Knows who a patient is and how to reach them, each part as of the newest source that told it.
 *
 * @param recorded when the value in force of each part was recorded at its source; an older telling never replaces it
 */
public record Patient(
        UUID id,
        PatientDetails details,
        Map<Part, Instant> recorded,
        @Nullable Integer version) {

    /** What is replaced as a whole by a newer telling. Identifiers only ever add up; consents have their own times. */
    public enum Part {
        NAME,
        BIRTH_DATE,
        SEX,
        LANGUAGE,
        INTERPRETER,
        TIME_ZONE,
        ADDRESSES,
        PHONES,
        EMAIL,
        PREFERENCES,
        PRIMARY_CARE,
        CAREGIVERS,
        DECEASED
    }

    private static final int NO_BIRTH_YEAR = 1900;

    public Patient {
        recorded = Map.copyOf(recorded);
    }

    static Patient unknown(UUID id) {
        return new Patient(id, PatientDetails.NOTHING_TOLD, Map.of(), null);
    }

    /**
     * Takes over what a source told at a time. The outcome does not depend on the order of tellings with different
     * times; of two with the same time the later arrival counts.
     */
    Patient learn(PatientDetails told, Instant recordedAt) {
        var telling = new Telling(recordedAt);
        PatientDetails merged = new PatientDetails(
                union(details.identifiers(), told.identifiers()),
                telling.newer(Part.NAME, details.name(), told.name()),
                telling.newer(Part.BIRTH_DATE, details.birthDate(), told.birthDate()),
                telling.newer(Part.SEX, details.sex(), told.sex()),
                telling.newer(Part.LANGUAGE, details.language(), told.language()),
                telling.newer(Part.INTERPRETER, details.interpreterNeeded(), told.interpreterNeeded()),
                telling.newer(Part.TIME_ZONE, details.timeZone(), told.timeZone()),
                telling.newerList(Part.ADDRESSES, details.addresses(), told.addresses()),
                telling.newerList(Part.PHONES, details.phones(), told.phones()),
                telling.newer(Part.EMAIL, details.email(), told.email()),
                telling.newer(Part.PREFERENCES, details.preferences(), told.preferences()),
                newestByPurpose(details.consents(), told.consents(), recordedAt),
                telling.newer(Part.PRIMARY_CARE, details.primaryCare(), told.primaryCare()),
                telling.newerList(Part.CAREGIVERS, details.caregivers(), told.caregivers()),
                telling.newer(Part.DECEASED, details.deceased(), told.deceased()));
        return new Patient(id, merged, telling.times, version);
    }

    /**
     * Whether this may be the person of whom these details are told: not when both the family name and the birth date
     * disagree. One of the two alone is a marriage or a slip; what is not known disagrees with nothing, and 1900 is what
     * feeds write for it.
     */
    boolean mayBe(PatientDetails told) {
        PersonName mine = details.name();
        PersonName theirs = told.name();
        LocalDate born = details.birthDate();
        LocalDate toldBorn = told.birthDate();
        return mine == null
                || theirs == null
                || NameKey.agree(mine, theirs)
                || born == null
                || toldBorn == null
                || born.getYear() <= NO_BIRTH_YEAR
                || toldBorn.getYear() <= NO_BIRTH_YEAR
                || born.equals(toldBorn);
    }

    /** Whether both the family name and the birth date are known and agree with what is told. */
    boolean isAsTold(PatientDetails told) {
        PersonName mine = details.name();
        PersonName theirs = told.name();
        return mine != null
                && theirs != null
                && NameKey.agree(mine, theirs)
                && details.birthDate() != null
                && details.birthDate().equals(told.birthDate());
    }

    public boolean deceased() {
        return Boolean.TRUE.equals(details.deceased());
    }

    /** Writes the name as lists show it; a patient always has one once registered. */
    public String listedName() {
        return details.name() == null ? "" : details.name().listed();
    }

    public ZoneId zoneOr(ZoneId fallback) {
        return details.timeZone() == null ? fallback : details.timeZone();
    }

    /** Numbers to try for the patient, best first, readable or not. */
    public List<Phone> phonesInOrder() {
        return details.phones().stream()
                .sorted(Comparator.comparingInt(Phone::rank))
                .toList();
    }

    /** Answers whether something about the patient may be said to this caregiver or proxy. */
    public boolean mayBeTold(String caregiverName) {
        return details.caregivers().stream()
                .anyMatch(caregiver -> caregiver.name().equals(caregiverName) && caregiver.right() != Right.NONE);
    }

    private static List<PatientIdentifier> union(
            Collection<PatientIdentifier> known, Collection<PatientIdentifier> told) {
        Map<List<String>, PatientIdentifier> all = new LinkedHashMap<>();
        known.forEach(identifier -> all.putIfAbsent(List.of(identifier.assigner(), identifier.value()), identifier));
        told.forEach(identifier -> all.putIfAbsent(List.of(identifier.assigner(), identifier.value()), identifier));
        return List.copyOf(all.values());
    }

    private static List<Consent> newestByPurpose(List<Consent> known, List<Consent> told, Instant recordedAt) {
        Map<String, Consent> inForce = new TreeMap<>();
        known.forEach(consent -> inForce.put(consent.purpose(), consent));
        for (Consent consent : told) {
            Consent dated = consent.recordedBy(recordedAt);
            inForce.merge(dated.purpose(), dated, (mine, theirs) -> mine.newerThan(theirs) ? mine : theirs);
        }
        return new ArrayList<>(inForce.values());
    }

    private final class Telling {

        private final Instant recordedAt;
        private final Map<Part, Instant> times = new EnumMap<>(Part.class);

        Telling(Instant recordedAt) {
            this.recordedAt = recordedAt;
            times.putAll(recorded);
        }

        <T> @Nullable T newer(Part part, @Nullable T known, @Nullable T told) {
            return told != null && takes(part) ? told : known;
        }

        <T> List<T> newerList(Part part, List<T> known, List<T> told) {
            return !told.isEmpty() && takes(part) ? told : known;
        }

        private boolean takes(Part part) {
            Instant last = times.get(part);
            if (last != null && recordedAt.isBefore(last)) {
                return false;
            }
            times.put(part, recordedAt);
            return true;
        }
    }
}

package org.homeward.patient;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells what one source knows about a patient. An absent part or an empty list means "not told", never "none".
 *
 * @param language BCP 47, the language the patient wants to be spoken to in
 * @param timeZone where the patient is now; calls stay inside this zone's calling windows
 */
public record PatientDetails(
        List<PatientIdentifier> identifiers,
        @Nullable PersonName name,
        @Nullable LocalDate birthDate,
        @Nullable Sex sex,
        @Nullable String language,
        @Nullable Boolean interpreterNeeded,
        @Nullable ZoneId timeZone,
        List<Address> addresses,
        List<Phone> phones,
        @Nullable String email,
        @Nullable ContactPreferences preferences,
        List<Consent> consents,
        @Nullable PrimaryCare primaryCare,
        List<Caregiver> caregivers,
        @Nullable Boolean deceased) {

    public static final PatientDetails NOTHING_TOLD = new PatientDetails(
            List.of(), null, null, null, null, null, null, List.of(), List.of(), null, null, List.of(), null, List.of(),
            null);

    /** Nothing but whether the patient is known to have died. */
    public static PatientDetails deceased(boolean deceased) {
        return NOTHING_TOLD.withDeceased(deceased);
    }

    /** These details of whoever has these identifiers. */
    PatientDetails withIdentifiers(List<PatientIdentifier> theirs) {
        return with(theirs, deceased);
    }

    /** These details with another word on whether the patient has died; null: none. */
    public PatientDetails withDeceased(@Nullable Boolean told) {
        return with(identifiers, told);
    }

    private PatientDetails with(List<PatientIdentifier> theirs, @Nullable Boolean died) {
        return new PatientDetails(
                theirs,
                name,
                birthDate,
                sex,
                language,
                interpreterNeeded,
                timeZone,
                addresses,
                phones,
                email,
                preferences,
                consents,
                primaryCare,
                caregivers,
                died);
    }

    public PatientDetails {
        identifiers = List.copyOf(identifiers);
        addresses = List.copyOf(addresses);
        phones = List.copyOf(phones);
        consents = List.copyOf(consents);
        caregivers = List.copyOf(caregivers);
    }

    public enum Sex {
        FEMALE,
        MALE,
        OTHER,
        UNKNOWN
    }

    public record Address(
            String use,
            @Nullable String line1,
            @Nullable String line2,
            @Nullable String city,
            @Nullable String state,
            @Nullable String postalCode,
            @Nullable String country) {}

    public enum Channel {
        PHONE,
        SMS,
        EMAIL,
        LETTER,
        PORTAL
    }

    /**
     * Says how the patient wants to be reached.
     *
     * @param bestFrom local time of the patient
     * @param doNotContact the patient asked not to be contacted at all; work that needs no contact goes on
     */
    public record ContactPreferences(
            List<Channel> channels,
            @Nullable LocalTime bestFrom,
            @Nullable LocalTime bestTo,
            boolean doNotContact,
            @Nullable String note) {

        public ContactPreferences {
            channels = List.copyOf(channels);
        }

        /** When the patient is best reached, on the patient's clock; empty where it makes no difference. */
        public Optional<String> bestHours() {
            return bestFrom == null && bestTo == null
                    ? Optional.empty()
                    : Optional.of("best reached "
                            + (bestFrom == null
                                    ? "until " + bestTo
                                    : bestTo == null ? "from " + bestFrom : bestFrom + "\u2013" + bestTo));
        }

        /** What the patient wishes, in words for whoever is about to call; empty when nothing is known. */
        public List<String> words() {
            List<String> words = new ArrayList<>();
            bestHours().ifPresent(words::add);
            if (!channels.isEmpty()) {
                words.add("prefers "
                        + channels.stream()
                                .map(channel -> channel == Channel.SMS
                                        ? "text message"
                                        : channel.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")));
            }
            if (note != null && !note.isBlank()) {
                words.add(note.strip());
            }
            return words;
        }
    }

    public enum ConsentStatus {
        GRANTED,
        REFUSED,
        WITHDRAWN
    }

    /** What the patient has not agreed to, by purpose, newest word first; purposes are the sender's. */
    public List<String> refusedConsents() {
        Map<String, Consent> newest = new LinkedHashMap<>();
        consents.forEach(consent ->
                newest.merge(consent.purpose(), consent, (one, other) -> one.newerThan(other) ? one : other));
        return newest.values().stream()
                .filter(consent -> consent.status() != ConsentStatus.GRANTED)
                .map(consent -> "no consent to " + consent.purpose() + " ("
                        + consent.status().name().toLowerCase(Locale.ROOT) + ")")
                .toList();
    }

    /**
     * Records what the patient agreed to.
     *
     * @param purpose such as {@code outreach}, {@code share-with-caregiver}, {@code share-with-community}; the newest
     *     record of a purpose is in force
     */
    public record Consent(
            String purpose,
            ConsentStatus status,
            @Nullable Instant recordedAt,
            @Nullable LocalDate until) {

        boolean newerThan(Consent other) {
            Instant mine = recordedAt == null ? Instant.MIN : recordedAt;
            Instant theirs = other.recordedAt == null ? Instant.MIN : other.recordedAt;
            return mine.isAfter(theirs);
        }

        Consent recordedBy(Instant recordedAt) {
            return this.recordedAt == null ? new Consent(purpose, status, recordedAt, until) : this;
        }
    }

    public record PrimaryCare(
            @Nullable String name,
            @Nullable String npi,
            @Nullable String practice,
            @Nullable Phone phone) {}

    public enum Right {
        /** May speak about the patient's care in the patient's stead. */
        HEALTH_CARE_PROXY,
        LEGAL_GUARDIAN,
        /** May be told and may report, decides nothing. */
        MAY_BE_TOLD,
        /** Known, but nothing about the patient may be said. */
        NONE;

        public boolean mayBeTold() {
            return this != NONE;
        }
    }

    public record Caregiver(
            String name,
            @Nullable String relationship,
            @Nullable Phone phone,
            @Nullable String language,
            Right right,
            boolean livesWithPatient) {}

    /** Speaks a language other than the team's, or said that an interpreter is needed. */
    public boolean needsInterpreter(Locale teamLanguage) {
        if (interpreterNeeded != null) {
            return interpreterNeeded;
        }
        return language != null
                && !Locale.forLanguageTag(language).getLanguage().equals(teamLanguage.getLanguage());
    }
}

package org.homeward.patient;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.homeward.intake.IntakeTest;
import org.homeward.patient.PatientDetails.Address;
import org.homeward.patient.PatientDetails.Caregiver;
import org.homeward.patient.PatientDetails.Channel;
import org.homeward.patient.PatientDetails.Consent;
import org.homeward.patient.PatientDetails.ConsentStatus;
import org.homeward.patient.PatientDetails.ContactPreferences;
import org.homeward.patient.PatientDetails.PrimaryCare;
import org.homeward.patient.PatientDetails.Right;
import org.homeward.patient.PatientDetails.Sex;
import org.homeward.patient.Registration.IdentifiersOfSeveral;
import org.homeward.patient.Registration.Identity;
import org.homeward.patient.Registration.Registered;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@IntakeTest
@Tag("mysql")
class PatientsTests {

    private static final String TRUSTED = "urn:oid:2.16.840.1.113883.19.5";
    private static final Instant NOON = Instant.parse("2026-11-20T17:00:00Z");

    @Autowired
    Patients patients;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transactions;

    @BeforeEach
    void empty() {
        transactions.executeWithoutResult(status -> {
            for (String table :
                    List.of("possible_duplicate", "patient_name", "patient_identifier", "patient_phone", "patient")) {
                jdbc.sql("DELETE FROM " + table).update();
            }
        });
    }

    @Test
    void keepsEverythingItIsTold() {
        PatientDetails told = new PatientDetails(
                List.of(
                        new PatientIdentifier(TRUSTED, "MRN-1", "MR"),
                        new PatientIdentifier("urn:oid:2.16.840.1.113883.4.1", "000-00-0001", "SS")),
                new PersonName("Núñez", "Ibáñez", "María José", "Ñ", "Pepa 😀", "Dra.", null),
                LocalDate.of(1948, 2, 29),
                Sex.FEMALE,
                "es-MX",
                true,
                ZoneId.of("America/Chicago"),
                List.of(new Address("home", "1 Calle", null, "Sampleville", "TX", "73301", "US")),
                List.of(
                        Phone.read("(512) 555-0140", "US", Phone.Use.MOBILE, 2),
                        Phone.read("con la vecina", "US", Phone.Use.OTHER, 1)),
                "pepa@example.org",
                new ContactPreferences(List.of(Channel.PHONE), LocalTime.of(17, 0), null, true, "de noche"),
                List.of(new Consent("outreach", ConsentStatus.GRANTED, NOON, LocalDate.of(2027, 1, 1))),
                new PrimaryCare("Dr. X", "0000000000", "clinic", Phone.read("512 555 0141", "US", Phone.Use.WORK, 1)),
                List.of(new Caregiver("José", "spouse", null, "es", Right.LEGAL_GUARDIAN, true)),
                false);

        UUID id = registered(told, NOON).patientId();

        Patient stored = patients.get(id);
        assertThat(stored.details()).isEqualTo(told);
        assertThat(stored.recorded()).isNotEmpty().allSatisfy((part, at) -> assertThat(at)
                .isEqualTo(NOON));
        assertThat(stored.phonesInOrder()).extracting(Phone::readable).containsExactly(false, true);
    }

    @Test
    void matchesOnlyOnATrustedIdentifier() {
        UUID first = registered(person("MRN-1", "Ann", "+12025550101"), NOON).patientId();
        Registered again = registered(person("MRN-1", "Anna", "+12025550101"), NOON.plusSeconds(1));
        PatientDetails untrusted = details("urn:oid:1.2.3", "MRN-1", "Zoe", "+12025550199");
        Registered stranger = registered(untrusted, NOON);
        Registered strangerAgain = registered(untrusted, NOON);

        assertThat(again).isEqualTo(new Registered(first, false, false, Identity.CERTAIN));
        assertThat(patients.get(first).details().name()).isEqualTo(PersonName.of("Anna", "Example"));
        assertThat(stranger.created()).isTrue();
        assertThat(strangerAgain.created()).isTrue();
    }

    @Test
    void lookalikesArePointedOutAndNeverMerged() {
        UUID one = registered(person("MRN-1", "Ann", "+12025550101"), NOON).patientId();
        Registered other = registered(person("MRN-2", "ANN", "+12025550101"), NOON);

        assertThat(other.created()).isTrue();
        assertThat(other.possibleDuplicate()).isTrue();
        assertThat(patients.openDuplicates(10)).singleElement().satisfies(pair -> {
            assertThat(List.of(pair.patientId(), pair.otherPatientId()))
                    .containsExactlyInAnyOrder(one, other.patientId());
            patients.decideDuplicate(pair.id(), false, "nora");
        });
        assertThat(patients.openDuplicatesOf(one)).isEmpty();
    }

    @Test
    void differentPhonesMakeNoLookalikes() {
        registered(person("MRN-1", "Ann", "+12025550101"), NOON);

        assertThat(registered(person("MRN-2", "Ann", "+12025550102"), NOON).possibleDuplicate())
                .isFalse();
    }

    @Test
    void identifiersOfSeveralPatientsChangeNothing() {
        UUID one = registered(person("MRN-1", "Ann", "+12025550101"), NOON).patientId();
        UUID two = registered(person("MRN-2", "Bea", "+12025550102"), NOON).patientId();
        PatientDetails both = new PatientDetails(
                List.of(new PatientIdentifier(TRUSTED, "MRN-1", "MR"), new PatientIdentifier(TRUSTED, "MRN-2", "MR")),
                PersonName.of("Cid", "Example"),
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                List.of(),
                null,
                List.of(),
                null);

        assertThat(patients.register(both, NOON.plusSeconds(9)))
                .isInstanceOfSatisfying(IdentifiersOfSeveral.class, conflict -> assertThat(conflict.patientIds())
                        .containsExactlyInAnyOrder(one, two));
        assertThat(patients.get(one).listedName()).isEqualTo("Example, Ann");
    }

    @Test
    void whoDisagreesInNameAndBirthDateIsRegisteredApartAndLeavesTheOwnerOfTheNumberAsTheyWere() {
        UUID owner = registered(person("MRN-1", "Ann", "+12025550101"), NOON).patientId();
        Patient before = patients.get(owner);

        Registered first = registered(called("Stranger", "1981-02-03"), NOON.plusSeconds(9));
        Registered again = registered(called("Stranger", "1981-02-03"), NOON.plusSeconds(19));

        assertThat(first.identity()).isEqualTo(Identity.IN_DOUBT);
        assertThat(first.patientId()).isNotEqualTo(owner);
        assertThat(again).isEqualTo(new Registered(first.patientId(), false, false, Identity.IN_DOUBT));
        assertThat(patients.get(owner)).isEqualTo(before);
        assertThat(patients.get(first.patientId()).listedName()).isEqualTo("Stranger, Cid");
        assertThat(patients.get(first.patientId()).details().identifiers()).isEmpty();
        assertThat(patients.openDuplicatesOf(owner)).hasSize(1);

        PatientDetails mended = called("Stranger", "1981-02-03")
                .withIdentifiers(List.of(new PatientIdentifier(TRUSTED, "MRN-5", "MR")));
        assertThat(patients.register(mended, NOON.plusSeconds(29), first.patientId()))
                .isEqualTo(new Registered(first.patientId(), false, false, Identity.CLEARED));
        assertThat(patients.findByIdentifier(TRUSTED, "MRN-5").orElseThrow().id())
                .isEqualTo(first.patientId());
    }

    @ParameterizedTest
    @CsvSource({
        "Married, 1950-01-01",
        "Example, 1905-01-01",
        "EXÁMPLE-Smith, 1981-02-03",
        "Married, ",
        "Married, 1900-01-01",
        "?, 1981-02-03"
    })
    void aMarriageASlipOrWhatNobodyKnowsIsNoDisagreement(String family, @Nullable LocalDate birthDate) {
        UUID owner = registered(person("MRN-1", "Ann", "+12025550101"), NOON).patientId();

        Registered told =
                registered(called(family, birthDate == null ? null : birthDate.toString()), NOON.plusSeconds(9));

        assertThat(told.patientId()).isEqualTo(owner);
        assertThat(told.identity()).isEqualTo(Identity.CERTAIN);
    }

    private static PatientDetails called(String family, @Nullable String birthDate) {
        return new PatientDetails(
                List.of(new PatientIdentifier(TRUSTED, "MRN-1", "MR")),
                PersonName.of("Cid", family),
                birthDate == null ? null : LocalDate.parse(birthDate),
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                List.of(),
                null,
                List.of(),
                null);
    }

    @Test
    void anUpdateThatIsOlderOverwritesNothing() {
        UUID id = registered(person("MRN-1", "Ann", "+12025550101"), NOON).patientId();

        patients.update(id, person("MRN-1", "Old", "+12025550109"), NOON.minusSeconds(60));

        assertThat(patients.get(id).listedName()).isEqualTo("Example, Ann");
        assertThat(patients.search("old", 10)).isEmpty();
        patients.update(id, person("MRN-9", "New", "+12025550109"), NOON.plusSeconds(60));
        assertThat(patients.search("new", 10)).extracting(Patient::id).containsExactly(id);
        assertThat(patients.search("ann", 10)).isEmpty();
        assertThat(patients.findByIdentifier(TRUSTED, "MRN-9").orElseThrow().id())
                .isEqualTo(id);
    }

    @Test
    void findsByNameIdentifierAndBirthDateWithoutAccents() {
        UUID id = registered(
                        new PatientDetails(
                                List.of(
                                        new PatientIdentifier(TRUSTED, "MRN-3", "MR"),
                                        new PatientIdentifier("urn:oid:2.16.840.1.113883.4.1", "000-00-0003", "SS")),
                                new PersonName("Núñez-Ibáñez", null, "María José", null, null, null, null),
                                LocalDate.of(1948, 3, 7),
                                null,
                                null,
                                null,
                                null,
                                List.of(),
                                List.of(),
                                null,
                                null,
                                List.of(),
                                null,
                                List.of(),
                                null),
                        NOON)
                .patientId();
        registered(person("MRN-4", "Maria", "+12025550101"), NOON);

        for (String typed : List.of(
                "nunez",
                "NÚÑEZ",
                "ibañ",
                "jose nun",
                "MRN-3",
                "000-00-0003",
                "1948-03-07",
                "3/7/1948",
                "maria 1948-03-07")) {
            assertThat(patients.search(typed, 10))
                    .as(typed)
                    .extracting(Patient::id)
                    .containsExactly(id);
        }
        assertThat(patients.search("maria", 10)).hasSize(2);
        assertThat(patients.search("maria", 10, visible -> visible.equals(id))).hasSize(1);
        assertThat(patients.search("maria", 1)).hasSize(1);
        for (String typed : List.of("%", "_", "", "nunez 1950-01-01", "MRN")) {
            assertThat(patients.search(typed, 10)).as(typed).isEmpty();
        }
    }

    @Test
    void nationalIdentifiersAreSealedAtRest() {
        registered(details("urn:oid:2.16.840.1.113883.4.1", "000-00-0007", "SS", "Ann", "+12025550101"), NOON);

        List<String> stored = transactions.execute(
                status -> jdbc.sql("SELECT CONCAT_WS('|', value, sealed_value, value_lookup) FROM patient_identifier")
                        .query((row, number) -> new String(row.getBytes(1), StandardCharsets.ISO_8859_1))
                        .list());

        assertThat(stored).hasSize(1).noneMatch(row -> row.contains("0007"));
    }

    private Registered registered(PatientDetails told, Instant recordedAt) {
        return (Registered) patients.register(told, recordedAt);
    }

    private static PatientDetails person(String number, String given, String phone) {
        return details(TRUSTED, number, given, phone);
    }

    private static PatientDetails details(String assigner, String number, String given, String phone) {
        return details(assigner, number, "MR", given, phone);
    }

    private static PatientDetails details(String assigner, String number, String type, String given, String phone) {
        return new PatientDetails(
                List.of(new PatientIdentifier(assigner, number, type)),
                PersonName.of(given, "Example"),
                LocalDate.of(1950, 1, 1),
                null,
                null,
                null,
                null,
                List.of(),
                List.of(Phone.read(phone, "US", Phone.Use.HOME, 1)),
                null,
                null,
                List.of(),
                null,
                List.of(),
                null);
    }
}

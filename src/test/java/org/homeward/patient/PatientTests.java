package org.homeward.patient;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.homeward.patient.PatientDetails.Consent;
import org.homeward.patient.PatientDetails.ConsentStatus;
import org.homeward.patient.PatientDetails.Sex;
import org.homeward.patient.Patients.PatientQuery;
import org.junit.jupiter.api.Test;

class PatientTests {

    @Test
    void familyNamesAgreeInOneOfTwoAndNotByParticles() {
        PersonName garcia = new PersonName("García", "Márquez", "Ana", null, null, null, null);
        assertThat(NameKey.agree(garcia, PersonName.of("Ana", "Marquez"))).isTrue();
        assertThat(NameKey.agree(garcia, PersonName.of("Ana", "Garcia Lorca"))).isTrue();
        assertThat(NameKey.agree(garcia, PersonName.of("Garcia Marquez", "Ana")))
                .isTrue();
        assertThat(NameKey.agree(garcia, PersonName.of("Ana", "Lorca"))).isFalse();
        assertThat(NameKey.agree(PersonName.of("Ana", "de la Cruz"), PersonName.of("Ana", "de León")))
                .isFalse();
    }

    private static final UUID ID = UUID.fromString("01900000-0000-7000-8000-000000000001");
    private static final Instant NOON = Instant.parse("2026-11-20T17:00:00Z");

    private record Telling(PatientDetails told, int minute) {
        Instant at() {
            return NOON.plusSeconds(60L * minute);
        }
    }

    @Test
    void olderNewsFillsGapsButNeverOverwritesNewer() {
        Patient patient = Patient.unknown(ID)
                .learn(details("+12025550101", null), NOON)
                .learn(details("+12025550199", "es"), NOON.minusSeconds(60));

        assertThat(patient.details().phones()).extracting(Phone::e164).containsExactly("+12025550101");
        assertThat(patient.details().language()).isEqualTo("es");
    }

    @Property(tries = 300)
    void theOrderOfNewsDoesNotMatter(@ForAll("tellings") List<Telling> tellings, @ForAll Random random) {
        List<Telling> shuffled = new ArrayList<>(tellings);
        Collections.shuffle(shuffled, random);

        assertThat(told(shuffled)).isEqualTo(told(tellings));
    }

    @Property(tries = 100)
    void newsToldTwiceChangesNothing(@ForAll("tellings") List<Telling> tellings) {
        List<Telling> twice = new ArrayList<>(tellings);
        twice.addAll(tellings);

        assertThat(told(twice)).isEqualTo(told(tellings));
    }

    @Test
    void theNewestConsentOfAPurposeIsInForce() {
        Patient patient = Patient.unknown(ID)
                .learn(consent(ConsentStatus.WITHDRAWN), NOON)
                .learn(consent(ConsentStatus.GRANTED), NOON.minusSeconds(1));

        assertThat(patient.details().consents()).extracting(Consent::status).containsExactly(ConsentStatus.WITHDRAWN);
    }

    @Test
    void keepsAPhoneNumberThatCannotBeReadAndMarksIt() {
        Phone phone = Phone.read("call the neighbour", "US", Phone.Use.HOME, 1);

        assertThat(phone.readable()).isFalse();
        assertThat(phone.raw()).isEqualTo("call the neighbour");
    }

    @Test
    void readsPhoneNumbersAsTheyAreWritten() {
        assertThat(Phone.read("(202) 555-0123", "US", Phone.Use.HOME, 1).e164()).isEqualTo("+12025550123");
        assertThat(Phone.read("202.555.0123", "US", Phone.Use.HOME, 1).e164()).isEqualTo("+12025550123");
        assertThat(Phone.read("+44 20 7946 0018", "US", Phone.Use.HOME, 1).e164())
                .isEqualTo("+442079460018");
        assertThat(Phone.read("", "US", Phone.Use.HOME, 1).readable()).isFalse();
    }

    @Test
    void findsADoubleSurnameByEitherHalfWithoutAccents() {
        PersonName name = new PersonName("Núñez-Ibáñez", null, "María José", null, "Pepa", null, null);

        assertThat(NameKey.tokens(name)).containsExactlyInAnyOrder("nunez", "ibanez", "maria", "jose", "pepa");
        assertThat(NameKey.tokens("O’Brien", "Łukasz", "Straße", "Ng"))
                .containsExactlyInAnyOrder("obrien", "lukasz", "strasse", "ng");
        assertThat(name.spoken()).isEqualTo("María José Núñez-Ibáñez");
        assertThat(name.listed()).isEqualTo("Núñez-Ibáñez, María José");
    }

    @Test
    void readsWhatAPersonTypesIntoTheSearchField() {
        assertThat(PatientQuery.read("Núñez, María 3/7/1948"))
                .isEqualTo(new PatientQuery(NameKey.tokens("nunez", "maria"), List.of(), LocalDate.of(1948, 3, 7)));
        assertThat(PatientQuery.read("MRN-1001").identifiers()).containsExactly("MRN-1001");
        assertThat(PatientQuery.read("13/45/1948").identifiers()).containsExactly("13/45/1948");
        assertThat(PatientQuery.read(" %_ ").empty()).isTrue();
    }

    @Test
    void asksForAnInterpreterWhenTheLanguagesDiffer() {
        assertThat(details("+12025550101", "es-MX").needsInterpreter(Locale.US)).isTrue();
        assertThat(details("+12025550101", "en-GB").needsInterpreter(Locale.US)).isFalse();
        assertThat(details("+12025550101", null).needsInterpreter(Locale.US)).isFalse();
    }

    @Test
    void sealsNationalIdentifiersAndFindsThemByAKeyedHash() {
        AtRest old = new AtRest(List.of(key(1)));
        AtRest rotated = new AtRest(List.of(key(1), key(2)));
        byte[] sealed = old.seal(new byte[] {1, 2, 3});

        assertThat(rotated.open(sealed)).containsExactly(1, 2, 3);
        assertThat(old.seal(new byte[] {1, 2, 3})).isNotEqualTo(sealed);
        assertThat(old.isNewest(sealed)).isTrue();
        assertThat(rotated.isNewest(sealed)).isFalse();
        assertThat(rotated.lookups("000-00-0001"))
                .containsExactly(rotated.lookup("000-00-0001"), old.lookup("000-00-0001"))
                .doesNotHaveDuplicates()
                .noneMatch(lookup -> lookup.contains("000-00"));
        assertThat(new PatientIdentifier("urn:oid:2.16.840.1.113883.4.1", "000-00-0001", "ss").national())
                .isTrue();

        sealed[sealed.length - 1] ^= 1;
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> rotated.open(sealed))
                .isInstanceOf(IllegalStateException.class);
    }

    @Provide
    Arbitrary<List<Telling>> tellings() {
        Arbitrary<PatientDetails> told = Combinators.combine(
                        Arbitraries.of("Ann", "Anna", "Annie").injectNull(0.4),
                        Arbitraries.of("+12025550101", "+12025550102").injectNull(0.4),
                        Arbitraries.of("en", "es", "zh").injectNull(0.4),
                        Arbitraries.of(ConsentStatus.class).injectNull(0.4),
                        Arbitraries.of(true, false).injectNull(0.5))
                .as((given, phone, language, consent, deceased) -> new PatientDetails(
                        List.of(),
                        given == null ? null : PersonName.of(given, "Example"),
                        null,
                        given == null ? null : Sex.FEMALE,
                        language,
                        null,
                        null,
                        List.of(),
                        phone == null ? List.of() : List.of(new Phone(phone, phone, Phone.Use.HOME, 1)),
                        null,
                        null,
                        consent == null ? List.of() : List.of(new Consent("outreach", consent, null, null)),
                        null,
                        List.of(),
                        deceased));
        return Combinators.combine(told, Arbitraries.integers().between(0, 1_000))
                .as(Telling::new)
                .list()
                .uniqueElements(Telling::minute)
                .ofMaxSize(6);
    }

    private static Patient told(List<Telling> tellings) {
        Patient patient = Patient.unknown(ID);
        for (Telling telling : tellings) {
            patient = patient.learn(telling.told(), telling.at());
        }
        return patient;
    }

    private static PatientDetails details(String phone, @org.jspecify.annotations.Nullable String language) {
        return new PatientDetails(
                List.of(),
                PersonName.of("Ann", "Example"),
                null,
                null,
                language,
                null,
                null,
                List.of(),
                List.of(new Phone(phone, phone, Phone.Use.HOME, 1)),
                null,
                null,
                List.of(),
                null,
                List.of(),
                null);
    }

    private static PatientDetails consent(ConsentStatus status) {
        return new PatientDetails(
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                List.of(new Consent("outreach", status, null, null)),
                null,
                List.of(),
                null);
    }

    private static byte[] key(int fill) {
        byte[] key = new byte[32];
        java.util.Arrays.fill(key, (byte) fill);
        return key;
    }
}
